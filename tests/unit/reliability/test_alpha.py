"""Krippendorff's alpha of two coders who give sets of codes."""

import random

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from openends.engine.reliability.alpha import (
    jaccard_distance,
    krippendorff_alpha,
    masi_distance,
)

DISTANCES = pytest.mark.parametrize("distance", [jaccard_distance, masi_distance])
CODE_SETS = st.frozensets(st.sampled_from("ABCD"), max_size=3)
PAIRS = st.lists(st.tuples(CODE_SETS, CODE_SETS), min_size=1, max_size=12)


def sets(*written):
    """Return "AB" as the set of codes A and B, "" as the empty one."""
    return [frozenset(codes) for codes in written]


def apart(distance, one, two):
    first, second = frozenset(one), frozenset(two)
    sizes = [np.array(float(n)) for n in (len(first & second), len(first), len(second))]
    return float(distance(*sizes))


@pytest.mark.parametrize(
    ("one", "two", "jaccard", "masi"),
    [
        ("A", "A", 0, 0),
        ("", "", 0, 0),
        ("A", "B", 1, 1),
        ("A", "", 1, 1),
        ("AB", "A", 1 / 2, 1 - 2 / 3 * 1 / 2),
        ("A", "ABC", 2 / 3, 1 - 2 / 3 * 1 / 3),
        ("AB", "BC", 2 / 3, 1 - 1 / 3 * 1 / 3),
        ("ABC", "BCD", 1 / 2, 1 - 1 / 3 * 1 / 2),
    ],
)
def test_distances_of_sets_by_hand(one, two, jaccard, masi):
    assert apart(jaccard_distance, one, two) == pytest.approx(jaccard)
    assert apart(masi_distance, one, two) == pytest.approx(masi)


@DISTANCES
def test_single_codes_by_hand(distance):
    # Observed 1/4; three A and five B of eight differ in 30 of 56 ordered pairs.
    alpha = krippendorff_alpha(sets(*"AABB"), sets(*"ABBB"), distance)
    assert alpha == pytest.approx(1 - (1 / 4) / (30 / 56))


def test_sets_of_codes_by_hand_with_jaccard():
    # Observed (1/2 + 0) / 2. Of AB, B, A, B the six pairs are 1/2, 1/2, 1/2, 1, 1 and 0 apart.
    alpha = krippendorff_alpha(sets("AB", "B"), sets("A", "B"), jaccard_distance)
    assert alpha == pytest.approx(1 - (1 / 4) / (3.5 / 6))


def test_sets_of_codes_by_hand_with_masi():
    # Observed (2/3 + 0) / 2. Of AB, B, A, B the six pairs are 2/3, 2/3, 2/3, 1, 1 and 0 apart.
    alpha = krippendorff_alpha(sets("AB", "B"), sets("A", "B"), masi_distance)
    assert alpha == pytest.approx(1 - (1 / 3) / (4 / 6))


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from("ABC")), min_size=2, max_size=20))
@settings(max_examples=100, deadline=None)
def test_single_codes_give_the_nominal_alpha_of_the_krippendorff_package(pairs):
    assume(len({code for pair in pairs for code in pair}) > 1)
    theirs, ours = zip(*pairs, strict=True)
    numbers = [["ABC".index(code) for code in coder] for coder in (theirs, ours)]
    expected = krippendorff.alpha(reliability_data=numbers, level_of_measurement="nominal")
    for distance in (jaccard_distance, masi_distance):
        alpha = krippendorff_alpha(sets(*theirs), sets(*ours), distance)
        assert alpha == pytest.approx(expected)


@given(PAIRS)
@settings(max_examples=100)
def test_identical_codings_agree_perfectly_or_have_nothing_to_agree_about(pairs):
    theirs = [one for one, _ in pairs]
    wanted = 1.0 if len(set(theirs)) > 1 else None
    assert krippendorff_alpha(theirs, theirs, jaccard_distance) == wanted
    assert krippendorff_alpha(theirs, theirs, masi_distance) == wanted


@given(PAIRS)
@settings(max_examples=100)
def test_alpha_does_not_depend_on_who_is_first_nor_on_the_order_of_responses(pairs):
    theirs, ours = [one for one, _ in pairs], [two for _, two in pairs]
    forward = krippendorff_alpha(theirs, ours, masi_distance)
    swapped = krippendorff_alpha(ours[::-1], theirs[::-1], masi_distance)
    assert forward == pytest.approx(swapped) if forward is not None else swapped is None


@DISTANCES
def test_codes_dealt_out_at_random_agree_as_chance_does(distance):
    dealer = random.Random(7)
    hands = [frozenset(dealer.sample("ABCDE", dealer.randint(1, 3))) for _ in range(3_000)]
    other = dealer.sample(hands, len(hands))
    assert krippendorff_alpha(hands, other, distance) == pytest.approx(0, abs=0.05)


@DISTANCES
def test_systematic_disagreement_is_worse_than_chance(distance):
    alpha = krippendorff_alpha(sets(*"ABAB"), sets(*"BABA"), distance)
    assert alpha is not None
    assert alpha < 0


@DISTANCES
@pytest.mark.parametrize("code", ["A", "", "AB"])
def test_nothing_is_said_where_nothing_varies(distance, code):
    assert krippendorff_alpha(sets(code, code), sets(code, code), distance) is None


@DISTANCES
def test_chance_is_reckoned_within_questions(distance):
    theirs, ours = sets("A", "B", "C", "D"), sets("A", "A", "C", "D")
    # One miss. In q1 three of six pairs differ, in q2 four of six; two responses each.
    alpha = krippendorff_alpha(theirs, ours, distance, ["q1", "q1", "q2", "q2"])
    assert alpha == pytest.approx(1 - 1 / (2 * 3 / 6 + 2 * 4 / 6))
    assert alpha < krippendorff_alpha(theirs, ours, distance)


@DISTANCES
def test_questions_in_which_nothing_varies_say_nothing(distance):
    assert krippendorff_alpha(sets(*"AABB"), sets(*"AABB"), distance, list("1122")) is None


def test_many_different_sets_are_reckoned_in_blocks(monkeypatch):
    dealer = random.Random(3)
    theirs = [frozenset(dealer.sample(range(12), 3)) for _ in range(150)]
    ours = [frozenset(dealer.sample(range(12), 3)) for _ in range(150)]
    whole = krippendorff_alpha(theirs, ours, masi_distance)
    monkeypatch.setattr("openends.engine.reliability.alpha.BLOCK", 7)
    assert krippendorff_alpha(theirs, ours, masi_distance) == pytest.approx(whole)
