"""Codings by the machine beside what people said about the same responses."""

import pytest

from openends.domain.codebook import Code
from openends.domain.coding import Coding, Evidence, Layer, Mention, Sentiment
from openends.domain.response import ResponseStatus
from openends.engine.reliability.against_people import (
    UNCODED,
    compare_assigned,
    compare_codebooks,
    compare_tones,
    given_codes,
    main_code,
)

POS, NEG, NEU = Sentiment.POSITIVE, Sentiment.NEGATIVE, Sentiment.NEUTRAL


def sets(*written):
    return [frozenset(codes) for codes in written]


def coding(*codes, sentiment=NEU, **more):
    """Return a coding with codes written as "A", or "A.7" for a confidence of 0.7."""
    mentions = tuple(
        Mention(
            code=Code(name=code[0], number=ord(code[0])),
            sentiment=sentiment,
            confidence=float(code[1:] or 0.5),
            layer=Layer.MODEL,
            evidence=Evidence.of("x", 0, 1),
        )
        for code in codes
    )
    status = ResponseStatus.CODED if codes else ResponseStatus.OTHER
    more.setdefault("needs_review", False)
    return Coding(
        response_id="r", text="x", status=status, mentions=mentions, sentiment=sentiment, **more
    )


def test_the_given_codes_are_the_names_of_the_mentions():
    assert given_codes(coding("A", "B")) == {"A", "B"}
    assert given_codes(coding()) == set()


def test_the_main_code_is_the_most_certain_one():
    assert main_code(coding("A.3", "B.9", "C.5")) == "B"
    assert main_code(coding()) == UNCODED


def test_assigned_codes_are_compared_by_name():
    report = compare_assigned(sets("A", "AB", ""), [coding("A"), coding("A"), coding()])
    assert report.agreement.whole_set_right == pytest.approx(2 / 3)
    assert report.agreement.sample_f1 == pytest.approx((1 + 2 / 3 + 1) / 3)


def test_the_piles_with_and_without_review_are_compared_apart():
    codings = [coding("A"), coding("B", needs_review=True), coding("A", needs_review=True)]
    report = compare_assigned(sets("A", "A", "A"), codings)
    assert report.needs_review == pytest.approx(2 / 3)
    assert (report.outside_review.responses, report.outside_review.whole_set_right) == (1, 1)
    assert (report.inside_review.responses, report.inside_review.whole_set_right) == (2, 0.5)


def test_a_pile_that_is_empty_is_not_compared():
    assert compare_assigned(sets("A"), [coding("A")]).inside_review is None


def test_confidence_is_compared_with_whether_people_gave_the_code():
    report = compare_assigned(sets("A", "A"), [coding("A.8", "B.2"), coding("A.9")])
    (low, middle, high) = report.calibration.bins
    assert (low.confidence, low.agreement) == (0.2, 0)
    assert (middle.agreement, high.agreement) == (1, 1)


def test_the_most_doubtful_quarter_is_searched_for_responses_without_a_right_code():
    # Two of eight are read again: the one at .1, and the one that fits no code.
    codings = [coding("A.9"), coding("B.1"), coding(), *(coding("A.8") for _ in range(5))]
    people = sets("A", "A", "A", "B", "A", "A", "A", "A")
    assert compare_assigned(people, codings).wrong_in_quarter == pytest.approx(2 / 3)
    assert compare_assigned(sets("A"), [coding("A")]).wrong_in_quarter is None


def test_a_response_with_one_right_code_of_two_is_not_wrong_altogether():
    assert compare_assigned(sets("AB"), [coding("A.1", "C.1")]).wrong_in_quarter is None


def test_a_machine_that_gave_no_code_has_no_calibration():
    assert compare_assigned(sets("A"), [coding()]).calibration is None


def test_questions_are_kept_apart_in_alpha():
    people, codings = sets(*"ABCD"), [coding(code) for code in "AACD"]
    together = compare_assigned(people, codings).agreement.alpha_jaccard
    apart = compare_assigned(people, codings, ["1", "1", "2", "2"]).agreement.alpha_jaccard
    assert apart < together


def test_codebooks_are_compared_on_responses_with_one_code_by_people():
    report = compare_codebooks(
        sets("A", "A", "B", "AB", ""), sets("x", "x", "y", "y", ""), ["x", "x", "y", "y", UNCODED]
    )
    assert report.responses == 5
    assert report.grouping.responses == 3
    assert report.grouping.harmonic_purity == 1
    assert (report.codes_people, report.codes_machine) == (2, 2)
    assert report.left_uncoded == 1 / 5
    assert report.coverage == 1


def test_without_single_codes_there_is_no_grouping_to_compare():
    report = compare_codebooks(sets("AB", ""), sets("x", ""), ["x", UNCODED])
    assert report.grouping is None


def test_tones_of_responses_are_compared_where_people_told_them():
    codings = [coding("A", sentiment=POS), coding("A", sentiment=POS), coding("A", sentiment=NEG)]
    report = compare_tones([POS, NEG, None], [{}, {}, {}], codings)
    assert (report.response_two.compared, report.response_two.accuracy) == (2, 0.5)
    assert report.mention_two is None


def test_tones_of_mentions_are_compared_where_both_gave_the_code():
    codings = [coding("A", "B", sentiment=POS), coding(sentiment=NEG)]
    report = compare_tones([None, None], [{"A": POS, "C": NEG}, {"A": POS}], codings)
    assert (report.mention_three.compared, report.mention_three.accuracy) == (1, 1)
    assert report.response_three is None


def test_a_machine_that_tells_no_tone_is_taken_for_neutral():
    silent = Coding(response_id="r", text="x", status=ResponseStatus.OTHER)
    report = compare_tones([NEU, POS], [{}, {}], [silent, silent])
    assert report.response_three.accuracy == 0.5
