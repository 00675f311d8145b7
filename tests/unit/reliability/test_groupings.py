"""How well two ways of sorting responses match, whatever the groups are called."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from openends.engine.reliability.clustering import (
    COVERAGE_F1,
    CodeCoverage,
    covered_share,
    measure_coverage,
    measure_grouping,
)

LABELS = st.lists(
    st.tuples(st.sampled_from("ABC"), st.sampled_from("xyz")), min_size=1, max_size=25
)


def sets(*written):
    return [frozenset(codes) for codes in written]


def test_purity_by_hand():
    grouping = measure_grouping(list("AAABBB"), list("xxyyzz"))
    # x holds AA, y AB, z BB; A is in xx and y, B in zz and y.
    assert grouping.purity == pytest.approx(5 / 6)
    assert grouping.inverse_purity == pytest.approx(4 / 6)
    assert grouping.harmonic_purity == pytest.approx(2 * (5 / 6) * (4 / 6) / (9 / 6))


def test_one_heap_is_inversely_pure_but_not_pure():
    grouping = measure_grouping(list("AABB"), list("xxxx"))
    assert (grouping.purity, grouping.inverse_purity) == (0.5, 1)


def test_a_group_for_everyone_is_pure_but_not_inversely():
    grouping = measure_grouping(list("AABB"), list("wxyz"))
    assert (grouping.purity, grouping.inverse_purity) == (1, 0.5)


@given(LABELS)
@settings(max_examples=60, deadline=None)
def test_ari_and_nmi_are_those_of_scikit_learn(pairs):
    people, machine = zip(*pairs, strict=True)
    grouping = measure_grouping(people, machine)
    assert grouping.ari == pytest.approx(adjusted_rand_score(people, machine))
    assert grouping.nmi == pytest.approx(normalized_mutual_info_score(people, machine))


@given(LABELS)
@settings(max_examples=60, deadline=None)
def test_names_do_not_matter(pairs):
    people, _ = zip(*pairs, strict=True)
    grouping = measure_grouping(people, [f"group {label.lower()}" for label in people])
    assert (grouping.harmonic_purity, grouping.ari) == (1, 1)


@pytest.mark.parametrize(("people", "machine"), [([], []), (["A"], []), (["A"], ["x", "y"])])
def test_groupings_need_the_same_responses(people, machine):
    with pytest.raises(ValueError, match="one or more"):
        measure_grouping(people, machine)


def test_the_nearest_code_is_the_one_that_overlaps_most():
    people = sets("A", "A", "A", "B")
    machine = sets("x", "x", "y", "y")
    assert measure_coverage(people, machine) == (
        CodeCoverage(code="A", people=3, nearest="x", f1=pytest.approx(2 * 2 / (3 + 2))),
        CodeCoverage(code="B", people=1, nearest="y", f1=pytest.approx(2 * 1 / (1 + 2))),
    )


def test_a_code_that_the_machine_never_met_has_no_nearest():
    (row,) = measure_coverage(sets("A", "A"), sets("", ""))
    assert (row.nearest, row.f1) == ("", 0)


def test_codes_below_one_percent_of_the_coded_responses_are_not_wanted():
    often, rare = ["A"] * 199, ["B"]
    uncoded = [""] * 500
    rows = measure_coverage(sets(*often, *rare, *uncoded), sets(*["x"] * 700))
    assert [row.code for row in rows] == ["A"]


def test_a_code_at_one_percent_of_the_coded_responses_is_wanted():
    rows = measure_coverage(sets(*["A"] * 99, "B"), sets(*["x"] * 100))
    assert [row.code for row in rows] == ["A", "B"]


def test_the_covered_share_counts_codes_with_enough_overlap():
    rows = [
        CodeCoverage(code=str(f1), people=1, nearest="x", f1=f1)
        for f1 in (COVERAGE_F1, COVERAGE_F1 - 0.01, 1.0, 0.0)
    ]
    assert covered_share(rows) == 2 / 4


def test_nothing_is_said_of_coverage_without_codes():
    assert measure_coverage(sets("", ""), sets("x", "x")) == ()
    assert covered_share(()) is None
