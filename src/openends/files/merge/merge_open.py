"""Open a client's file, whatever kind it is of."""

from __future__ import annotations

from pathlib import Path

from openends.domain.errors import FileProblem
from openends.files.check_file import check_file
from openends.files.limits import FILE_BYTES, UNPACKED_BYTES
from openends.files.merge.merge_client import ClientFile
from openends.files.merge.merge_csv import ClientTable
from openends.files.merge.merge_sav import ClientSav
from openends.files.merge.merge_workbook import ClientWorkbook

#: How files that can be added to begin; anything else is delimited text.
_SAV, _ZSAV, _ZIP = b"$FL2", b"$FL3", b"PK"
_TEXTS = frozenset({".csv", ".tsv", ".txt"})
#: Endings of what is added to.
ENDINGS = _TEXTS | {".sav", ".zsav", ".xlsx", ".xlsm"}


def open_client_file(path: Path, key: str, unpacked: int = UNPACKED_BYTES) -> ClientFile:
    """Read what has to be known of a client's file before anything is added.

    Parameters
    ----------
    path:
        A .sav or .zsav, an .xlsx, or delimited text.
    key:
        The variable that tells its cases apart.
    unpacked:
        Bytes that a workbook or a .zsav may unpack to.

    Raises
    ------
    FileProblem
        When it cannot be read, is damaged, or holds something that could not be kept.
    ColumnProblem
        When it has no such variable.
    """
    check_file(path, "file", FILE_BYTES)
    try:
        with path.open("rb") as file:
            start = file.read(4)
        if start in {_SAV, _ZSAV}:
            return ClientSav(path, key, unpacked)
        if start[:2] == _ZIP:
            return ClientWorkbook(path, key, unpacked)
        if path.suffix.casefold() not in _TEXTS:
            raise FileProblem(
                f"{path.name} is no .sav, .xlsx or .csv that variables could be added to; save it "
                "as one of these."
            )
        return ClientTable(path, key)
    except OSError as error:
        raise FileProblem(f"Cannot read {path}: {error.strerror or error}.") from error
