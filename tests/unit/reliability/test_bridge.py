"""Two waves under two codings: what of a change is real, and what is coding."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openends.domain.wave_change import ChangeVerdict
from openends.engine.reliability.bridge import CodedBothWays, Wave, changes_between

NONE, PRICE = frozenset(), frozenset({"Price"})


def bridge(both=0, more=0, less=0, neither=0):
    """Return responses that both codings give the code, only the new, only the old, or none."""
    return [
        *[CodedBothWays(PRICE, PRICE)] * both,
        *[CodedBothWays(NONE, PRICE)] * more,
        *[CodedBothWays(PRICE, NONE)] * less,
        *[CodedBothWays(NONE, NONE)] * neither,
    ]


def price(first, second, sample, **more):
    (change,) = changes_between(
        Wave({"Price": first}, 1000), Wave({"Price": second}, 1000), sample, **more
    )
    return change


def test_a_worked_example():
    # Wave 1: 200 of 1,000, 20%. Wave 2, new codebook: 300 of 1,000, 30%. Of 200 responses of wave 2
    # coded both ways 24 have the code by the new coding only and 4 by the old one only.
    # By coding: (24 - 4) / 200 = 10 points. Real: 30 - 20 - 10 = 0.
    # Interval of the coding's part, a half added to each of the four cells: 202 cases,
    # difference 20 / 202 = .09901, variance ((24 + 4 + 1) / 202 - .09901^2) / 202 = .00066216,
    # times 1 - 200 / 1000 is .00052973, its root .023016, times 1.96 is .04511.
    # So .09901 - .04511 = 5.39 to .09901 + .04511 = 14.41.
    change = price(200, 300, bridge(both=40, more=24, less=4, neither=132))
    assert (change.first, change.second) == (pytest.approx(20), pytest.approx(30))
    assert change.whole.points == pytest.approx(10)
    assert change.coding.points == pytest.approx(10)
    assert (change.coding.low, change.coding.high) == pytest.approx((5.39, 14.41), abs=0.01)
    assert change.real.points == pytest.approx(0)
    # Wilson at 20% of 1,000, for both waves alike: 17.64 to 22.59. Up: 2.59 of the one, 2.36 of
    # the other, 10 - 5.39 of the bridge: the root of the squares is 5.79. Down: the same with
    # 14.41 - 10 is 5.63.
    assert change.real.low == pytest.approx(-5.63, abs=0.02)
    assert change.real.high == pytest.approx(5.79, abs=0.02)
    assert change.verdict is ChangeVerdict.CODING
    assert change.statement == (
        "'Price' changed by +10.0 points: +10.0 by the new coding (+5.4 to +14.4) and 0.0 in what "
        "people said (-5.6 to +5.8): coding change."
    )


def test_codings_that_agree_leave_a_real_change():
    change = price(200, 300, bridge(both=60, neither=140))
    assert change.coding.points == 0
    assert change.real.points == pytest.approx(10)
    assert change.verdict is ChangeVerdict.REAL


def test_a_change_that_the_new_coding_hides_is_found():
    change = price(300, 300, bridge(both=40, more=30, neither=130))
    assert not change.whole.beyond_chance
    assert change.real.points == pytest.approx(-15)
    assert change.verdict is ChangeVerdict.REAL


def test_a_small_bridge_cannot_tell():
    change = price(200, 260, bridge(both=4, more=1, neither=15))
    assert change.whole.beyond_chance
    assert change.verdict is ChangeVerdict.UNCLEAR


def test_what_stays_within_chance_is_no_change():
    assert price(200, 205, bridge(both=40, neither=160)).verdict is ChangeVerdict.NONE


def test_a_code_that_the_old_codebook_lacks_is_a_coding_change():
    change = price(0, 100, bridge(more=20, neither=180))
    assert change.coding.points == pytest.approx(change.whole.points)
    assert change.verdict is ChangeVerdict.CODING


def test_the_bridge_may_be_drawn_from_either_wave():
    sample = bridge(both=40, more=24, less=4, neither=132)
    later, earlier = (price(200, 300, sample, drawn_from=wave) for wave in ("second", "first"))
    assert earlier.real.points == pytest.approx(later.real.points)
    # By the new coding both waves are at 30%, where chance has more room than at 20%.
    assert earlier.real.margin > later.real.margin


def test_a_wave_coded_both_ways_throughout_leaves_no_doubt_about_coding():
    change = price(200, 300, bridge(both=250, more=50, less=10, neither=690))
    assert change.coding.low == change.coding.points == change.coding.high == pytest.approx(4)


@pytest.mark.parametrize("sample", [[], bridge(neither=1001)])
def test_a_bridge_without_responses_or_with_more_than_its_wave_is_refused(sample):
    with pytest.raises(ValueError, match="bridge sample"):
        price(200, 300, sample)


@given(
    st.integers(0, 500),
    st.integers(0, 500),
    st.tuples(*[st.integers(0, 60)] * 3, st.integers(1, 60)),
)
@settings(max_examples=100, deadline=None)
def test_the_parts_make_up_the_whole_and_lie_in_their_intervals(first, second, cells):
    change = price(first, second, bridge(*cells))
    assert change.coding.points + change.real.points == pytest.approx(change.whole.points)
    for part in (change.whole, change.coding, change.real):
        assert part.low - 1e-9 <= part.points <= part.high + 1e-9


@pytest.mark.parametrize("drawn_from", ["first", "second"])
def test_the_interval_holds_the_real_change_in_nineteen_of_twenty_simulated_studies(drawn_from):
    # The old coding finds 70% of a code and adds 2%, the new one 90% and 4%.
    chance = np.random.default_rng(11)
    true_before, true_after, asked, checked = 0.20, 0.27, 800, 150
    real = 100 * (true_after - true_before) * (0.7 - 0.02)
    if drawn_from == "first":
        real = 100 * (true_after - true_before) * (0.9 - 0.04)
    held = 0
    for _ in range(400):
        waves = []
        for true in (true_before, true_after):
            has = chance.random(asked) < true
            old = chance.random(asked) < np.where(has, 0.7, 0.02)
            new = chance.random(asked) < np.where(has, 0.9, 0.04)
            waves.append((old, new))
        old, new = waves[drawn_from == "second"]
        sample = [
            CodedBothWays(PRICE if old[at] else NONE, PRICE if new[at] else NONE)
            for at in chance.choice(asked, checked, replace=False)
        ]
        (change,) = changes_between(
            Wave({"Price": int(waves[0][0].sum())}, asked),
            Wave({"Price": int(waves[1][1].sum())}, asked),
            sample,
            drawn_from=drawn_from,
        )
        held += change.real.low <= real <= change.real.high
    assert 0.93 <= held / 400 <= 0.99


def test_coding_that_is_known_and_smaller_than_chance_between_the_waves_hides_nothing():
    # The whole wave is coded both ways: one point is by coding, for sure, of half a point in all.
    small = price(200, 205, bridge(both=195, more=10, neither=795))
    assert small.coding.beyond_chance
    assert small.verdict is ChangeVerdict.NONE
    large = price(200, 205, bridge(both=140, more=65, neither=795))
    assert large.verdict is ChangeVerdict.REAL
