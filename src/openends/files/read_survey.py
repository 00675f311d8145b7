"""Read a data file, whatever its format."""

from __future__ import annotations

from pathlib import Path

from openends.domain.errors import FileProblem
from openends.domain.survey import Survey
from openends.files.check_file import check_file
from openends.files.limits import FILE_BYTES
from openends.files.read_csv import read_csv
from openends.files.read_excel import read_excel
from openends.files.read_jsonl import read_jsonl
from openends.files.read_spss import read_spss

_WORKBOOKS = frozenset({".xlsx", ".xlsm"})
_SPSS = frozenset({".sav", ".zsav"})
_JSON_LINES = frozenset({".jsonl", ".ndjson"})
_DELIMITED = frozenset({".csv", ".tsv", ".tab", ".txt"})


def read_survey(path: Path, sheet: str = "") -> Survey:
    """Read a file of answers: .csv, .tsv, .txt, .xlsx, .sav or .jsonl, told by its ending.

    Parameters
    ----------
    path:
        The file.
    sheet:
        The sheet of a workbook that is read if there is one of that name.

    Raises
    ------
    FileProblem
        When it is missing, too large, damaged, protected, empty or not what its ending says.
    """
    check_file(path, "file", FILE_BYTES)
    ending = path.suffix.casefold()
    try:
        if ending in _WORKBOOKS:
            return read_excel(path, sheet)
        if ending in _SPSS:
            return read_spss(path)
        if ending in _JSON_LINES:
            return read_jsonl(path, path.read_bytes())
        if ending in _DELIMITED:
            return read_csv(path, path.read_bytes())
    except OSError as error:
        raise FileProblem(
            f"Cannot read {path}: {error.strerror or error}; check the file and your rights."
        ) from error
    if ending == ".xls":
        raise FileProblem(f"{path.name} is an old Excel file; save it as .xlsx and try again.")
    named = f"the ending '{ending}' is not known" if ending else "it has no ending"
    raise FileProblem(f"Cannot read {path.name}: {named}; use .csv, .xlsx, .sav or .jsonl.")
