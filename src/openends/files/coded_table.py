"""The wide table of a coded data file: a row per respondent, its columns and the codes."""

from __future__ import annotations

from collections.abc import Iterator

from openends.domain.coding import Coding
from openends.domain.errors import ColumnProblem
from openends.domain.response import ResponseStatus
from openends.domain.survey import Cell, CodedSurvey

#: Stands between several codes in one cell.
SEPARATOR = "; "
_FIELDS = ("status", "codes", "numbers", "sentiment", "confidence", "needs_review", "review_reason")


def coded_header(coded: CodedSurvey) -> list[str]:
    """Return the names of all columns: the file's own, then those of each coded question.

    A question's columns are named ``column: field``; each code has a column with 1 for everyone who
    was given it and 0 for everyone else who answered.
    """
    header = list(coded.survey.names)
    taken = set(header)
    for column, question in coded.questions.items():
        names = [f"{column}: {name}" for name in _FIELDS]
        names += [f"{column}: {code.name} ({code.number})" for code in question.codebook]
        clash = taken.intersection(names)
        if clash:
            raise ColumnProblem(
                f"The file already has a column '{min(clash)}', as if it were coded before; remove "
                "its coded columns first."
            )
        taken.update(names)
        header += names
    return header


def coded_rows(coded: CodedSurvey) -> Iterator[list[Cell]]:
    """Yield a row per respondent, columns as in ``coded_header``."""
    own = zip(*(column.values for column in coded.survey.columns), strict=True)
    codings = [question.codings for question in coded.questions.values()]
    numbers = [[code.number for code in item.codebook] for item in coded.questions.values()]
    for values, *answers in zip(own, *codings, strict=True):
        row: list[Cell] = list(values)
        for coding, codes in zip(answers, numbers, strict=True):
            row += _fields(coding)
            row += _given(coding, codes)
        yield row


def _fields(coding: Coding) -> list[Cell]:
    return [
        str(coding.status),
        SEPARATOR.join(mention.code.name for mention in coding.mentions) or None,
        SEPARATOR.join(str(mention.code.number) for mention in coding.mentions) or None,
        str(coding.sentiment) if coding.sentiment else None,
        coding.confidence,
        "yes" if coding.needs_review else "no",
        coding.review_reason or None,
    ]


def _given(coding: Coding, codes: list[int]) -> list[Cell]:
    """Return 1 or 0 by code; nothing where nothing was answered, so that bases stay right."""
    if coding.status in {ResponseStatus.NO_ANSWER, ResponseStatus.JUNK}:
        return [None] * len(codes)
    given = {mention.code.number for mention in coding.mentions}
    return [int(number in given) for number in codes]
