"""From the entries of a codebook file to codes, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openends.domain.codebook import RESERVED_NUMBERS, Code, Rule, RuleKind
from openends.domain.errors import CodebookProblem
from openends.files.limits import CODES

#: Stands between examples or rules in a cell of a table.
SEPARATOR = " | "


def codes_from_entries(entries: Sequence[Any], source: str) -> tuple[Code, ...]:
    """Return the codes; those without a number get the next free one.

    Parameters
    ----------
    entries:
        One mapping per code, keys as in ``entry_from_code``; ``label`` stands for ``name`` where
        ``code`` holds a number or an id, as tools of the trade write it. A mere text is a name.
    source:
        Name of the file, for messages.

    Raises
    ------
    CodebookProblem
        When an entry has no name or a field that cannot be used.
    """
    if len(entries) > CODES:
        raise CodebookProblem(f"{source} has {len(entries):,} codes; at most {CODES:,} are taken.")
    mapped = [{"name": entry} if isinstance(entry, str) else entry for entry in entries]
    for position, entry in enumerate(mapped, start=1):
        if not isinstance(entry, Mapping):
            raise CodebookProblem(
                f"Code {position} of {source} is not an entry with a 'name'; write 'name: ...'."
            )
    numbers = [_number(entry, f"Code {at} of {source}") for at, entry in enumerate(mapped, 1)]
    taken = {number for number in numbers if number is not None}
    free = (number for number in range(1, 10**9) if number not in taken | RESERVED_NUMBERS)
    return tuple(
        _code(entry, next(free) if number is None else number, f"Code {position} of {source}")
        for position, (entry, number) in enumerate(zip(mapped, numbers, strict=True), start=1)
    )


def entry_from_code(code: Code) -> dict[str, Any]:
    """Return what a codebook file holds of a code; empty fields are left out."""
    entry: dict[str, Any] = {"name": code.name, "number": code.number}
    if code.definition:
        entry["definition"] = code.definition
    if code.category:
        entry["category"] = code.category
    if code.examples:
        entry["examples"] = list(code.examples)
    if code.rules:
        entry["rules"] = [{"kind": str(rule.kind), "pattern": rule.pattern} for rule in code.rules]
    return entry


def _code(entry: Mapping[str, Any], number: int, where: str) -> Code:
    key = next((key for key in ("name", "label", "code") if key in entry), None)
    if key is None:
        raise CodebookProblem(f"{where} has no 'name'; give every code one.")
    name = _text(entry[key])
    if not name:
        raise CodebookProblem(f"{where} has an empty name; name it or delete the row.")
    return Code(
        name=name,
        number=number,
        definition=_text(entry.get("definition", entry.get("description"))),
        category=_text(entry.get("category", entry.get("net"))),
        examples=tuple(_listed(entry.get("examples"))),
        rules=(*_rules(entry.get("rules"), where), *_variants(entry.get("variants"))),
    )


def _number(entry: Mapping[str, Any], where: str) -> int | None:
    given = entry.get("number")
    if given is None and any(key in entry for key in ("name", "label")):
        given = entry.get("code")
        if not _text(given).isdigit():
            return None
    if given is None or not _text(given):
        return None
    try:
        return int(float(given)) if float(given).is_integer() else int(_text(given))
    except (TypeError, ValueError, OverflowError) as error:
        raise CodebookProblem(
            f"{where} has the number '{given}'; use a whole number or leave it out."
        ) from error


def _rules(given: Any, where: str) -> Iterable[Rule]:
    for item in _listed(given):
        if isinstance(item, Mapping):
            kind, pattern = _text(item.get("kind")), _text(item.get("pattern"))
        else:
            kind, _, pattern = (part.strip() for part in item.partition(":"))
        if kind not in set(RuleKind) or not pattern:
            raise CodebookProblem(
                f"{where} has the rule '{kind}: {pattern}'; write text, phrase, regex or variant, "
                "a colon, and what to look for."
            )
        yield Rule(kind=RuleKind(kind), pattern=pattern)


def _variants(given: Any) -> Iterable[Rule]:
    return (Rule(kind=RuleKind.VARIANT, pattern=_text(item)) for item in _listed(given))


def _listed(given: Any) -> list[Any]:
    if isinstance(given, str):
        return [part.strip() for part in given.split(SEPARATOR.strip()) if part.strip()]
    if isinstance(given, (list, tuple)):
        return [item if isinstance(item, Mapping) else _text(item) for item in given if item]
    return []


def _text(value: Any) -> str:
    """Return a field as text on one line; a spreadsheet's 3.0 is 3."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).replace("\x00", "").split())
