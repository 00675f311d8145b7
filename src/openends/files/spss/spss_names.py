"""Names that SPSS takes for variables and sets, as near to the given ones as its rules allow."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence

#: Bytes of a name, in UTF-8.
LONGEST = 64
#: Words of SPSS's own language; no variable may be called so, in capitals or not.
_RESERVED = frozenset(
    ("all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with")
)
#: What SPSS calls so itself, with a dollar sign.
_SYSTEM = frozenset(("casenum", "date", "jdate", "length", "sysmis", "time", "width"))
#: Before what is no name by itself: 2024, _x, ALL.
_PREFIX = "V_"
_SIGNS = "._$#@"


def variable_names(names: Sequence[str]) -> list[str]:
    """Return a valid name for each variable, none twice whatever its case.

    A name that is valid stays as it is; of the others, what SPSS does not take becomes ``_``.
    """
    return _distinct(names, _RESERVED, LONGEST)


def set_names(names: Sequence[str]) -> list[str]:
    """Return a valid name for each set: as for variables, with ``$`` before it."""
    bare = [name.removeprefix("$") for name in names]
    return [f"${name}" for name in _distinct(bare, _SYSTEM, LONGEST - 1)]


def _distinct(names: Sequence[str], reserved: Collection[str], longest: int) -> list[str]:
    made = [_valid(name, reserved, longest) for name in names]
    given: dict[int, str] = {}
    taken: set[str] = set()
    # Who brings a valid name keeps it, even if another one before would become it.
    order = sorted(range(len(names)), key=lambda place: made[place] != names[place])
    next_number: dict[str, int] = {}
    for place in order:
        name = unique = made[place]
        number = next_number.get(name.casefold(), 2)
        while unique.casefold() in taken:
            ending = f"_{number}"
            unique = _cut(name, longest - len(ending)) + ending
            number += 1
        next_number[name.casefold()] = number
        taken.add(unique.casefold())
        given[place] = unique
    return [given[place] for place in range(len(names))]


def _valid(name: str, reserved: Collection[str], longest: int) -> str:
    if all(_belongs(sign) for sign in name):
        valid = name
    else:
        pieces = "".join(sign if _belongs(sign) else " " for sign in name).split()
        valid = "_".join(pieces)
    if not valid or not valid[0].isalpha() or valid.casefold() in reserved:
        valid = _PREFIX + valid
    return _cut(valid, longest)


def _belongs(sign: str) -> bool:
    """Tell whether a name may hold the sign: letters with their marks, digits and a few others."""
    category = unicodedata.category(sign)
    return category[0] in "LM" or category == "Nd" or sign in _SIGNS


def _cut(name: str, longest: int) -> str:
    """Return the name within its bytes; a point at the end would end a command of SPSS."""
    return name.encode()[:longest].decode(errors="ignore").rstrip(".")
