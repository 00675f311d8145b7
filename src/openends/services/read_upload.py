"""Read a data file that a client sends."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from openends.domain.errors import FileProblem, InputError
from openends.domain.survey import Survey
from openends.files.limits import UPLOADED_UNPACKED_BYTES
from openends.files.read_survey import read_survey
from openends.files.workbook_safety import check_workbook

#: Rows of a file: as many as responses of any other upload.
MOST_ROWS = 10_000
#: Letters of a file's name that are kept.
_LETTERS = 60
_WORKBOOKS = frozenset({".xlsx", ".xlsm"})
_TRIPLE_S = frozenset({".sss", ".xml"})
_DATA_ENDINGS = frozenset({".asc", ".csv", ".dat", ".txt"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Upload:
    """A data file as it was sent."""

    #: As the client calls it; its ending says the format.
    name: str
    content: bytes
    #: The data file of a survey in Triple-S, and its name.
    data: bytes = b""
    data_name: str = ""


def read_upload(upload: Upload) -> Survey:
    """Read the file in a folder of its own, which is gone afterwards.

    Raises
    ------
    FileProblem
        When it is hostile, damaged, too large or not what its ending says.
    """
    name = _safe(upload.name)
    ending = Path(name).suffix.casefold()
    if upload.data and ending not in _TRIPLE_S:
        raise InputError(
            f"A second file is read with Triple-S only, and {name} is none; send one file "
            "at a time."
        )
    with tempfile.TemporaryDirectory(prefix="openends-") as folder:
        path = Path(folder, name)
        path.write_bytes(upload.content)
        if upload.data:
            _put_beside(path, upload)
        if ending in _WORKBOOKS and upload.content:
            check_workbook(path, UPLOADED_UNPACKED_BYTES)
        return read_survey(path, most_rows=MOST_ROWS)


def _put_beside(path: Path, upload: Upload) -> None:
    """Write the data of a Triple-S under its own name, or else the name that is looked for."""
    data = path.with_name(_safe(upload.data_name))
    if data.suffix.casefold() not in _DATA_ENDINGS or data == path:
        raise FileProblem(
            f"The data of {path.name} are called {data.name}; give them one of the endings "
            f"{', '.join(sorted(_DATA_ENDINGS))}."
        )
    data.write_bytes(upload.data)
    beside = path.with_suffix(data.suffix)
    if beside != data:
        beside.write_bytes(upload.data)


def _safe(name: str) -> str:
    """Return a name that leads nowhere else, on any system."""
    last = PurePosixPath(name.replace("\\", "/")).name
    kept = "".join(letter if letter.isprintable() and letter != ":" else "_" for letter in last)
    kept = kept.strip(" .") or "file"
    path = PurePosixPath(kept)
    return path.stem[:_LETTERS] + path.suffix[:_LETTERS]
