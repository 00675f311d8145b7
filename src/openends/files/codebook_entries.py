"""From the entries of a codebook file to codes, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from difflib import get_close_matches
from typing import Any

from openends.domain.codebook import RESERVED_NUMBERS, Code, Rule, RuleKind
from openends.domain.errors import CodebookProblem
from openends.domain.sentiment import Sentiment
from openends.files.codebook_cells import joined, split_rules
from openends.files.codebook_values import items_of, plain, text_of, texts_of
from openends.files.limits import CODES, PHRASE_LETTERS, PHRASES

#: What is read of a code; tables may have other columns beside.
FIELDS = frozenset(
    "name label code number definition description include exclude category net examples rules "
    "variants sentiment".split()
)
#: Similarity from which an unknown field is taken for a misspelt one.
MISSPELT = 0.8

_NUMBER = re.compile(r"(\d{1,9})(?:\.0+)?", re.ASCII)


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
        raise CodebookProblem(
            f"{source} has {len(entries):,} codes; shorten it to at most {CODES:,}."
        )
    mapped = [_mapping(entry, _where(at, source)) for at, entry in enumerate(entries, start=1)]
    numbers = [_number(entry, _where(at, source)) for at, entry in enumerate(mapped, start=1)]
    taken = {number for number in numbers if number is not None} | RESERVED_NUMBERS
    free = (number for number in range(1, 10**9) if number not in taken)
    return tuple(
        _code(entry, next(free) if number is None else number, _where(at, source))
        for at, (entry, number) in enumerate(zip(mapped, numbers, strict=True), start=1)
    )


def entry_from_code(code: Code) -> dict[str, Any]:
    """Return what a codebook file holds of a code; empty fields are left out."""
    entry: dict[str, Any] = {"name": code.name, "number": code.number}
    if code.definition:
        entry["definition"] = code.definition
    if code.include:
        entry["include"] = list(code.include)
    if code.exclude:
        entry["exclude"] = list(code.exclude)
    if code.category:
        entry["category"] = code.category
    if code.examples:
        entry["examples"] = list(code.examples)
    if code.rules:
        entry["rules"] = [{"kind": str(rule.kind), "pattern": rule.pattern} for rule in code.rules]
    if code.sentiment:
        entry["sentiment"] = str(code.sentiment)
    return entry


def row_from_code(code: Code) -> list[str | int]:
    """Return a code as a row of a table, cells as in ``write_codebook.FIELDS``."""
    return [
        code.number,
        code.name,
        code.category,
        code.definition,
        joined(code.include),
        joined(code.exclude),
        joined(code.examples),
        joined(f"{rule.kind}: {rule.pattern}" for rule in code.rules),
        str(code.sentiment or ""),
    ]


def _where(position: int, source: str) -> str:
    return f"Code {position} of {source}"


def _mapping(entry: Any, where: str) -> dict[str, Any]:
    if isinstance(entry, str):
        return {"name": entry}
    if not isinstance(entry, Mapping):
        raise CodebookProblem(f"{where} is not an entry with a 'name'; write 'name: ...'.")
    mapping = {" ".join(plain(key).split()).casefold(): value for key, value in entry.items()}
    check_spelling(mapping.keys(), FIELDS, where)
    return mapping


def check_spelling(keys: Iterable[str], known: Set[str], where: str) -> None:
    """Raise ``CodebookProblem`` for a field that is nearly a known one; others are left alone."""
    given = set(keys)
    for key in sorted(given - known):
        meant = get_close_matches(key, known - given, n=1, cutoff=MISSPELT)
        if meant:
            raise CodebookProblem(
                f"{where} has the field '{key}', which is not known; write '{meant[0]}' or "
                "delete it."
            )


def _code(entry: Mapping[str, Any], number: int, where: str) -> Code:
    key = next((key for key in ("name", "label", "code") if key in entry), None)
    if key is None:
        raise CodebookProblem(f"{where} has no 'name'; give every code one.")
    name = text_of(entry[key], key, where)
    if not name:
        raise CodebookProblem(f"{where} has an empty name; name it or delete the row.")
    return Code(
        name=name,
        number=number,
        definition=text_of(entry.get("definition", entry.get("description")), "definition", where),
        include=_phrases(entry.get("include"), "include", where),
        exclude=_phrases(entry.get("exclude"), "exclude", where),
        category=text_of(entry.get("category", entry.get("net")), "category", where),
        examples=tuple(texts_of(entry.get("examples"), "examples", where)),
        rules=(*_rules(entry.get("rules"), where), *_variants(entry.get("variants"), where)),
        sentiment=_sentiment(entry.get("sentiment"), where),
    )


def _number(entry: Mapping[str, Any], where: str) -> int | None:
    given = entry.get("number")
    named = "name" in entry or "label" in entry
    if given is None and named and _NUMBER.fullmatch(plain(entry.get("code"))):
        given = entry["code"]
    text = plain(given)
    if not text:
        return None
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise CodebookProblem(
            f"{where} has the number '{text[:40]}'; use a whole number or leave it out."
        )
    return int(match.group(1))


def _sentiment(given: Any, where: str) -> Sentiment | None:
    text = text_of(given, "sentiment", where).casefold()
    if text and text not in set(Sentiment):
        raise CodebookProblem(
            f"{where} has the sentiment '{text[:40]}'; write positive, negative, neutral or mixed, "
            "or leave it out."
        )
    return Sentiment(text) if text else None


def _rules(given: Any, where: str) -> Iterable[Rule]:
    items = split_rules(given) if isinstance(given, str) else items_of(given, "rules", where)
    for item in items:
        if isinstance(item, Mapping) and len(item) == 1 and "kind" not in item:
            # "- phrase: too loud" without quotation marks is a mapping to YAML.
            kind, pattern = next((plain(key), plain(value)) for key, value in item.items())
        elif isinstance(item, Mapping):
            kind, pattern = plain(item.get("kind")), plain(item.get("pattern"))
        else:
            kind, _, pattern = (part.strip() for part in plain(item).partition(":"))
        kind = kind.casefold()
        if kind not in set(RuleKind) or not pattern:
            raise CodebookProblem(
                f"{where} has the rule '{kind}: {pattern}'; write text, phrase, regex or variant, "
                "a colon, and what to look for."
            )
        rule = Rule(kind=RuleKind(kind), pattern=pattern)
        _check_pattern(rule, where)
        yield rule


def _check_pattern(rule: Rule, where: str) -> None:
    if rule.kind is not RuleKind.REGEX:
        return
    import regex

    try:
        regex.compile(rule.pattern)
    except RecursionError:
        raise CodebookProblem(
            f"{where} has a regular expression of {len(rule.pattern):,} letters that is nested too "
            f"deep ('{rule.pattern[:40]}...'); simplify it."
        ) from None
    except regex.error as error:
        raise CodebookProblem(
            f"{where} has the rule 'regex: {rule.pattern}', which is not a regular expression "
            f"({error}); correct it."
        ) from error


def _variants(given: Any, where: str) -> Iterable[Rule]:
    for text in texts_of(given, "variants", where):
        yield Rule(kind=RuleKind.VARIANT, pattern=" ".join(text.split()))


def _phrases(given: Any, field: str, where: str) -> tuple[str, ...]:
    """Return what belongs to a code or does not, each phrase on one line."""
    phrases = tuple(" ".join(text.split()) for text in texts_of(given, field, where))
    if len(phrases) > PHRASES:
        raise CodebookProblem(
            f"{where} has {len(phrases):,} phrases under '{field}'; keep the {PHRASES} that tell "
            "most."
        )
    if longest := next((text for text in phrases if len(text) > PHRASE_LETTERS), None):
        raise CodebookProblem(
            f"{where} has a phrase of {len(longest):,} letters under '{field}' "
            f"('{longest[:40]}...'); write at most {PHRASE_LETTERS}."
        )
    return phrases
