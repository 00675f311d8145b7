"""Read a data file, whatever its format."""

from __future__ import annotations

from pathlib import Path

from openends.domain.errors import FileProblem
from openends.domain.survey import Survey
from openends.files.limits import FILE_BYTES
from openends.files.read_csv import read_csv
from openends.files.read_excel import read_excel
from openends.files.read_jsonl import read_jsonl
from openends.files.read_spss import read_spss

_WORKBOOKS = frozenset({".xlsx", ".xlsm"})
_SPSS = frozenset({".sav", ".zsav"})
_JSON_LINES = frozenset({".jsonl", ".ndjson"})
_DELIMITED = frozenset({".csv", ".tsv", ".tab", ".txt"})


def read_survey(path: Path) -> Survey:
    """Read a file of answers: .csv, .tsv, .txt, .xlsx, .sav or .jsonl, told by its ending.

    Raises
    ------
    FileProblem
        When it is missing, too large, damaged, protected, empty or not what its ending says.
    """
    _check(path)
    ending = path.suffix.casefold()
    try:
        if ending in _WORKBOOKS:
            return read_excel(path)
        if ending in _SPSS:
            return read_spss(path)
        if ending in _JSON_LINES:
            return read_jsonl(path, path.read_bytes())
        if ending in _DELIMITED:
            return read_csv(path, path.read_bytes())
    except OSError as error:
        raise FileProblem(f"Cannot read {path}: {error.strerror or error}.") from error
    if ending == ".xls":
        raise FileProblem(f"{path.name} is an old Excel file; save it as .xlsx and try again.")
    raise FileProblem(
        f"Cannot read {path.name}: the ending '{ending}' is not known; use .csv, .xlsx, .sav or "
        ".jsonl."
    )


def _check(path: Path) -> None:
    if not path.exists():
        raise FileProblem(f"There is no file {path}{_nearest(path)}; check the name.")
    if path.is_dir():
        raise FileProblem(f"{path} is a folder; name a file in it.")
    size = path.stat().st_size
    if size == 0:
        raise FileProblem(f"{path.name} is empty; give a file with at least one answer.")
    if size > FILE_BYTES:
        raise FileProblem(
            f"{path.name} is larger than {FILE_BYTES // 1_000_000:,} MB; split it into parts."
        )


def _nearest(path: Path) -> str:
    from rapidfuzz.process import extractOne

    try:
        names = [entry.name for entry in path.parent.iterdir() if entry.is_file()]
    except OSError:
        return ""
    found = extractOne(path.name, names, score_cutoff=75)
    return f" (there is {path.with_name(found[0])})" if found else ""
