"""Join chosen candidates that mean the same, so that no two codes do."""

from __future__ import annotations

from collections.abc import Sequence

from openends.engine.induce.candidates import Candidates
from openends.engine.induce.phrases import content

#: Closeness of two candidates from which they mean the same.
SAME = 0.7
#: The same where one name holds all words of the other: "war" and "war in Iraq".
SAME_WORDS = 0.5

#: The same for two themes of different categories: "Noise" of a product and "Peace and quiet" of a
#: place are one thing to these people. Within a category themes were written to be told apart.
SAME_THEMES = 0.6


def merge_alike(candidates: Candidates, chosen: Sequence[int]) -> list[tuple[int, ...]]:
    """Return the chosen candidates in groups of one meaning, the one that names a group first.

    Parameters
    ----------
    candidates:
        All themes and phrases.
    chosen:
        Those that were selected, the one that covers most first.

    Notes
    -----
    A theme names a group before a phrase does: somebody has thought about its name. Groups grow
    around the candidate that covers most; candidates are not joined in chains.
    """
    groups: list[list[int]] = []
    for number in chosen:
        group = next((group for group in groups if _alike(candidates, group[0], number)), None)
        if group is None:
            groups.append([number])
        else:
            group.append(number)
    return [
        tuple(sorted(group, key=lambda number: candidates.theme(number) is None))
        for group in groups
    ]


def _alike(candidates: Candidates, one: int, other: int) -> bool:
    if one in candidates.wanted and other in candidates.wanted:
        return False
    closeness = float(candidates.rows[one] @ candidates.rows[other])
    first, second = candidates.theme(one), candidates.theme(other)
    if first is not None and second is not None:
        return first.category != second.category and closeness >= SAME_THEMES
    fewer, more = sorted((_words(candidates, one), _words(candidates, other)), key=len)
    return closeness >= (SAME_WORDS if fewer and fewer <= more else SAME)


def _words(candidates: Candidates, number: int) -> set[str]:
    theme = candidates.theme(number)
    return content(candidates.phrase(number).text if theme is None else theme.name["en"])
