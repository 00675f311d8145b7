"""Check a codebook that a language model returned: no draft lost, no name twice."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from openends.engine.advice.adviser import DraftCode, NamedCode
from openends.llm.second_try import Unusable

#: Letters of a name, a definition and a category at most.
LONGEST_NAME, LONGEST_DEFINITION, LONGEST_CATEGORY = 80, 500, 60
#: Share of the drafts that must be left as codes: a codebook that shrinks to less was not edited
#: but written anew.
LEAST_LEFT = 0.5


def check_names(
    text: str, drafts: Sequence[DraftCode], taken: Sequence[NamedCode] = ()
) -> list[NamedCode]:
    """Return the codes of a reply.

    Parameters
    ----------
    text:
        As the model wrote it.
    drafts:
        What was to be named.
    taken:
        Codes whose names are no longer free.

    Raises
    ------
    Unusable
        When a draft is missing or there twice, a name is missing, too long or there twice, or most
        of the codebook is gone.
    """
    named = [_named(entry) for entry in _entries(text)]
    _check_drafts(named, drafts)
    names = Counter(code.name.casefold() for code in (*taken, *named))
    twice = next((name for name, count in names.items() if count > 1), None)
    if twice is not None:
        raise Unusable(f"two codes have the name {json.dumps(twice)}")
    if len(named) < LEAST_LEFT * len(drafts):
        raise Unusable(
            f"only {len(named)} codes are left of {len(drafts)}; merge only what means the same"
        )
    return named


def _entries(text: str) -> list[Any]:
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise Unusable("the reply was not JSON") from None
    entries = content.get("codes") if isinstance(content, dict) else None
    if not isinstance(entries, list):
        raise Unusable("the reply had no list of codes")
    return entries


def _named(entry: Any) -> NamedCode:
    if not isinstance(entry, dict):
        raise Unusable("a code was not an object")
    numbers = entry.get("drafts")
    if not isinstance(numbers, list) or not numbers or not all(type(it) is int for it in numbers):
        raise Unusable("a code had no list of numbers in drafts")
    return NamedCode(
        name=_words(entry, "name", LONGEST_NAME),
        definition=_words(entry, "definition", LONGEST_DEFINITION),
        category=_words(entry, "category", LONGEST_CATEGORY),
        drafts=tuple(numbers),
    )


def _words(entry: dict[str, Any], member: str, longest: int) -> str:
    value = entry.get(member)
    words = " ".join(value.split()) if isinstance(value, str) else ""
    # What cannot be printed has no place in a codebook.
    if not words or not words.isprintable():
        raise Unusable(f"a code had no {member}")
    if len(words) > longest:
        raise Unusable(f"a {member} was longer than {longest} letters")
    return words


def _check_drafts(named: Sequence[NamedCode], drafts: Sequence[DraftCode]) -> None:
    counts = Counter(number for code in named for number in code.drafts)
    for draft in drafts:
        count = counts.pop(draft.code.number, 0)
        if count != 1:
            where = "in no code" if count == 0 else "there more than once"
            raise Unusable(f"draft {draft.code.number} was {where}")
    if counts:
        raise Unusable(f"there is no draft {min(counts)}")
