"""Two coders beside each other, against published examples and independent libraries."""

import dataclasses
import math
import random

import krippendorff
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score, f1_score

from openends.engine.reliability.agreement import measure_agreement
from openends.engine.reliability.two_coders import DRAWS, compare_coders

CODE_SETS = st.frozensets(st.sampled_from("ABCD"), max_size=3)
PAIRS = st.lists(st.tuples(CODE_SETS, CODE_SETS), min_size=1, max_size=25)
NOTHING_TO_SAY = (None, None, None)


def single(written):
    """Return "ab" as two responses with one code each."""
    return [frozenset(code) for code in written]


def crossed(table):
    """Return both coders' single codes from a table of counts, the first coder's in rows."""
    cells = [
        (frozenset(f"{row}"), frozenset(f"{column}"))
        for row, counts in enumerate(table)
        for column, count in enumerate(counts)
        for _ in range(count)
    ]
    return [first for first, _ in cells], [second for _, second in cells]


def parts(estimate):
    return dataclasses.astuple(estimate)


def by_name(found):
    return {code.code: code for code in found.codes}


@pytest.mark.parametrize(
    ("table", "kappa"),
    [
        # Cohen (1960), "A coefficient of agreement for nominal scales": observed .70, chance .41.
        ([[88, 14, 18], [10, 40, 10], [2, 6, 12]], 0.492),
        # Fleiss (1981), "Statistical methods for rates and proportions", 2nd edition, chapter 13.
        ([[75, 1, 4], [5, 4, 1], [0, 0, 10]], 0.676),
    ],
)
def test_kappa_of_single_codes_is_that_of_the_literature(table, kappa):
    found = compare_coders(*crossed(table))
    assert found.kappa.value == pytest.approx(kappa, abs=5e-4)
    assert found.kappa.low < kappa < found.kappa.high


def test_nominal_alpha_is_that_of_krippendorffs_example():
    # Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", part B: alpha is .692.
    found = compare_coders(single("aabbdcccedda"), single("babbbccceddd"))
    assert found.alpha_jaccard.value == pytest.approx(0.692, abs=5e-4)
    assert found.alpha_masi.value == found.alpha_jaccard.value


def test_alpha_of_a_code_is_that_of_krippendorffs_binary_example():
    # The same, part A: two observers, ten units, alpha is .095.
    first, second = (
        [frozenset("x") if value == "1" else frozenset() for value in values]
        for values in ("0100000010", "1110010000")
    )
    assert by_name(compare_coders(first, second))["x"].alpha.value == pytest.approx(0.095, abs=5e-4)


@given(PAIRS)
@settings(max_examples=60, deadline=None)
def test_figures_are_those_of_independent_libraries(pairs):
    first, second = map(list, zip(*pairs, strict=True))
    found = compare_coders(first, second, draws=10)
    known = measure_agreement(first, second)
    assert found.percent_agreement.value == known.whole_set_right
    assert found.alpha_jaccard.value == pytest.approx(known.alpha_jaccard)
    assert found.alpha_masi.value == pytest.approx(known.alpha_masi)
    sets = [["".join(sorted(given)) for given in coder] for coder in (first, second)]
    if len({*sets[0], *sets[1]}) > 1:
        assert found.kappa.value == pytest.approx(cohen_kappa_score(*sets))
    for name, code in by_name(found).items():
        theirs, ours = ([name in given for given in coder] for coder in (first, second))
        assert code.positive_agreement.value == pytest.approx(f1_score(theirs, ours))
        if any(theirs) and any(ours) and not (all(theirs) and all(ours)):
            assert code.kappa.value == pytest.approx(cohen_kappa_score(theirs, ours))
        if len({*theirs, *ours}) > 1:
            numbers = [list(map(int, theirs)), list(map(int, ours))]
            alpha = krippendorff.alpha(numbers, level_of_measurement="nominal")
            assert code.alpha.value == pytest.approx(alpha)


@given(PAIRS, st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_neither_order_of_responses_nor_of_coders_changes_a_figure(pairs, chance):
    mixed = chance.sample(pairs, len(pairs))
    found, again = (
        compare_coders(*map(list, zip(*these, strict=True)), draws=50) for these in (pairs, mixed)
    )
    assert found == again
    swapped = compare_coders([b for _, b in pairs], [a for a, _ in pairs], draws=50)
    for name in ("kappa", "alpha_jaccard", "alpha_masi", "positive_agreement"):
        assert parts(getattr(swapped, name))[0] == pytest.approx(parts(getattr(found, name))[0])


@given(PAIRS, st.integers(0, 5))
@settings(max_examples=40, deadline=None)
def test_an_interval_has_an_order_and_the_seed_decides_it(pairs, seed):
    first, second = map(list, zip(*pairs, strict=True))
    found = compare_coders(first, second, seed=seed, draws=100)
    assert found == compare_coders(first, second, seed=seed, draws=100)
    for code in found.codes:
        for figure in (code.kappa, code.alpha, code.positive_agreement, code.percent_agreement):
            assert (figure.low is None) == (figure.high is None)
            assert figure.low is None or -1 <= figure.low <= figure.high <= 1
            assert not any(value is not None and math.isnan(value) for value in parts(figure))


def test_a_code_that_nobody_gave_has_no_figure_but_full_agreement():
    code = by_name(compare_coders(single("aab"), single("abb"), codes=["never"]))["never"]
    assert (code.first, code.second, code.percent_agreement.value) == (0, 0, 1.0)
    for figure in (code.kappa, code.alpha, code.positive_agreement):
        assert parts(figure) == NOTHING_TO_SAY
    assert code.more_for_kappa is None


def test_codings_that_are_all_alike_have_no_chance_corrected_agreement():
    found = compare_coders(single("a" * 20), single("a" * 20))
    assert parts(found.kappa) == parts(found.alpha_jaccard) == NOTHING_TO_SAY
    assert found.percent_agreement.value == 1.0
    assert found.percent_agreement.low < 0.9


def test_full_agreement_has_no_interval_because_resampling_cannot_show_disagreement():
    found = compare_coders(single("ab" * 15), single("ab" * 15))
    assert parts(found.alpha_masi) == parts(found.kappa) == (1.0, None, None)
    assert found.more_for_masi is None


def test_a_code_with_too_few_responses_has_a_figure_without_an_interval():
    first = [frozenset("x"), *single("a" * 99)]
    second = [frozenset("x"), *single("a" * 98), frozenset("b")]
    code = by_name(compare_coders(first, second))["x"]
    assert parts(code.positive_agreement) == (1.0, None, None)


def test_one_response_has_figures_where_they_are_defined():
    found = compare_coders([frozenset("a")], [frozenset("b")])
    assert found.percent_agreement.value == 0.0
    assert found.positive_agreement.value == 0.0
    assert found.alpha_jaccard.value == 0.0
    assert found.kappa.value == 0.0


def test_different_or_no_responses_are_refused():
    for first, second in (([], []), (single("a"), single("ab"))):
        with pytest.raises(ValueError, match="same responses"):
            compare_coders(first, second)


def test_thousands_of_responses_and_hundreds_of_codes_are_compared():
    chance = random.Random(4)
    names = [f"code {number}" for number in range(500)]
    first = [frozenset(chance.sample(names, chance.randint(0, 3))) for _ in range(1500)]
    second = [frozenset(code for code in given if chance.random() < 0.9) for given in first]
    found = compare_coders(first, second, codes=names)
    assert (len(found.codes), found.draws) == (500, DRAWS)
    assert found.alpha_jaccard.low < found.alpha_jaccard.value < found.alpha_jaccard.high
