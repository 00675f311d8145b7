"""All suggestions for a question as a workbook or a table, whatever became of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from openends.domain.errors import OutputError
from openends.domain.suggestion import Suggestion, SuggestionStatus, SuggestionType
from openends.domain.survey import Cell
from openends.files.write_sheets import Sheet, write_sheets

ENDINGS = frozenset({".xlsx", ".csv"})
#: Columns with their widths in characters.
_COLUMNS = {
    "id": 12,
    "status": 10,
    "type": 18,
    "confidence": 11,
    "people": 8,
    "name": 28,
    "definition": 40,
    "category": 20,
    "target code": 28,
    "source code": 28,
    "include": 30,
    "exclude": 30,
    "decisions": 10,
    "right before": 10,
    "right after": 10,
    "parts": 40,
    "rationale": 60,
    "resolved at": 20,
    "resolved by": 20,
    "dismiss reason": 30,
    "response ids": 30,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedSuggestion:
    """A suggestion with what became of it."""

    id: str
    suggestion: Suggestion
    status: SuggestionStatus = SuggestionStatus.PENDING
    #: None while it is pending, and so is who resolved it.
    resolved_at: datetime | None = None
    resolved_by: str | None = None
    dismiss_reason: str = ""


def write_suggestions(
    listed: Sequence[ListedSuggestion], codes: Mapping[int, str], path: Path
) -> None:
    """Write all suggestions for a question.

    Parameters
    ----------
    listed:
        In the order in which they are to stand.
    codes:
        Names by number; a code that is gone stands by its number alone.
    path:
        .xlsx: a sheet with counts and one for each status; .csv: one table with a status column.

    Raises
    ------
    OutputError
        When the ending is another one or the file cannot be written; nothing is left behind.
    """
    ending = path.suffix.casefold()
    if ending not in ENDINGS:
        raise OutputError(f"Cannot write {path.name}: use the ending .xlsx or .csv.")
    if ending == ".csv":
        write_sheets([_table("Suggestions", listed, codes)], path)
        return
    by_status = [
        _table(status.value.capitalize(), [one for one in listed if one.status is status], codes)
        for status in SuggestionStatus
    ]
    write_sheets([_summary(listed), *by_status], path)


def _summary(listed: Sequence[ListedSuggestion]) -> Sheet:
    counts = Counter((one.suggestion.type, one.status) for one in listed)
    rows: list[list[Cell]] = []
    for kind in SuggestionType:
        by_status = [counts[kind, status] for status in SuggestionStatus]
        rows.append([kind.value, *by_status, sum(by_status)])
    totals = [sum(one.status is status for one in listed) for status in SuggestionStatus]
    rows.append(["all", *totals, len(listed)])
    header = ("type", *(status.value for status in SuggestionStatus), "all")
    return Sheet(name="Summary", header=header, rows=rows, widths=(22, 11, 11, 11, 11))


def _table(name: str, listed: Sequence[ListedSuggestion], codes: Mapping[int, str]) -> Sheet:
    return Sheet(
        name=name,
        header=tuple(_COLUMNS),
        rows=[_row(one, codes) for one in listed],
        widths=tuple(_COLUMNS.values()),
    )


def _row(one: ListedSuggestion, codes: Mapping[int, str]) -> list[Cell]:
    found, effect = one.suggestion, one.suggestion.effect
    parts = (f"{part.name} ({len(part.response_ids)}): {part.definition}" for part in found.parts)
    return [
        one.id,
        one.status.value,
        found.type.value,
        found.confidence,
        found.people,
        found.name,
        found.definition,
        found.category,
        _code(found.target_code, codes),
        _code(found.source_code, codes),
        "; ".join(found.include),
        "; ".join(found.exclude),
        None if effect is None else effect.decisions,
        None if effect is None else effect.right_before,
        None if effect is None else effect.right_after,
        "\n".join(parts),
        found.rationale,
        None if one.resolved_at is None else one.resolved_at.isoformat(timespec="seconds"),
        one.resolved_by,
        one.dismiss_reason,
        ", ".join(found.response_ids),
    ]


def _code(number: int | None, codes: Mapping[int, str]) -> str:
    return "" if number is None else f"{number} {codes.get(number, '')}".rstrip()
