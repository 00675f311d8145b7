"""Two shares differ when chance does not explain it, against an independent test."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from openends.engine.tabulate.significance import differ

GROUPS = st.integers(30, 500).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))


@given(GROUPS, GROUPS, st.sampled_from([1, 3, 10]))
def test_it_is_the_chi_square_of_the_fourfold_table_with_bonferronis_correction(one, two, pairs):
    table = [[one[0], one[1] - one[0]], [two[0], two[1] - two[0]]]
    if 0 in (one[0] + two[0], table[0][1] + table[1][1]):
        assert not differ(one, two, pairs)
        return
    found = chi2_contingency(table, correction=False)
    enough = found.expected_freq.min() >= 5
    assert differ(one, two, pairs) == (enough and found.pvalue * pairs < 0.05)


@given(GROUPS, GROUPS)
def test_the_order_of_the_groups_does_not_matter(one, two):
    assert differ(one, two) == differ(two, one)


def test_of_groups_that_do_not_differ_one_in_twenty_seems_to():
    draw = random.Random(0)

    def group():
        return sum(draw.random() < 0.3 for _ in range(200)), 200

    found = sum(differ(group(), group()) for _ in range(1_000))
    assert 30 <= found <= 70


@pytest.mark.parametrize(("one", "two"), [((0, 0), (5, 50)), ((0, 0), (0, 0))])
def test_a_group_of_nobody_differs_from_none(one, two):
    assert not differ(one, two)


def test_shares_of_a_few_people_are_not_compared():
    assert not differ((4, 40), (0, 40))
    assert differ((12, 40), (0, 40))
