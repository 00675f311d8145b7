"""Write a codebook in any of its formats; the codes of every file read back as they were."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

import orjson

from openends.domain.codebook import Code, Codebook
from openends.domain.errors import OutputError
from openends.files.atomic import replacing
from openends.files.codebook_entries import entry_from_code, row_from_code
from openends.files.codebook_tests import entry_from_test
from openends.files.formula import guard_formula
from openends.files.qdc import qdc_bytes

FIELDS = (
    *("number", "name", "category", "definition"),
    *("include", "exclude", "examples", "rules", "sentiment"),
)
#: Of the columns in a workbook, in characters.
WIDTHS = (8, 30, 24, 60, 40, 40, 60, 40, 12)
ENDINGS = frozenset({".yaml", ".yml", ".json", ".csv", ".xlsx", ".qdc"})


def write_codebook(codebook: Codebook, path: Path) -> None:
    """Write a codebook in the format that the ending names.

    Raises
    ------
    OutputError
        When the ending is not known or the file cannot be written.
    """
    check_codebook_output(path)
    ending = path.suffix.casefold()
    with replacing(path) as temporary:
        if ending == ".json":
            temporary.write_bytes(codebook_bytes(codebook, "json"))
        elif ending == ".qdc":
            temporary.write_bytes(codebook_bytes(codebook, "qdc"))
        elif ending == ".csv":
            _write_csv(codebook, temporary)
        elif ending == ".xlsx":
            _write_excel(codebook, temporary)
        else:
            temporary.write_bytes(codebook_bytes(codebook, "yaml"))


def codebook_bytes(codebook: Codebook, form: Literal["yaml", "json", "qdc"]) -> bytes:
    """Return the content of a codebook's YAML, JSON or .qdc file."""
    if form == "qdc":
        return qdc_bytes(codebook)
    content = codebook_to_dict(codebook)
    if form == "json":
        return orjson.dumps(content, option=orjson.OPT_INDENT_2) + b"\n"
    return _yaml(content).encode()


def check_codebook_output(path: Path) -> None:
    """Raise ``OutputError`` when the ending of a codebook file is not known."""
    if path.suffix.casefold() not in ENDINGS:
        raise OutputError(
            f"Cannot write the codebook {path.name}: use the ending .yaml, .json, .csv, .xlsx or "
            ".qdc."
        )


def codebook_to_dict(codebook: Codebook) -> dict[str, Any]:
    """Return a codebook as plain values, as the YAML and JSON files hold it."""
    content: dict[str, Any] = {
        "coding_type": str(codebook.coding_type),
        "language": codebook.language,
        "codes": [entry_from_code(code) for code in codebook],
    }
    if codebook.tests:
        content["tests"] = [entry_from_test(test) for test in codebook.tests]
    return content


def table_rows(codes: Iterable[Code]) -> Iterable[list[str | int]]:
    """Yield a row per code, columns as in ``FIELDS``."""
    return map(row_from_code, codes)


def _yaml(content: dict[str, Any]) -> str:
    import yaml

    written: str = yaml.dump(
        content, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=100
    )
    return written


def _write_csv(codebook: Codebook, path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(FIELDS)
        for row in table_rows(codebook):
            writer.writerow([guard_formula(cell) for cell in row])


def _write_excel(codebook: Codebook, path: Path) -> None:
    from openends.files.workbook import new_workbook, write_table

    with new_workbook(path) as book:
        write_table(book, "Codebook", FIELDS, table_rows(codebook), widths=WIDTHS)
