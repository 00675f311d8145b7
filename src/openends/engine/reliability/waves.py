"""Two waves beside each other, code by code, with what is real of every change."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np

from openends.domain.codebook import Code
from openends.domain.wave_change import ChangeVerdict, WaveChange
from openends.engine.reliability.bridge import CodedBothWays, Wave, changes_between

#: Responses of a bridge sample below which it is said how little they can tell at best.
FEW = 100
#: Part of the smaller codebook that keeps name and number in both, from which the second codebook
#: goes back to the first, and a number tells of a code with another name that it is the same.
KEPT = 0.5
#: Codes that a note names.
_NAMED = 10
#: The normal curve holds 95 percent within this many standard deviations.
_WITHIN = 1.959963984540054

#: What belongs under the figures wherever they are shown.
METHOD = (
    "Difference estimator on a bridge sample of the second wave, coded both ways; 95% intervals. "
    "Waves are taken for independent samples and codes are judged one by one: of twenty codes "
    "without any change one is likely to show one."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ComparedWaves:
    """What changed from one wave to the next, and what of it is real."""

    #: People who answered in each wave: what percentages are parts of.
    first_base: int
    second_base: int
    #: Responses of the second wave that are coded both ways, and those that got other codes.
    bridge: int
    differing: int
    #: Of every code that anybody has, the most frequent first; named as in the second wave.
    changes: tuple[WaveChange, ...]
    #: True where the whole second wave has the codes that the first wave's coding gives.
    coded_alike: bool
    #: The outcome in a sentence.
    statement: str
    method: str = METHOD


def compare_waves(
    first: Sequence[AbstractSet[str]],
    second: Sequence[AbstractSet[str]],
    bridge: Mapping[int, AbstractSet[str]],
    later: Mapping[str, str],
) -> ComparedWaves:
    """Compare two waves code by code.

    Parameters
    ----------
    first, second:
        The codes of everyone who answered in a wave, by the wave's own coding.
    bridge:
        Codes by the first wave's coding, by places in ``second``: some drawn by chance, or all.
    later:
        The name that codes of the first wave have in the second; the others keep theirs.

    Raises
    ------
    ValueError
        When nobody answered in a wave, or the bridge is empty.
    """
    then = [frozenset(later.get(name, name) for name in codes) for codes in first]
    both = [
        CodedBothWays(frozenset(later.get(name, name) for name in codes), frozenset(second[place]))
        for place, codes in bridge.items()
    ]
    changes = changes_between(_wave(then), _wave(second), both)
    changes.sort(key=lambda change: (-max(change.first, change.second), change.code))
    differing = sum(one.before != one.after for one in both)
    alike = not differing and len(both) == len(second)
    return ComparedWaves(
        first_base=len(first),
        second_base=len(second),
        bridge=len(both),
        differing=differing,
        changes=tuple(changes),
        coded_alike=alike,
        statement=_statement(changes, len(both), alike=alike),
    )


def draw_bridge(responses: int, wanted: int, seed: int) -> list[int]:
    """Draw responses by chance, each with the same, and return their places in order.

    Parameters
    ----------
    responses:
        How many there are.
    wanted:
        How many to draw; all where there are no more.
    seed:
        The same seed draws the same.
    """
    if wanted >= responses:
        return list(range(responses))
    drawn = np.random.default_rng(seed).choice(responses, size=wanted, replace=False)
    return sorted(drawn.tolist())


def later_names(first: Sequence[Code], second: Sequence[Code]) -> dict[str, str]:
    """Return the name in the second codebook of every code of the first that is there still.

    Notes
    -----
    The same name is the same code, capitals and blanks apart, whatever its number: it is what
    readers of both tables take for the same. Numbers stay when a codebook is used again, so a code
    whose name is in one codebook only is the one that has its number in the other, under a new
    name; but only where the second codebook goes back to the first. Two codebooks that were built
    apart number their codes from 1 as well, and their numbers mean nothing.
    """
    now = {_key(code.name): code for code in second}
    later = {code.name: now[_key(code.name)].name for code in first if _key(code.name) in now}
    kept = sum(code.name in later and now[_key(code.name)].number == code.number for code in first)
    if kept >= KEPT * min(len(first), len(second)):
        then = {_key(code.name) for code in first}
        renamed = {code.number: code.name for code in second if _key(code.name) not in then}
        for code in first:
            if code.name not in later and code.number in renamed:
                later[code.name] = renamed[code.number]
    return later


def wave_notes(
    found: ComparedWaves, first: Sequence[str], second: Sequence[str], later: Mapping[str, str]
) -> tuple[str, ...]:
    """Return in sentences what should be known about codes and bridge of two compared waves.

    Parameters
    ----------
    found:
        The comparison.
    first, second:
        Names of all codes of each wave.
    later:
        As for ``compare_waves``.
    """
    shown = {change.code for change in found.changes}
    known = shown.intersection(second)
    kept = {name: later.get(name, name) for name in first}
    notes = [
        f"'{name}' is called '{now}' in the second wave; its number stayed."
        for name, now in kept.items()
        if now in known and _key(name) != _key(now)
    ]
    if gone := [now for now in kept.values() if now in shown - known]:
        notes.append(f"Codes of the first wave alone: {_listed(gone)}.")
    if new := [name for name in second if name in known.difference(kept.values())]:
        notes.append(
            f"Codes of the second wave alone: {_listed(new)}. The first wave's coding cannot give "
            "them, so all of their change is coding; whether people spoke of them before, the "
            "first wave tells when it is coded with them."
        )
    if found.bridge < min(FEW, found.second_base):
        notes.append(_few(found.bridge, found.second_base))
    return tuple(notes)


def _wave(codings: Sequence[AbstractSet[str]]) -> Wave:
    return Wave(Counter(name for codes in codings for name in codes), len(codings))


def _statement(changes: Sequence[WaveChange], bridge: int, *, alike: bool) -> str:
    verdicts = Counter(change.verdict for change in changes)
    counts = ", ".join(f"{verdict} {verdicts[verdict]:,}" for verdict in ChangeVerdict)
    told = f"Codes by verdict: {counts}."
    if not alike:
        return told
    return (
        f"Both waves are coded alike: by the first wave's coding all {bridge:,} responses of the "
        f"second have the codes that they have. Coding has no part in any change. {told}"
    )


def _few(bridge: int, base: int) -> str:
    """Say how near the coding's part can be known where the codings agree on every response."""
    best = 100 * _WITHIN / (bridge + 2) * math.sqrt(1 - bridge / base)
    many = "is 1 response" if bridge == 1 else f"has {bridge:,} responses"
    return (
        f"The bridge sample {many}: even if both codings agree on all, the coding's part is known "
        f"within {best:.0f} points only. Code more responses both ways."
    )


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()
