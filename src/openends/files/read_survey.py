"""Read a data file, whatever its format."""

from __future__ import annotations

from pathlib import Path

from openends.domain.errors import FileProblem
from openends.domain.survey import Survey
from openends.files.check_file import check_file
from openends.files.limits import FILE_BYTES, ROWS
from openends.files.read_csv import read_csv
from openends.files.read_excel import read_excel
from openends.files.read_jsonl import read_jsonl
from openends.files.spss.read_spss import read_spss
from openends.files.table import check_size
from openends.files.triple_s.read_triple_s import read_triple_s, triple_s_files

_WORKBOOKS = frozenset({".xlsx", ".xlsm"})
_SPSS = frozenset({".sav", ".zsav"})
_JSON_LINES = frozenset({".jsonl", ".ndjson"})
_TRIPLE_S = frozenset({".sss", ".xml"})
_DELIMITED = frozenset({".csv", ".tsv", ".tab", ".txt"})


def read_survey(path: Path, sheet: str = "", *, most_rows: int = ROWS) -> Survey:
    """Read a file of answers: .csv, .tsv, .txt, .xlsx, .sav, .sss or .jsonl, told by its ending.

    Parameters
    ----------
    path:
        The file; of a survey in Triple-S the .sss or .xml, with its data beside it.
    sheet:
        The sheet of a workbook that is read if there is one of that name.
    most_rows:
        Rows that it may have.

    Raises
    ------
    FileProblem
        When it is missing, too large, damaged, protected, empty or not what its ending says.
    """
    check_file(path, "file", FILE_BYTES)
    try:
        survey = _read(path, sheet, most_rows)
    except OSError as error:
        raise FileProblem(
            f"Cannot read {path}: {error.strerror or error}; check the file and your rights."
        ) from error
    check_size(path, len(survey), len(survey.columns), most_rows)
    return survey


def _read(path: Path, sheet: str, most_rows: int) -> Survey:
    ending = path.suffix.casefold()
    if ending in _WORKBOOKS:
        return read_excel(path, sheet)
    if ending in _SPSS:
        return read_spss(path, most_rows)
    if ending in _TRIPLE_S:
        return read_triple_s(path)
    if ending in _JSON_LINES:
        return read_jsonl(path, path.read_bytes())
    if ending in _DELIMITED:
        return read_csv(path, path.read_bytes())
    if ending == ".xls":
        raise FileProblem(f"{path.name} is an old Excel file; save it as .xlsx and try again.")
    named = f"the ending '{ending}' is not known" if ending else "it has no ending"
    raise FileProblem(f"Cannot read {path.name}: {named}; use .csv, .xlsx, .sav, .sss or .jsonl.")


def survey_files(path: Path) -> tuple[Path, ...]:
    """Return all files that a survey is read from: a Triple-S has its data in a second one."""
    return triple_s_files(path) if path.suffix.casefold() in _TRIPLE_S else (path,)
