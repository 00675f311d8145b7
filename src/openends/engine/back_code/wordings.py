"""What an option may be called: its name, the parts of its name, and the words known for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from openends.domain.back_coding import Option
from openends.domain.codebook import RuleKind
from openends.engine.assign.exact import normalised

#: "TV (advertising)" is called "TV" too; "Price / cost" is called "price" and "cost".
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_BETWEEN = re.compile(r"\s*[/;|,]\s*|\s+[-–—]\s+")
#: A part of a name with fewer letters is no name: the "a" of "a/c".
_SHORTEST_PART = 3


def wordings(options: Sequence[Option], known: Mapping[str, int]) -> dict[str, int]:
    """Return, by normalised text, the number of the option that is called so.

    Parameters
    ----------
    options:
        The list without Other.
    known:
        Texts whose option was decided before; they come first.

    Notes
    -----
    A whole name is its option's. What two options are called alike is neither's: with "Radio /
    press" and "Press / magazines" on the list, "press" says too little.
    """
    whole = {normalised(option.name): option.number for option in options}
    parts: dict[str, set[int]] = {}
    for option in options:
        for text in _also(option):
            parts.setdefault(normalised(text), set()).add(option.number)
    told = {text: numbers.pop() for text, numbers in parts.items() if len(numbers) == 1}
    found = {**told, **whole, **{normalised(text): number for text, number in known.items()}}
    found.pop("", None)
    return found


def _also(option: Option) -> Iterator[str]:
    bare = _BRACKETS.sub(" ", option.name)
    yield bare
    pieces = _BETWEEN.split(bare)
    if len(pieces) > 1:
        yield from (piece for piece in pieces if sum(map(str.isalpha, piece)) >= _SHORTEST_PART)
    yield from option.examples
    for rule in option.rules:
        if rule.kind in {RuleKind.VARIANT, RuleKind.TEXT}:
            yield rule.pattern
