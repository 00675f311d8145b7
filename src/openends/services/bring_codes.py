"""Write the codes that people gave before as a file to learn from and to compare with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from openends.domain.survey import Survey
from openends.files import read_codebook
from openends.files.atomic import all_or_none, check_distinct, check_writable
from openends.files.read_survey import survey_files
from openends.files.write_codebook import check_codebook_output, write_codebook
from openends.files.write_sheets import check_workbook_output, write_sheets
from openends.services.earlier_codes import EarlierCodes, read_earlier_codes


@dataclass(frozen=True, kw_only=True, slots=True)
class CodesOrder:
    """Which earlier codes are wanted, and where."""

    data: Path
    out: Path
    #: The column with the answers; None for the one that has codes.
    text: str | None = None
    #: Columns with the codes; empty for those that are found.
    coded: Sequence[str] = ()
    codebook: Path | None = None
    codebook_out: Path | None = None


def bring_codes(survey: Survey, order: CodesOrder) -> EarlierCodes:
    """Write a workbook with the responses that have codes, and their codebook if that is wanted.

    Raises
    ------
    InputError
        When no column holds codes, or a code has no name.
    OutputError
        When a file cannot be written; none is, then.
    """
    check_workbook_output(order.out)
    if order.codebook_out is not None:
        check_codebook_output(order.codebook_out)
    outputs = [path for path in (order.out, order.codebook_out) if path]
    inputs = [path for path in (*survey_files(order.data), order.codebook) if path]
    check_distinct(outputs, inputs)
    for path in outputs:
        check_writable(path)
    codebook = read_codebook(order.codebook) if order.codebook else None
    earlier = read_earlier_codes(survey, text=order.text, coded=order.coded, codebook=codebook)
    with all_or_none():
        write_sheets([earlier.sheet()], order.out)
        if order.codebook_out is not None:
            write_codebook(earlier.codebook, order.codebook_out)
    return earlier
