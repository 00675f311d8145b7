"""Find what was written beside "Other" of a closed question, and that question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from openends.domain.survey import Column
from openends.services.column_signs import SAMPLE, wordiness, written

_OTHER = r"(?:others?|oth|autres?|sonst(?:iges?)?|andere[rs]?|otr[oa]s?|altro|outr[oa]s?)"
#: "Q5_other", "Q5 other text"
_NAMED = re.compile(
    rf"(?P<stem>\S+?)(?:[_.\- ]+|(?<=\d)){_OTHER}"
    r"(?:[_.\- ]*(?:text|txt|specify|spec|verbatim|open|oe))?",
    re.IGNORECASE,
)
#: "Q5_97_TEXT", "Q5_97_other"
_NUMBERED = re.compile(
    rf"(?P<stem>\S+?)[_.\-]\d{{1,4}}[_.\-]?(?:text|txt|specify|verbatim|open|oe|{_OTHER})",
    re.IGNORECASE,
)
#: "Other (please specify)", "Autre, précisez"
_WORDED = re.compile(
    rf"\b{_OTHER}\b\W{{0,5}}(?:please |bitte |veuillez |por favor,? ?|vul )?"
    r"(?:specify|state|write in|describe|angeben|nennen|eintragen|pr[ée]cise[rz]|especifi\w+|"
    r"specificare|especificar|in\b)",
    re.IGNORECASE,
)
_ONLY_OTHER = re.compile(rf"\W*{_OTHER}\b.*", re.IGNORECASE | re.DOTALL)
#: How sure it is, by what tells the closed question.
_BY_NAME, _BY_LABEL, _BY_NEIGHBOUR, _BY_NOTHING = 0.95, 0.9, 0.6, 0.5


#: A longer name is a question, and no family of columns is larger.
_LONGEST_NAME, _LARGEST_FAMILY = 200, 200
_PLACE = re.compile(r"[_.\-]?c?\d{1,4}$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class OtherColumn:
    """A column of "Other" texts, and the columns of the closed question that it belongs to."""

    closed: tuple[str, ...]
    reason: str
    confidence: float


class OtherColumns:
    """Finds columns of "Other" texts among all columns of a file.

    A column that is only called like one needs its closed question in the file, or the words
    "please specify": "Q9_other" without any "Q9" may well be an open question.

    Parameters
    ----------
    columns:
        All columns of the file.
    taken:
        Names of columns that are no closed question: ids, dates, what nobody needs.
    """

    def __init__(self, columns: Sequence[Column], taken: Set[str]) -> None:
        self._columns = columns
        #: Columns that can be a closed question, by what their names and labels have in common.
        self._closed: dict[str, None] = {}
        self._by_stem: dict[str, list[str]] = {}
        self._by_question: dict[str, list[str]] = {}
        for column in columns:
            if column.name in taken or not written(column) or wordiness(column):
                continue
            self._closed[column.name] = None
            for stem in {_stem(column.name), column.name.strip().casefold()}:
                self._by_stem.setdefault(stem, []).append(column.name)
            if question := _question(column):
                self._by_question.setdefault(question, []).append(column.name)

    def find(self, at: int) -> OtherColumn | None:
        """Return what the column at a place belongs to; None where it holds something else."""
        column = self._columns[at]
        name = column.name.strip()
        if not _holds_texts(column):
            return None
        short = len(name) <= _LONGEST_NAME
        found = (_NUMBERED.fullmatch(name) or _NAMED.fullmatch(name)) if short else None
        if found and (closed := self._family(self._by_stem, found["stem"].casefold(), column)):
            reason = f"It is called as the Other text of {_shown(closed)}."
            return OtherColumn(closed=closed, reason=reason, confidence=_BY_NAME)
        if not (_WORDED.search(column.name) or _WORDED.search(column.label)):
            return None
        if closed := self._family(self._by_question, _question(column), column):
            reason = f"Its question is that of {_shown(closed)}, and it asks to specify Other."
            return OtherColumn(closed=closed, reason=reason, confidence=_BY_LABEL)
        if closed := self._before(at):
            reason = f"It asks to specify Other and stands behind {_shown(closed)}."
            return OtherColumn(closed=closed, reason=reason, confidence=_BY_NEIGHBOUR)
        reason = "It asks to specify Other; no closed question was found that it belongs to."
        return OtherColumn(closed=(), reason=reason, confidence=_BY_NOTHING)

    def _family(
        self, families: Mapping[str, Sequence[str]], key: str, column: Column
    ) -> tuple[str, ...]:
        """Return the closed columns that share a stem or question, without the column itself."""
        family = families.get(key, ())
        if len(family) > _LARGEST_FAMILY:
            return ()
        return tuple(name for name in family if name != column.name)

    def _before(self, at: int) -> tuple[str, ...]:
        """Return the column before, with others of its stem, if it can be a closed question."""
        if not at or self._columns[at - 1].name not in self._closed:
            return ()
        name = self._columns[at - 1].name
        family = self._family(self._by_stem, _stem(name), self._columns[at])
        return family if name in family else (name,)


def _holds_texts(column: Column) -> bool:
    """Tell texts from the 1, "yes" or "Other" of a box that was ticked."""
    cells = written(column)[:SAMPLE]
    texts = [cell for cell in cells if re.search(r"[^\W\d_]{2}", cell)]
    if not texts or len(texts) < len(cells) / 2:
        return False
    return len(set(texts)) > 1 or not _ONLY_OTHER.fullmatch(texts[0])


def _stem(name: str) -> str:
    """Return a name without the number of its option at the end."""
    return _PLACE.sub("", name.strip()).casefold()


def _question(column: Column) -> str:
    """Return the part of a label before the option, where it has one."""
    return " ".join(column.label.split(" - ", 1)[0].split()).casefold()


def _shown(names: Sequence[str]) -> str:
    first = f"'{' '.join(names[0].split())[:40]}'"
    return first if len(names) == 1 else f"{first} and {len(names) - 1} more of its columns"
