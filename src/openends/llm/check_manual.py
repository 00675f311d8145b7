"""Check a coding manual that a language model returned: no code or answer is invented."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from openends.domain.codebook import Code
from openends.llm.second_try import Unusable

#: Letters of a sentence at most.
LONGEST = 400
#: Signs without width that are part of how Persian, Hindi and others are written.
_JOINERS = dict.fromkeys(map(ord, "\u00ad\u200c\u200d"))
#: Things of each kind at most; further ones are left out.
MOST_INSIDE, MOST_OUTSIDE, MOST_CASES, MOST_EXAMPLES, MOST_CODES = 4, 3, 6, 10, 2


@dataclass(frozen=True, slots=True)
class ManualCode:
    """What a manual says of one code."""

    code: str
    definition: str
    #: Kinds of statements that belong to it.
    inside: tuple[str, ...]
    #: Kinds that only seem to, each with the name of the code where they go; "" where to none.
    outside: tuple[tuple[str, str], ...]
    #: The code that it is most easily taken for, and how to tell the two apart; "" for none.
    confused_with: str
    rule: str


@dataclass(frozen=True, slots=True)
class ManualPart:
    """What one reply says of some codes."""

    codes: tuple[ManualCode, ...]
    #: What is hard to code, and the decision.
    edge_cases: tuple[tuple[str, str], ...]
    #: An answer, the names of its codes, and why.
    examples: tuple[tuple[str, tuple[str, ...], str], ...]


def check_manual(
    text: str, codes: Sequence[Code], some: Sequence[Code], answers: Collection[str]
) -> ManualPart:
    """Return what a reply says.

    Parameters
    ----------
    text:
        As the model wrote it.
    codes, some:
        The codebook, and the codes that were to be written about.
    answers:
        Those that may be quoted.

    Raises
    ------
    Unusable
        When it is no JSON of that form, a code is missing, there twice or invented, a sentence is
        empty or too long, or an example is no answer that was shown.
    """
    content = _object(_json(text), "the reply")
    names = {code.name for code in codes}
    said = [_code(entry, names) for entry in _list(content, "codes")]
    wanted = [code.name for code in some]
    if sorted(each.code for each in said) != sorted(wanted):
        raise Unusable(
            f"it must say something about each of these codes exactly once: {', '.join(wanted)}"
        )
    said.sort(key=lambda each: wanted.index(each.code))
    cases = [
        (_sentence(entry, "case"), _sentence(entry, "decision"))
        for entry in _list(content, "edge_cases")[:MOST_CASES]
    ]
    examples = [
        _example(entry, names, answers) for entry in _list(content, "examples")[:MOST_EXAMPLES]
    ]
    return ManualPart(tuple(said), tuple(cases), tuple(examples))


def _code(entry: Any, names: Collection[str]) -> ManualCode:
    told = _object(entry, "a code")
    return ManualCode(
        code=_name(told.get("code"), names),
        definition=_sentence(told, "definition"),
        inside=tuple(_words(each) for each in _list(told, "in")[:MOST_INSIDE]),
        outside=tuple(
            (_sentence(each, "what"), _name_or_none(each.get("code"), names))
            for each in map(_thing, _list(told, "out")[:MOST_OUTSIDE])
        ),
        confused_with=_name_or_none(told.get("confused_with"), names),
        rule=_words(told.get("rule"), empty=True),
    )


def _example(
    entry: Any, names: Collection[str], answers: Collection[str]
) -> tuple[str, tuple[str, ...], str]:
    told = _object(entry, "an example")
    answer = told.get("answer")
    if answer not in answers:
        raise Unusable("an example was none of the answers, letter by letter")
    given = tuple(dict.fromkeys(_name(name, names) for name in _list(told, "codes")))
    if len(given) > MOST_CODES:
        raise Unusable(f"an example had more than {MOST_CODES} codes")
    return " ".join(str(answer).split()), given, _words(told.get("why"), empty=True)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Unusable("the reply was not JSON") from None


def _object(value: Any, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Unusable(f"{what} was not an object")
    return value


def _thing(value: Any) -> dict[str, Any]:
    return _object(value, "something that does not belong to a code")


def _list(told: dict[str, Any], member: str) -> list[Any]:
    value = told.get(member)
    if not isinstance(value, list):
        raise Unusable(f"there was no list {member}")
    return value


def _sentence(told: Any, member: str) -> str:
    return _words(_object(told, f"what has a {member}").get(member))


def _words(value: Any, *, empty: bool = False) -> str:
    words = " ".join(value.split()) if isinstance(value, str) else None
    if words is None or not (words or empty):
        raise Unusable("a sentence was missing")
    if len(words) > LONGEST:
        raise Unusable(f"a sentence was longer than {LONGEST} letters")
    if not words.translate(_JOINERS).isprintable():
        raise Unusable("a sentence held signs that cannot be printed")
    return words


def _name(value: Any, names: Collection[str]) -> str:
    if not isinstance(value, str) or value not in names:
        raise Unusable(f"there is no code {json.dumps(value, default=str)[:80]}")
    return value


def _name_or_none(value: Any, names: Collection[str]) -> str:
    return "" if value == "" else _name(value, names)
