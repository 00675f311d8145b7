"""A client's own file, to which variables are added and of which nothing else changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Protocol

from openends.domain.delivery import DeliveredTable
from openends.domain.errors import ColumnProblem

#: Names that a message lists.
_SHOWN = 12


class ClientFile(Protocol):
    """A file whose cases are known by a key."""

    #: The key of each case, as ``merge_keys.key_text`` gives it.
    keys: Sequence[str]

    def merge(self, table: DeliveredTable, target: Path) -> None:
        """Write the file with further variables, a value per case in each.

        Raises
        ------
        ColumnProblem
            When it has a variable of such a name already.
        FormatProblem
            When it cannot hold a name or a text.
        OutputError
            When it cannot be written.
        """
        ...


def find_key(names: Sequence[str], key: str, source: str) -> int:
    """Return the place of the variable with the keys, capitals and blanks around it apart.

    Raises
    ------
    ColumnProblem
        When there is none, or several that differ in capitals only.
    """
    exact = [place for place, name in enumerate(names) if name == key]
    wanted = key.strip().casefold()
    found = exact or [at for at, name in enumerate(names) if name.strip().casefold() == wanted]
    if len(found) == 1:
        return found[0]
    if found:
        raise ColumnProblem(f"{source} has {len(found)} variables '{key}'; rename all but one.")
    from rapidfuzz.process import extractOne

    nearest = extractOne(key, names, processor=str.casefold, score_cutoff=60)
    hint = f" (did you mean '{nearest[0]}'?)" if nearest else ""
    more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
    raise ColumnProblem(
        f"{source} has no variable '{key}'{hint}; it has {', '.join(names[:_SHOWN])}{more}."
    )


def check_free(ours: Iterable[str], theirs: Collection[str], source: str) -> None:
    """Raise ``ColumnProblem`` when a name is taken in the client's file, in capitals or not."""
    taken = {name.strip().casefold() for name in theirs}
    clashes = [name for name in ours if name.strip().casefold() in taken]
    if clashes:
        more = f" and {len(clashes) - _SHOWN:,} more" if len(clashes) > _SHOWN else ""
        raise ColumnProblem(
            f"{source} has {', '.join(clashes[:_SHOWN])}{more} already; give the coded variables "
            "another beginning with the prefix, such as C_."
        )
