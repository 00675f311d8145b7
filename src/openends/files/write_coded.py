"""Write a coded data file as Excel, CSV, JSON, SPSS or Triple-S, told by the ending."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from openends.domain.delivery import DeliveryChoice, Layout
from openends.domain.errors import OutputError
from openends.domain.survey import CodedSurvey
from openends.domain.tabulation import Tabulation
from openends.files.atomic import replacing
from openends.files.coded_table import coded_header, coded_rows
from openends.files.coding_dict import coding_to_dict
from openends.files.formula import guard_formula
from openends.files.write_manifest import manifest_to_dict

_TRIPLE_S = ".sss"
ENDINGS = frozenset({".xlsx", ".csv", ".json", ".sav", _TRIPLE_S})
#: How codes stand where a program knows variables and no sheets.
_CHOICE = DeliveryChoice(
    layout=Layout.COLUMNS_BY_MENTION, categories=False, sentiment=True, confidence=True
)


def check_output(path: Path) -> None:
    """Raise ``OutputError`` when the ending of an output is not known."""
    if path.suffix.casefold() not in ENDINGS:
        raise OutputError(
            f"Cannot write {path.name}: use the ending .xlsx, .csv, .json, .sav or .sss."
        )


def files_of(path: Path) -> tuple[Path, ...]:
    """Return the files that an output consists of: Triple-S has its data in one of their own."""
    is_described = path.suffix.casefold() == _TRIPLE_S
    return (path, path.with_suffix(".csv")) if is_described else (path,)


def write_coded(coded: CodedSurvey, tabulations: Mapping[str, Tabulation], path: Path) -> None:
    """Write every column of the data file with the codes of every question.

    Parameters
    ----------
    coded:
        The data file and its coded questions.
    tabulations:
        Counts by text column, for the summary.
    path:
        .xlsx: a workbook with summary, coded answers, mentions, codebook and what needs review;
        .csv: the coded answers; .json: everything by question; .sav and .sss (Triple-S): all
        columns, and a variable per mention.

    Raises
    ------
    OutputError
        When the ending is not known or the file cannot be written; nothing is left behind.
    """
    check_output(path)
    ending = path.suffix.casefold()
    if ending in {".sav", _TRIPLE_S}:
        _write_variables(coded, path)
        return
    with replacing(path) as temporary:
        if ending == ".xlsx":
            from openends.files.write_excel import write_excel

            write_excel(coded, tabulations, temporary)
        elif ending == ".csv":
            _write_csv(coded, temporary)
        else:
            _write_json(coded, temporary)


def _write_variables(coded: CodedSurvey, path: Path) -> None:
    from openends.files.delivery.coded_delivery import delivery_of
    from openends.files.delivery.variables import delivered_table
    from openends.files.spss.write_sav import write_sav
    from openends.files.triple_s.write_triple_s import write_triple_s

    table = delivered_table(delivery_of(coded), _CHOICE)
    if path.suffix.casefold() == _TRIPLE_S:
        language = next(iter(coded.questions.values())).codebook.language
        title = coded.survey.source
        write_triple_s(table, path, title=title, version="3.0", language=language)
    else:
        write_sav(table, path, file_label=coded.survey.source)


def _write_csv(coded: CodedSurvey, path: Path) -> None:
    # The mark makes Excel read UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([guard_formula(name) for name in coded_header(coded)])
        for row in coded_rows(coded):
            writer.writerow([guard_formula(cell) for cell in row])


def _write_json(coded: CodedSurvey, path: Path) -> None:
    import orjson

    content = orjson.dumps(coded_to_dict(coded), option=orjson.OPT_INDENT_2)
    path.write_bytes(content + b"\n")


def coded_to_dict(coded: CodedSurvey) -> dict[str, Any]:
    """Return a coded data file as plain values: by question, the codebook and all codings."""
    others = [column for column in coded.survey.columns if column.name not in coded.questions]
    answers = {
        column: {
            "advice": asdict(question.advice) if question.advice else None,
            "warnings": list(question.warnings),
            "responses": [coding_to_dict(coding) for coding in question.codings],
        }
        for column, question in coded.questions.items()
    }
    return manifest_to_dict(coded, answers) | {
        "other_columns": {column.name: list(column.values) for column in others},
    }
