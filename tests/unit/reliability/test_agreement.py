"""Agreement of two coders on sets of codes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import f1_score, precision_score, recall_score
from sklearn.preprocessing import MultiLabelBinarizer

from openends.engine.reliability.agreement import measure_agreement
from openends.engine.reliability.alpha import jaccard_distance, krippendorff_alpha, masi_distance

CODES = "ABCD"
CODE_SETS = st.frozensets(st.sampled_from(CODES), max_size=3)
PAIRS = st.lists(st.tuples(CODE_SETS, CODE_SETS), min_size=1, max_size=15)


def sets(*written):
    return [frozenset(codes) for codes in written]


def by_code(agreement):
    return {row.code: row for row in agreement.codes}


def test_agreement_by_hand():
    agreement = measure_agreement(sets("A", "AB", "C", ""), sets("A", "A", "B", ""))
    assert agreement.responses == 4
    # F1 of the pairs of sets: 1, 2/3, 0, and 1 for two empty ones.
    assert agreement.sample_f1 == pytest.approx((1 + 2 / 3 + 0 + 1) / 4)
    # Two of four mentions by people and of three by the machine are shared.
    assert agreement.micro_f1 == pytest.approx(2 * 2 / (4 + 3))
    # A 1, B 0, C 0.
    assert agreement.macro_f1 == pytest.approx(1 / 3)
    assert agreement.whole_set_right == 2 / 4
    assert (agreement.codes_people, agreement.codes_machine) == (4 / 4, 3 / 4)


def test_each_code_has_its_precision_and_recall():
    rows = by_code(measure_agreement(sets("A", "A", "A", "B"), sets("A", "A", "B", "A")))
    assert (rows["A"].people, rows["A"].machine) == (3, 3)
    assert (rows["A"].precision, rows["A"].recall, rows["A"].f1) == pytest.approx((2 / 3,) * 3)
    assert (rows["B"].precision, rows["B"].recall, rows["B"].f1) == (0, 0, 0)


def test_a_codebook_with_a_single_code_can_be_compared():
    agreement = measure_agreement(sets("A", "A", "", "A"), sets("A", "", "A", "A"))
    (row,) = agreement.codes
    assert (row.precision, row.recall, row.f1) == pytest.approx((2 / 3,) * 3)
    assert (row.people, row.machine) == (3, 3)


def test_codes_come_by_their_frequency_with_people():
    agreement = measure_agreement(sets("B", "B", "A", "A", "A"), sets("C", "D", "D", "A", "A"))
    assert [row.code for row in agreement.codes] == ["A", "B", "D", "C"]


def test_codes_that_people_never_gave_do_not_weigh_in_the_macro_mean():
    assert measure_agreement(sets("A", "A"), sets("A", "AB")).macro_f1 == 1
    assert measure_agreement(sets("A", "A"), sets("A", "AB")).micro_f1 == pytest.approx(4 / 5)


def test_two_coders_who_give_nothing_agree():
    agreement = measure_agreement(sets("", ""), sets("", ""))
    assert (agreement.sample_f1, agreement.micro_f1, agreement.macro_f1) == (1, 1, 1)
    assert (agreement.whole_set_right, agreement.alpha_jaccard, agreement.codes) == (1, None, ())


def test_codes_where_people_gave_none_are_all_wrong():
    agreement = measure_agreement(sets("", ""), sets("A", ""))
    assert (agreement.sample_f1, agreement.micro_f1, agreement.macro_f1) == (0.5, 0, 0)


def test_alpha_is_reckoned_within_questions():
    theirs, ours, groups = sets(*"ABCD"), sets(*"AACD"), ["q1", "q1", "q2", "q2"]
    agreement = measure_agreement(theirs, ours, groups)
    assert agreement.alpha_jaccard == krippendorff_alpha(theirs, ours, jaccard_distance, groups)
    assert agreement.alpha_masi == krippendorff_alpha(theirs, ours, masi_distance, groups)


@pytest.mark.parametrize(("theirs", "ours"), [([], []), (["A"], []), (["A"], ["A", "B"])])
def test_the_same_responses_are_needed_from_both(theirs, ours):
    with pytest.raises(ValueError, match="one or more"):
        measure_agreement(sets(*theirs), sets(*ours))


@given(PAIRS)
@settings(max_examples=60, deadline=None)
def test_scores_are_those_of_scikit_learn(pairs):
    theirs, ours = [one for one, _ in pairs], [two for _, two in pairs]
    binarizer = MultiLabelBinarizer(classes=list(CODES))
    truth, guess = binarizer.fit_transform(theirs), binarizer.fit_transform(ours)
    agreement = measure_agreement(theirs, ours)
    rows = by_code(agreement)
    given_codes = [code for code in CODES if code in rows]
    for score, name in ((precision_score, "precision"), (recall_score, "recall"), (f1_score, "f1")):
        expected = score(truth, guess, average=None, zero_division=0)
        for code in given_codes:
            wanted = pytest.approx(expected[CODES.index(code)])
            assert getattr(rows[code], name) == wanted
    sample = f1_score(truth, guess, average="samples", zero_division=1)
    assert agreement.sample_f1 == pytest.approx(sample)
    if given_codes:
        micro = f1_score(truth, guess, average="micro", zero_division=0)
        assert agreement.micro_f1 == pytest.approx(micro)


@given(PAIRS)
@settings(max_examples=60)
def test_perfect_agreement_scores_one_and_only_that(pairs):
    theirs, ours = [one for one, _ in pairs], [two for _, two in pairs]
    agreement = measure_agreement(theirs, ours)
    assert (agreement.whole_set_right == 1) == (theirs == ours)
    assert (agreement.sample_f1 == 1) == (theirs == ours)
    assert (agreement.micro_f1 == 1) == (theirs == ours)
