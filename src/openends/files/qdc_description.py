"""The description of a code in a codebook exchange: what the format has no fields for, in lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from openends.domain.codebook import Code, RuleKind
from openends.domain.sentiment import Sentiment
from openends.files.codebook_entries import entry_from_code

#: What a line begins with, the field that its rest belongs to, and what the rest must look like.
_LABELS = (
    ("Definition", "definition", ".+"),
    ("Number", "number", r"\d{1,9}"),
    ("Include", "include", ".+"),
    ("Exclude", "exclude", ".+"),
    ("Example", "examples", ".+"),
    ("Rule", "rules", rf"(?:{'|'.join(RuleKind)}):.+"),
    ("Sentiment", "sentiment", "|".join(Sentiment)),
)
_LINES = tuple((field, re.compile(rf"\s*{label}:\s*({rest})\s*")) for label, field, rest in _LABELS)
_BREAK = re.compile(r"[\r\n]+")
#: Fields with a line for each of their texts.
_SEVERAL = frozenset({"include", "exclude", "examples", "rules"})


def description_of(code: Code) -> str:
    """Return a code's definition, and a line for everything else that is known of it."""
    entry = entry_from_code(code)
    definition = str(entry.get("definition", ""))
    lines = [definition] if definition and _labelled(definition) is None else []
    for label, field, _ in _LABELS:
        if field == "definition" and lines:
            continue
        given = entry.get(field)
        for item in given if isinstance(given, list) else [given] if given is not None else ():
            text = f"{item['kind']}: {item['pattern']}" if field == "rules" else str(item)
            lines.append(f"{label}: {' '.join(_BREAK.split(text))}")
    return "\n".join(lines)


def fields_of(description: str) -> dict[str, Any]:
    """Return the fields of a code that a description tells; other words are its definition."""
    fields: dict[str, Any] = {}
    words: list[str] = []
    for field, text in _read(description):
        if field in _SEVERAL:
            fields.setdefault(field, []).append(text)
        elif field == "definition":
            words.append(text)
        else:
            fields[field] = text
    return fields | ({"definition": " ".join(words)} if words else {})


def _read(description: str) -> Iterator[tuple[str, str]]:
    for line in _BREAK.split(description):
        if line.strip():
            yield _labelled(line) or ("definition", line.strip())


def _labelled(line: str) -> tuple[str, str] | None:
    for field, form in _LINES:
        if found := form.fullmatch(line):
            return field, found.group(1)
    return None
