"""Look at a file before it is read: there, a file, not empty, not too large."""

from __future__ import annotations

from pathlib import Path

from openends.domain.errors import FileProblem


def check_file(path: Path, what: str, most: int) -> None:
    """Raise ``FileProblem`` when a file cannot be read.

    Parameters
    ----------
    path:
        The file.
    what:
        What it is to hold, for messages.
    most:
        Bytes that it may have.
    """
    try:
        if not path.exists():
            raise FileProblem(f"There is no {what} {path}{_nearest(path)}; check the name.")
        if path.is_dir():
            raise FileProblem(f"{path} is a folder; name a file in it.")
        if not path.is_file():
            raise FileProblem(f"{path} is no ordinary file; save its content to one.")
        size = path.stat().st_size
    except OSError as error:
        raise FileProblem(
            f"Cannot read {path}: {error.strerror or error}; check the name and your rights."
        ) from error
    if size == 0:
        raise FileProblem(f"{path.name} is empty; give a {what} with content.")
    if size > most:
        raise FileProblem(f"{path.name} is larger than {most // 1_000_000:,} MB; split it.")


def _nearest(path: Path) -> str:
    from rapidfuzz.process import extractOne

    try:
        names = [entry.name for entry in path.parent.iterdir() if entry.is_file()]
    except OSError:
        return ""
    found = extractOne(path.name, names, processor=str.casefold, score_cutoff=75)
    return f" (there is {path.with_name(found[0])})" if found else ""
