"""Percentages corrected by a checked sample, with a margin that covers both errors."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openends.engine.reliability.intervals import share_interval
from openends.engine.reliability.verification_draw import CodedCase, draw_sample
from openends.engine.reliability.verification_result import CheckedCase, measure_checked
from openends.engine.reliability.weighted_share import wilson

SETS = st.frozensets(st.sampled_from("ABC"), max_size=2)
#: True share of two codes, and how well a machine codes them.
TRUE = np.array([0.25, 0.08])
FINDS, ADDS = 0.8, 0.03


def case(coded, right, probability=1.0):
    return CheckedCase(coded=frozenset(coded), right=frozenset(right), probability=probability)


def counted(cases):
    return {code: sum(code in one.coded for one in cases) for code in "ABC"}


@given(st.lists(st.tuples(SETS, SETS), min_size=1, max_size=60))
@settings(max_examples=150, deadline=None)
def test_with_everything_checked_the_corrected_share_is_exactly_the_checkers(pairs):
    cases = [case(coded, right) for coded, right in pairs]
    for row in measure_checked(cases, counted(cases), len(cases)):
        theirs = sum(row.code in one.right for one in cases)
        both = sum(row.code in one.right & one.coded for one in cases)
        assert row.corrected.value == theirs / len(cases)
        assert (row.corrected.low, row.corrected.high) == pytest.approx(
            share_interval(theirs, len(cases)), abs=1e-9
        )
        if row.people:
            assert row.precision.value == row.precision.low == both / row.people
        if theirs and 0 < row.people < len(cases):
            assert row.recall.value == pytest.approx(both / theirs)
            assert row.recall.low == pytest.approx(row.recall.high)


@given(st.lists(st.tuples(SETS, SETS), min_size=1, max_size=60), st.integers(1, 60))
@settings(max_examples=150, deadline=None)
def test_intervals_hold_their_figure_and_stay_between_0_and_1(pairs, size):
    everyone = [case(coded, right) for coded, right in pairs]
    drawn = draw_sample([CodedCase(codes=one.coded) for one in everyone], size, 0)
    cases = [
        case(everyone[one.place].coded, everyone[one.place].right, one.probability) for one in drawn
    ]
    for row in measure_checked(cases, counted(everyone), len(everyone)):
        for figure in (row.corrected, row.precision, row.recall):
            if figure.low is not None:
                assert -1e-9 <= figure.low <= figure.value + 1e-9
                assert figure.value - 1e-9 <= figure.high <= 1 + 1e-9
        assert row.margin >= 0


def test_a_sample_without_a_mistake_still_leaves_room_for_mistakes():
    cases = [case("A", "A", 0.1)] * 10 + [case("", "", 0.1)] * 40
    (row,) = (one for one in measure_checked(cases, {"A": 100}, 500) if one.code == "A")
    assert (row.precision.value, row.recall.value) == (1.0, 1.0)
    assert row.precision.low < 0.8
    assert row.recall.low < 0.9
    assert row.corrected.value == pytest.approx(0.2)
    assert row.margin > (share_interval(100, 500)[1] - share_interval(100, 500)[0]) / 2


def test_a_code_that_only_the_checker_gives_is_counted():
    cases = [case("", "B", 0.5), *[case("A", "A", 0.5)] * 4]
    (row,) = (one for one in measure_checked(cases, {"A": 8}, 10) if one.code == "B")
    assert (row.coded, row.recall.value, row.precision.value) == (0.0, 0.0, None)
    assert row.corrected.value == pytest.approx(0.2)


def test_a_code_with_no_checked_response_is_estimated_from_the_whole_sample():
    (row,) = measure_checked([case("", "", 0.1)] * 10, {"A": 5}, 100)
    assert (row.corrected.value, row.precision.value, row.recall.value) == (0.0, None, None)
    assert row.corrected.high > 0.05


def test_no_checked_response_is_refused():
    with pytest.raises(ValueError, match="checked"):
        measure_checked([], {"A": 1}, 10)


@pytest.mark.parametrize(("count", "total"), [(0, 20), (1, 29), (81, 263), (20, 20)])
def test_the_interval_of_a_plain_sample_is_wilsons(count, total):
    assert wilson(count / total, total) == pytest.approx(share_interval(count, total), abs=1e-12)


def study(chance, responses, size, seed):
    """Return true and coded decisions of a survey, the sample's rows, and its cases."""
    right = chance.random((responses, 2)) < TRUE
    coded = np.where(right, chance.random(right.shape) < FINDS, chance.random(right.shape) < ADDS)
    sets = [
        [frozenset(np.array(["A", "B"])[row].tolist()) for row in rows] for rows in (coded, right)
    ]
    drawn = draw_sample([CodedCase(codes=one) for one in sets[0]], size, seed)
    cases = [case(sets[0][one.place], sets[1][one.place], one.probability) for one in drawn]
    return right, coded, [one.place for one in drawn], cases


def test_corrected_shares_precision_and_recall_hold_the_truth_in_nine_of_ten_studies_or_more():
    chance = np.random.default_rng(5)
    held = dict.fromkeys(["corrected A", "corrected B", "precision A", "recall A", "recall B"], 0)
    studies = 300
    for seed in range(studies):
        right, coded, _, cases = study(chance, 600, 150, seed)
        people = dict(zip("AB", coded.sum(axis=0).tolist(), strict=True))
        rows = {row.code: row for row in measure_checked(cases, people, 600)}
        both, given, true = (right & coded).sum(axis=0), coded.sum(axis=0), right.sum(axis=0)
        truth = {"corrected A": TRUE[0], "corrected B": TRUE[1], "precision A": both[0] / given[0]}
        truth |= {"recall A": both[0] / true[0], "recall B": both[1] / true[1]}
        for name, value in truth.items():
            figure, code = name.split()
            found = getattr(rows[code], figure)
            held[name] += found.low <= value <= found.high
    assert all(0.90 <= count / studies <= 0.98 for count in held.values()), held


def test_the_way_of_correcting_comes_nearer_the_truth_than_the_alternatives():
    chance = np.random.default_rng(8)
    errors = {name: [] for name in ("corrected", "direct", "rogan-gladen", "as coded")}
    for seed in range(150):
        right, coded, places, cases = study(chance, 600, 100, seed)
        weights = np.array([1 / one.probability for one in cases])
        yes, given = right[places, 0], coded[places, 0]
        truth, share = right[:, 0].mean(), coded[:, 0].mean()
        sensitivity = weights[yes & given].sum() / weights[yes].sum()
        specificity = weights[~yes & ~given].sum() / weights[~yes].sum()
        people = dict(zip("AB", coded.sum(axis=0).tolist(), strict=True))
        rows = {row.code: row for row in measure_checked(cases, people, 600)}
        estimates = {
            "corrected": rows["A"].corrected.value,
            "direct": weights[yes].sum() / weights.sum(),
            "rogan-gladen": (share + specificity - 1) / (sensitivity + specificity - 1),
            "as coded": share,
        }
        for name, value in estimates.items():
            errors[name].append(value - truth)
    size = {name: float(np.sqrt(np.mean(np.square(these)))) for name, these in errors.items()}
    assert size["corrected"] == min(size.values()), size
    assert abs(float(np.mean(errors["corrected"]))) < 0.005
