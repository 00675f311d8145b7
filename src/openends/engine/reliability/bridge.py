"""Real change or coding change: two waves that are bridged by responses coded both ways."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

from openends.domain.wave_change import Change, ChangeVerdict, WaveChange
from openends.engine.reliability.weighted_share import wilson

#: The normal curve holds 95 percent within this many standard deviations.
_WITHIN = 1.959963984540054
#: Responses that are added to a bridge sample: a half for every way to code a response.
_ADDED = 2.0


@dataclass(frozen=True, slots=True)
class Wave:
    """The published figures of a wave, by its own coding."""

    #: People with each code, by its name.
    people: Mapping[str, int]
    #: Everyone whom percentages are parts of.
    base: int


@dataclass(frozen=True, slots=True)
class CodedBothWays:
    """A response of the bridge sample: its codes by the first wave's coding and by the second's."""

    before: AbstractSet[str]
    after: AbstractSet[str]


def changes_between(
    first: Wave,
    second: Wave,
    bridge: Sequence[CodedBothWays],
    *,
    drawn_from: Literal["first", "second"] = "second",
) -> list[WaveChange]:
    """Part the change of every code's percentage into what is real and what is coding.

    Parameters
    ----------
    first, second:
        The waves.
    bridge:
        A simple random sample of the answered responses of one wave, coded both ways.
    drawn_from:
        The wave whose responses these are.

    Returns
    -------
    list of WaveChange
        One for each code of either wave or of the bridge sample, in the order of their names.

    Notes
    -----
    Difference estimator of double sampling (Cochran 1977, "Sampling techniques", chapters 7.2 and
    12): in the bridge sample the new coding gives a code to so many points more people than the
    old one. The wave as the other coding would have it is its published percentage less, or plus,
    that difference. What is left of the change is real. The error of the difference shrinks with
    the part of the wave that is in the sample and is independent of who was asked in that wave, so
    the arms of the intervals are squared and added (Zou and Donner 2008).

    The difference's interval is that of Agresti and Min (2005), "Simple improved confidence
    intervals for comparing matched proportions"; the percentages have Wilson's.
    """
    size = (second if drawn_from == "second" else first).base
    if not bridge or min(first.base, second.base) < 1 or len(bridge) > size:
        raise ValueError("A bridge sample has at least one response and at most those of its wave.")
    names = {*first.people, *second.people}
    names.update(*(response.before | response.after for response in bridge))
    return [
        _change(name, first, second, _difference(name, bridge, size), drawn_from)
        for name in sorted(names)
    ]


def _difference(name: str, bridge: Sequence[CodedBothWays], size: int) -> Change:
    """Return how many points more people have a code by the new coding than by the old one."""
    more = sum(name in one.after and name not in one.before for one in bridge)
    less = sum(name in one.before and name not in one.after for one in bridge)
    points = (more - less) / len(bridge)
    cases = len(bridge) + _ADDED
    shift = (more - less) / cases
    variance = ((more + less + _ADDED / 2) / cases - shift**2) / cases
    # Of a wave that is coded both ways throughout the difference is known.
    arm = _WITHIN * math.sqrt(variance * (1 - len(bridge) / size))
    # The interval lies around a difference that is drawn a little towards zero.
    middle = shift if len(bridge) < size else points
    return Change(points=points, low=min(points, middle - arm), high=max(points, middle + arm))


def _change(
    name: str, first: Wave, second: Wave, coding: Change, drawn_from: Literal["first", "second"]
) -> WaveChange:
    before, after = first.people.get(name, 0) / first.base, second.people.get(name, 0) / second.base
    alike_before, alike_after = before, after
    if drawn_from == "second":
        alike_after = _share(after - coding.points)
    else:
        alike_before = _share(before + coding.points)
    below, above = _arms(alike_before, first.base, alike_after, second.base)
    points = after - before - coding.points
    real = Change(
        points=points,
        low=points - math.hypot(below, coding.high - coding.points),
        high=points + math.hypot(above, coding.points - coding.low),
    )
    below, above = _arms(before, first.base, after, second.base)
    whole = Change(points=after - before, low=after - before - below, high=after - before + above)
    verdict = _verdict(whole, coding, real)
    whole, coding, real = (_in_points(change) for change in (whole, coding, real))
    return WaveChange(
        code=name,
        first=100 * before,
        second=100 * after,
        whole=whole,
        coding=coding,
        real=real,
        verdict=verdict,
        statement=_statement(name, whole, coding, real, verdict),
    )


def _share(value: float) -> float:
    return min(1.0, max(0.0, value))


def _arms(one: float, base: int, two: float, other_base: int) -> tuple[float, float]:
    """Return how far the difference of two waves' shares can be too high and too low."""
    (one_low, one_high), (two_low, two_high) = wilson(one, base), wilson(two, other_base)
    return math.hypot(two - two_low, one_high - one), math.hypot(two_high - two, one - one_low)


def _verdict(whole: Change, coding: Change, real: Change) -> ChangeVerdict:
    if real.beyond_chance:
        return ChangeVerdict.REAL
    if whole.beyond_chance and coding.beyond_chance:
        return ChangeVerdict.CODING
    # Coding that moves a figure less than chance does from wave to wave hides no change from them.
    hidden = coding.beyond_chance and abs(coding.points) > whole.margin
    if not whole.beyond_chance and not hidden:
        return ChangeVerdict.NONE
    return ChangeVerdict.UNCLEAR


def _in_points(change: Change) -> Change:
    return Change(points=100 * change.points, low=100 * change.low, high=100 * change.high)


def _statement(
    name: str, whole: Change, coding: Change, real: Change, verdict: ChangeVerdict
) -> str:
    return (
        f"'{name}' changed by {_signed(whole.points)} points: {_signed(coding.points)} by the new "
        f"coding ({_signed(coding.low)} to {_signed(coding.high)}) and {_signed(real.points)} in "
        f"what people said ({_signed(real.low)} to {_signed(real.high)}): {verdict}."
    )


def _signed(points: float) -> str:
    """Write points with their sign; nothing has none."""
    rounded = round(points, 1)
    return f"{rounded:+.1f}" if rounded else "0.0"
