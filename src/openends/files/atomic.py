"""Write a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from openends.domain.errors import OutputError


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary file beside the target that takes its place when the block ends well.

    Parameters
    ----------
    path:
        The target; an existing file stays as it was until the new one is complete.

    Raises
    ------
    OutputError
        When the folder is missing or may not be written to, or the disk is full.
    """
    check_writable(path)
    descriptor, name = tempfile.mkstemp(
        dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix
    )
    os.close(descriptor)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except OSError as error:
        raise OutputError(f"Cannot write {path}: {error.strerror or error}.") from error
    finally:
        temporary.unlink(missing_ok=True)


def check_writable(path: Path) -> None:
    """Raise ``OutputError`` when the file could not be written; nothing is created."""
    folder = path.parent
    if path.is_dir():
        raise OutputError(f"Cannot write {path}: it is a folder; add a file name.")
    if not folder.is_dir():
        raise OutputError(
            f"Cannot write {path}: there is no folder {folder}; create it or choose another."
        )
    target = path if path.exists() else folder
    if not os.access(target, os.W_OK) or not os.access(folder, os.W_OK):
        raise OutputError(
            f"Cannot write {path}: you have no right to; choose another place or close the file."
        )


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
