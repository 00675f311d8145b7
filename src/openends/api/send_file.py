"""Send a file that is made for one request."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from fastapi.responses import Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

#: Bytes that are sent at once.
_CHUNK = 256 * 1024


async def send_file(
    name: str, media_type: str, write: Callable[[Path], tuple[str, ...] | None]
) -> Response:
    """Return the answer that carries a file; nothing of it is left on the server.

    Parameters
    ----------
    name:
        Under which it is saved: plain letters.
    write:
        Writes the file at a path, and may return what is wrong with it in sentences. Runs in a
        thread.
    """
    file, size, notes = await run_in_threadpool(_written, name, write)
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(size),
        # For one caller; no cache on the way keeps it.
        "Cache-Control": "no-store",
    }
    if notes:
        headers["X-Note"] = " ".join(notes).encode("ascii", "backslashreplace").decode()
    return StreamingResponse(_chunks(file), media_type=media_type, headers=headers)


def _written(
    name: str, write: Callable[[Path], tuple[str, ...] | None]
) -> tuple[BinaryIO, int, tuple[str, ...]]:
    """Return the open file, its size and the notes; its name is gone by then."""
    with tempfile.TemporaryDirectory(prefix="openends-") as folder:
        path = Path(folder) / name
        notes = write(path)
        return path.open("rb"), path.stat().st_size, notes or ()


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk
