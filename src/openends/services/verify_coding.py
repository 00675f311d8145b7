"""Draw a verification sample of a coded file, and correct its percentages by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from openends.domain.errors import InputError
from openends.domain.survey import Cell
from openends.engine.reliability.verification_draw import CodedCase, draw_sample
from openends.engine.reliability.verification_result import CheckedCode, measure_checked
from openends.files.atomic import check_distinct, check_writable
from openends.files.write_coded import check_output
from openends.files.write_sheets import Sheet, check_workbook_output, write_sheets
from openends.services.coder_file import read_coder_file
from openends.services.verification_file import read_checked, sample_sheets

#: Responses that a person checks in a few hours.
SIZE = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawOrder:
    """What a researcher asks for before the check."""

    coded: Path
    out: Path
    question: str | None = None
    id_column: str | None = None
    size: int = SIZE
    seed: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawnSample:
    """What was drawn."""

    responses: int
    #: All that could have been drawn: the base of the percentages.
    base: int
    strata: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Verification:
    """Percentages beside what checking tells about them."""

    checked: int
    base: int
    codes: tuple[CheckedCode, ...]


def draw_verification(order: DrawOrder) -> DrawnSample:
    """Draw the sample and write the workbook in which it is checked.

    Raises
    ------
    InputError
        When the coded file cannot be used or gives no code.
    OutputError
        When the workbook cannot be written.
    """
    check_workbook_output(order.out)
    check_distinct([order.out], [order.coded])
    check_writable(order.out)
    coded = read_coder_file(order.coded, question=order.question, id_column=order.id_column)
    rows = [row for row in coded.responses.values() if row.answered or row.codes]
    people = Counter(code for row in rows for code in row.codes)
    if not people:
        raise InputError(f"{coded.name} gives no response a code; there is nothing to verify.")
    cases = [CodedCase(codes=frozenset(row.codes), confidence=row.confidence) for row in rows]
    drawn = draw_sample(cases, order.size, order.seed)
    about: list[tuple[str, Cell]] = [
        ("file", coded.name),
        ("base", len(rows)),
        ("seed", order.seed),
    ]
    counts = {code: people[code] for code in coded.codes}
    write_sheets(sample_sheets([(rows[one.place], one) for one in drawn], counts, about), order.out)
    return DrawnSample(
        responses=len(drawn), base=len(rows), strata=len({one.stratum for one in drawn})
    )


def report_verification(sample: Path, out: Path | None = None) -> Verification:
    """Correct the percentages by a sample that was checked.

    Raises
    ------
    InputError
        When the workbook is none that was drawn, or is not checked to its end.
    OutputError
        When the report cannot be written.
    """
    if out:
        check_output(out)
        check_distinct([out], [sample])
        check_writable(out)
    checked = read_checked(sample)
    found = Verification(
        checked=len(checked.cases),
        base=checked.base,
        codes=measure_checked(checked.cases, checked.people, checked.base),
    )
    if out:
        write_sheets([_sheet(found.codes)], out, found)
    return found


def _sheet(codes: Sequence[CheckedCode]) -> Sheet:
    header = (
        *("code", "people", "coded", "corrected", "margin", "corrected, low", "corrected, high"),
        *("precision", "precision, low", "precision, high"),
        *("recall", "recall, low", "recall, high", "checked with it", "checked: should have it"),
    )
    rows: list[list[Cell]] = [
        [
            *(row.code, row.people, row.coded, row.corrected.value, row.margin),
            *(row.corrected.low, row.corrected.high),
            *(row.precision.value, row.precision.low, row.precision.high),
            *(row.recall.value, row.recall.low, row.recall.high),
            *(row.checked_coded, row.checked_right),
        ]
        for row in codes
    ]
    return Sheet(name="Verification", header=header, rows=rows, widths=(34,))
