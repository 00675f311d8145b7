"""Multiple-response sets in a .sav file, as SPSS stores them: a record that ReadStat cannot write.

The layout is that of record 7, subtype 7 in "System File Format" of the PSPP developer's guide.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from openends.domain.delivery import MultipleResponseSet
from openends.files.spss.sav_records import extension

_SUBTYPE = 7


def response_sets(sets: Sequence[MultipleResponseSet], short_names: Mapping[str, str]) -> bytes:
    """Return the record of all sets; nothing when there are none.

    Parameters
    ----------
    sets:
        Under names and with variables as the file has them.
    short_names:
        The file's name of at most eight letters for each variable.
    """
    if not sets:
        return b""
    return extension(_SUBTYPE, b"".join(set_line(each, short_names) for each in sets))


def set_line(
    each: MultipleResponseSet,
    short_names: Mapping[str, str],
    encoded: Callable[[str], bytes] = str.encode,
) -> bytes:
    """Return ``$name=D1 1 11 What did you like? a b``; C and no counted value for categories.

    Parameters
    ----------
    each, short_names:
        As ``response_sets`` takes them.
    encoded:
        Gives a text as the file writes it.
    """
    label = encoded(each.label)
    counted = "" if each.counted is None else str(each.counted)
    kind = f"D{len(counted)} {counted}" if counted else "C"
    members = " ".join(short_names[name].lower() for name in each.variables)
    return encoded(each.name) + f"={kind} {len(label)} ".encode() + label + f" {members}\n".encode()
