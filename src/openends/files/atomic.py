"""Write files whole or not at all."""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import signal
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from openends.domain.errors import OutputError

#: Complete files that wait for the others: temporary file and target.
_waiting: ContextVar[list[tuple[Path, Path]] | None] = ContextVar("_waiting", default=None)
#: Files that have taken their places since the program began.
_placed: list[Path] = []
#: What is taken away when the program ends, should Ctrl-C have come where no block could do it.
_unfinished: set[Path] = set()


@atexit.register
def _take_away_unfinished() -> None:
    for path in tuple(_unfinished):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def anything_placed() -> bool:
    """Tell whether this program has written any file."""
    return bool(_placed)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary file beside the target that takes its place when the block ends well.

    Parameters
    ----------
    path:
        The target; an existing file stays as it was until the new one is complete, and its
        permissions are kept. A link stays a link.

    Raises
    ------
    OutputError
        When the folder is missing or may not be written to, or the disk is full.
    """
    check_writable(path)
    target = Path(os.path.realpath(path))
    # The name is known before the file is there: whatever happens, it can be taken away.
    temporary = target.with_name(f".openends-{secrets.token_hex(6)}{target.suffix}")
    waiting = _waiting.get()
    _unfinished.add(temporary)
    try:
        os.close(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        yield temporary
        temporary.chmod(_mode(target))
        if waiting is None:
            with _undisturbed():
                temporary.replace(target)
                _placed.append(target)
        else:
            waiting.append((temporary, target))
    except OSError as error:
        raise _cannot_write(path, error) from error
    finally:
        if not waiting or waiting[-1][0] != temporary:
            temporary.unlink(missing_ok=True)
            _unfinished.discard(temporary)


@contextmanager
def folder_for_parts() -> Iterator[str]:
    """Give a folder for parts of a result that is taken away whatever happens."""
    with _undisturbed():
        folder = Path(tempfile.mkdtemp(prefix="openends-"))
        _unfinished.add(folder)
    try:
        yield str(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        _unfinished.discard(folder)


@contextmanager
def all_or_none() -> Iterator[None]:
    """Hold back the files that ``replacing`` gives in the block until all of them are complete.

    Ctrl-C while they take their places comes too late: all of them do.
    """
    waiting: list[tuple[Path, Path]] = []
    token = _waiting.set(waiting)
    try:
        yield
        with _undisturbed():
            for temporary, target in waiting:
                try:
                    temporary.replace(target)
                except OSError as error:
                    raise _cannot_write(target, error) from error
                _placed.append(target)
    finally:
        _waiting.reset(token)
        for temporary, _ in waiting:
            temporary.unlink(missing_ok=True)
            _unfinished.discard(temporary)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold Ctrl-C back until the block ends, where the system and the thread allow it."""
    main = threading.current_thread() is threading.main_thread()
    if not main or not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def check_writable(path: Path) -> None:
    """Raise ``OutputError`` when the file could not be written; nothing is left behind."""
    folder = path.parent
    try:
        with _undisturbed():
            # Python tries the folder with a file of its own when it is first asked for it.
            tempfile.gettempdir()
        if path.is_dir():
            raise OutputError(f"Cannot write {path}: it is a folder; add a file name.")
        if folder.exists() and not folder.is_dir():
            raise OutputError(f"Cannot write {path}: {folder} is no folder; choose another place.")
        if not folder.is_dir():
            raise OutputError(
                f"Cannot write {path}: there is no folder {folder}; create it or choose another."
            )
        if path.exists():
            if not path.is_file():
                raise OutputError(f"Cannot write {path}: it is no ordinary file; choose another.")
            # Fails when another program, such as Excel, holds the file.
            path.open("r+b").close()
        # The only way to know: rights, quotas and read-only disks all come to light here.
        tempfile.TemporaryFile(dir=Path(os.path.realpath(path)).parent).close()
    except OSError as error:
        raise _cannot_write(path, error) from error


def check_distinct(outputs: Iterable[Path], inputs: Iterable[Path]) -> None:
    """Raise ``OutputError`` when a result would overwrite a file that is read, or another result.

    Parameters
    ----------
    outputs:
        Files to be written.
    inputs:
        Files that are read; links to them count as they do.
    """
    read = {_identity(path) for path in inputs}
    written: set[object] = set()
    for path in outputs:
        identity = _identity(path)
        if identity in read:
            raise OutputError(
                f"Cannot write {path}: it is the file that is read, and would be lost; choose "
                "another name."
            )
        if identity in written:
            raise OutputError(f"Cannot write {path} twice; give every result its own name.")
        written.add(identity)


def make_folder(folder: Path) -> None:
    """Create a folder for results unless it is there; ``OutputError`` when that is not possible."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"Cannot create the folder {folder}: {error.strerror}; choose another."
        ) from error


def _identity(path: Path) -> object:
    """Return what is the same for all names of a file."""
    try:
        status = path.stat()
    except OSError:
        return os.path.normcase(os.path.realpath(path))
    return status.st_dev, status.st_ino


def _cannot_write(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"Cannot write {path}: {error.strerror or error}; make room or choose another place."
    )


def _mode(target: Path) -> int:
    """Return the permissions of the file that is replaced, or those of a new file."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
