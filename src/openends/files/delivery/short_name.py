"""Short names of questions: what the names of their variables begin with."""

from __future__ import annotations

import re
from collections.abc import Collection

#: Longest short name, so that what is added to it fits every format.
LONGEST = 24


def short_name(text: str, taken: Collection[str]) -> str:
    """Return a name for a question's variables, made of its text: "Why_do_you_say_that".

    Parameters
    ----------
    text:
        The question or the name of its column; one that is a good name stays as it is.
    taken:
        Names that are in use, whatever their case.
    """
    words = re.findall(r"\w+", text)
    name = ""
    for word in words:
        longer = f"{name}_{word}" if name else word
        if len(longer) > LONGEST:
            break
        name = longer
    name = (name or "".join(words[:1])[:LONGEST]).strip("_") or "Q"
    if not name[0].isalpha():
        name = f"Q{name}"[:LONGEST]
    used = {other.casefold() for other in taken}
    number, unique = 1, name
    while unique.casefold() in used:
        number += 1
        ending = f"_{number}"
        unique = name[: LONGEST - len(ending)] + ending
    return unique
