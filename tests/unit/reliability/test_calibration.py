"""Whether confidence means what it says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openends.engine.reliability.calibration import CalibrationBin, measure_calibration

MENTIONS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40)


def test_bins_hold_equally_many_mentions_from_the_least_to_the_most_certain():
    calibration = measure_calibration([0.9, 0.1, 0.8, 0.3], [True, False, False, True], bins=2)
    assert calibration.bins == (
        CalibrationBin(
            mentions=2, lowest=0.1, highest=0.3, confidence=pytest.approx(0.2), agreement=0.5
        ),
        CalibrationBin(
            mentions=2, lowest=0.8, highest=0.9, confidence=pytest.approx(0.85), agreement=0.5
        ),
    )


def test_the_error_is_the_mean_gap_weighted_by_mentions():
    calibration = measure_calibration([0.2, 0.2, 0.9], [False, False, True], bins=2)
    # Two mentions are off by 0.2, one by 0.1.
    assert calibration.error == pytest.approx((2 * 0.2 + 1 * 0.1) / 3)


def test_honest_confidence_has_no_error():
    assert measure_calibration([0.5] * 4, [True, False, True, False], bins=1).error == 0


def test_there_are_no_more_bins_than_mentions():
    assert len(measure_calibration([0.5, 0.6], [True, True]).bins) == 2


def test_ranking_is_the_share_of_pairs_whose_right_mention_is_surer():
    # Right .9 and .3, wrong .5 and .3: surer in two pairs of four, as sure in one.
    ranking = measure_calibration([0.9, 0.5, 0.3, 0.3], [True, False, True, False]).ranking
    assert ranking == pytest.approx((2 + 0.5) / 4)


@pytest.mark.parametrize("agreed", [True, False])
def test_nothing_is_ranked_where_all_mentions_are_right_or_all_wrong(agreed):
    assert measure_calibration([0.9, 0.5], [agreed, agreed]).ranking is None


def test_sure_mentions_are_those_at_eight_tenths_or_more():
    calibration = measure_calibration([0.8, 0.95, 0.79], [True, False, False])
    assert calibration.sure_agreement == 0.5
    assert measure_calibration([0.79], [True]).sure_agreement is None


def test_nothing_is_said_without_mentions():
    assert measure_calibration([], []) is None


def test_every_mention_needs_a_verdict():
    with pytest.raises(ValueError, match="one verdict"):
        measure_calibration([0.5], [])


@given(MENTIONS, st.integers(1, 12))
@settings(max_examples=100, deadline=None)
def test_every_mention_is_in_one_bin(mentions, bins):
    confidences, agreed = zip(*mentions, strict=True)
    calibration = measure_calibration(confidences, agreed, bins)
    sizes = [row.mentions for row in calibration.bins]
    assert sum(sizes) == len(mentions)
    assert max(sizes) - min(sizes) <= 1
    assert 0 <= calibration.error <= 1
    right = sum(row.agreement * row.mentions for row in calibration.bins)
    assert right == pytest.approx(sum(agreed))
    edges = [edge for row in calibration.bins for edge in (row.lowest, row.highest)]
    assert edges == sorted(edges)
    pairs = [
        (sure > doubtful) + (sure == doubtful) / 2
        for sure, right in mentions
        for doubtful, wrong in mentions
        if right and not wrong
    ]
    assert calibration.ranking == (pytest.approx(sum(pairs) / len(pairs)) if pairs else None)
