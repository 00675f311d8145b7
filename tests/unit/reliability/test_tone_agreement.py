"""Agreement on the tone of responses and mentions."""

import pytest

from openends.domain.coding import Sentiment
from openends.engine.reliability.tones import THREE, TWO, measure_tones

POS, NEG, NEU, MIX = (
    Sentiment.POSITIVE, Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.MIXED,
)  # fmt: skip


def test_accuracy_and_macro_f1_by_hand():
    agreement = measure_tones([(POS, POS), (POS, POS), (POS, NEG), (NEG, NEG)], TWO)
    assert (agreement.compared, agreement.accuracy) == (4, 3 / 4)
    # Positive: precision 1, recall 2/3; negative: precision 1/2, recall 1.
    assert agreement.macro_f1 == pytest.approx((4 / 5 + 2 / 3) / 2)


def test_what_people_told_otherwise_is_left_out():
    told = [(POS, POS), (NEU, POS), (MIX, POS)]
    assert measure_tones(told, TWO).compared == 1
    assert measure_tones(told, THREE).compared == 2


def test_neutral_of_the_machine_is_a_miss_between_two_tones():
    assert measure_tones([(POS, NEU), (NEG, NEG)], TWO).accuracy == 0.5


def test_mixed_of_the_machine_is_neutral_where_that_is_a_choice():
    assert measure_tones([(NEU, MIX)], THREE).accuracy == 1
    assert measure_tones([(POS, MIX)], TWO).accuracy == 0


def test_tones_that_people_never_told_do_not_weigh_in_the_macro_mean():
    agreement = measure_tones([(POS, POS), (POS, NEG)], THREE)
    assert agreement.macro_f1 == pytest.approx(2 / 3)


@pytest.mark.parametrize("told", [[], [(MIX, POS)]])
def test_nothing_is_said_where_people_told_none_of_the_tones(told):
    assert measure_tones(told, THREE) is None
