"""Header rows of survey platforms: names, questions and more above the first respondent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

#: Rows that are looked at: up to three of a header, and the first respondent's.
LOOKED_AT = 4

Row = Sequence[str | None]

#: How Qualtrics begins the third row: the name of each column inside it.
_IMPORT_ID = re.compile(r'\{\s*"ImportId"\s*:.*\}', re.DOTALL)
#: Columns that Qualtrics adds to every export, and what stands under them in the second row. No
#: respondent has these words there.
_QUALTRICS = {
    "StartDate": "Start Date",
    "EndDate": "End Date",
    "Status": "Response Type",
    "IPAddress": "IP Address",
    "RecordedDate": "Recorded Date",
    "ResponseId": "Response ID",
}
#: Columns of them that a file must have where no third row tells.
_FEWEST_QUALTRICS = 3
#: The first columns of its older exports, and what stands under them.
_OLD_QUALTRICS = (["V1", "V2"], ["ResponseID", "ResponseSet"])
#: Columns that SurveyMonkey puts before the questions; nothing stands under them.
_MONKEY_FIRST = "respondent id"
_MONKEY_FACTS = frozenset({"collector id", "start date", "end date", "date created"})
_MONKEY_OPEN = frozenset({"open-ended response", "response"})
_MONKEY_OPTION = frozenset({*_MONKEY_OPEN, "other (please specify)"})
_MONKEY_ID = re.compile(r"\d{5,}", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class HeaderRows:
    """What stands above the respondents of a table."""

    #: As in the file: may be empty or come twice.
    names: Sequence[str | None]
    #: Question texts, as many as names; "" where there is none.
    labels: Sequence[str]
    #: Rows of the table that it takes.
    rows: int = 1
    #: What was made of further rows, in a sentence; "" for an ordinary table.
    note: str = ""


def find_header_rows(first: Sequence[Row]) -> HeaderRows:
    """Tell names and labels of a table from its first rows.

    The layouts of Qualtrics (names, questions, import ids) and SurveyMonkey (questions, options)
    are recognised by signs that no respondent leaves. Any other table has one header row.

    Parameters
    ----------
    first:
        The first ``LOOKED_AT`` rows that are not empty, or fewer.
    """
    if len(first) > 1:
        second = first[1]
        if len(first) > 2 and _is_import_ids(first[0], first[2]):
            return _qualtrics(first[0], second, 3)
        if _is_qualtrics(first[0], second):
            return _qualtrics(first[0], second, 2)
        if len(first) > 2 and _is_monkey(first[0], second, first[2]):
            return _monkey(first[0], second)
    return HeaderRows(names=first[0], labels=[""] * len(first[0]))


def _is_import_ids(names: Row, third: Row) -> bool:
    """Tell a row in which an import id stands under every name, and nothing else."""
    ids = [bool(_IMPORT_ID.fullmatch(_line(cell))) for cell in third]
    named = [at for at, cell in enumerate(names) if _line(cell)]
    alone = all(found or not _line(cell) for found, cell in zip(ids, third, strict=True))
    return bool(named) and alone and all(at < len(ids) and ids[at] for at in named)


def _is_qualtrics(names: Row, second: Row) -> bool:
    """Tell a second row by the words that stand under the platform's own columns."""
    if ([*map(_line, names[:2])], [*map(_line, second[:2])]) == _OLD_QUALTRICS:
        return True
    under = [
        _line(label) == _QUALTRICS[_line(name)]
        for name, label in zip(names, second, strict=False)
        if _line(name) in _QUALTRICS
    ]
    return len(under) >= _FEWEST_QUALTRICS and all(under)


def _is_monkey(names: Row, second: Row, third: Row) -> bool:
    """Tell a second row of options: nothing under the facts, something under every other gap."""
    # Newer exports write "respondent_id".
    heads = [_line(cell).casefold().replace("_", " ") for cell in names]
    options = [_line(cell) for cell in second]
    width = max(len(heads), len(options))
    heads += [""] * (width - len(heads))
    options += [""] * (width - len(options))
    facts = [at for at, head in enumerate(heads) if head in _MONKEY_FACTS]
    return (
        heads[0] == _MONKEY_FIRST
        and bool(facts)
        and not any(options[at] for at in (0, *facts))
        and all(head or option for head, option in zip(heads, options, strict=True))
        and any(option.casefold() in _MONKEY_OPTION for option in options)
        and _MONKEY_ID.fullmatch(_line(third[0])) is not None
    )


def _qualtrics(names: Row, labels: Row, rows: int) -> HeaderRows:
    filled = [_line(cell) for cell in labels[: len(names)]]
    filled += [""] * (len(names) - len(filled))
    found = [
        "" if label == _line(name) else label for name, label in zip(names, filled, strict=True)
    ]
    third = ", its third, the import ids, was left out" if rows > 2 else ""
    note = (
        f"The file has the layout of Qualtrics: its second row was read as question texts{third}."
    )
    return HeaderRows(names=names, labels=found, rows=rows, note=note)


def _monkey(names: Row, options: Row) -> HeaderRows:
    width = max(len(names), len(options))
    heads, under = ([*map(_line, row), *[""] * (width - len(row))] for row in (names, options))
    found: list[str] = []
    labels: list[str] = []
    question = ""
    for head, option in zip(heads, under, strict=True):
        question = head or question
        is_open = not option or option.casefold() in _MONKEY_OPEN
        found.append(question if is_open else f"{question} - {option}")
        labels.append(question if option else "")
    note = (
        "The file has the layout of SurveyMonkey: its second row was read as the options of the "
        "questions in its first."
    )
    return HeaderRows(names=found, labels=labels, rows=2, note=note)


def _line(cell: str | None) -> str:
    return "" if cell is None else " ".join(cell.split())
