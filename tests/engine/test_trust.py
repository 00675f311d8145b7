"""What a language model says of its own certainty is worth what it shows on people's decisions."""

import random

import pytest

from openends.domain.codebook import Code
from openends.domain.coding import Sentiment
from openends.engine.advice.adviser import Advice, AdvisedCode
from openends.engine.advice.trust import FEWEST, learn_trust

CODE, OTHER = Code(name="Price", number=1), Code(name="Noise", number=2)


def advice(confidence, *codes):
    return Advice(
        tuple(AdvisedCode(code, 0, 1, confidence, Sentiment.NEUTRAL) for code in codes or (CODE,))
    )


def told(chance, count=200, seed=0):
    """Return claims spread over .5 to 1, right with the chance that ``chance`` gives each."""
    draw = random.Random(seed)
    claims = [draw.uniform(0.5, 1) for _ in range(count)]
    return [
        (advice(claim), {"Price"} if draw.random() < chance(claim) else set()) for claim in claims
    ]


def test_a_model_that_boasts_is_believed_as_often_as_it_is_right():
    trust = learn_trust(told(lambda claim: claim - 0.3))
    for claim in (0.6, 0.75, 0.9):
        assert trust.probability(claim) == pytest.approx(claim - 0.3, abs=0.12)


def test_a_model_that_knows_itself_is_taken_at_its_word():
    trust = learn_trust(told(lambda claim: claim, count=2_000))
    for claim in (0.6, 0.75, 0.9):
        assert trust.probability(claim) == pytest.approx(claim, abs=0.06)


def test_more_certainty_never_means_less_trust():
    trust = learn_trust(told(lambda claim: 1.4 - claim))
    worth = [trust.probability(claim / 20) for claim in range(21)]
    assert worth == sorted(worth)


@pytest.mark.parametrize("right", [True, False])
def test_a_model_that_was_always_right_or_wrong_is_not_certain(right):
    trust = learn_trust([(advice(0.95), {"Price"} if right else {"Noise"})] * 40)
    assert 0 < trust.probability(0.95) < 1
    assert (trust.probability(0.95) > 0.8) is right
    assert (trust.answers, trust.given, trust.right) == (40, 40, 40 * right)


def test_from_a_few_codes_nothing_is_learned():
    assert learn_trust([(advice(0.9), {"Price"})] * (FEWEST - 1)) is None
    assert learn_trust([]) is None


def test_a_code_counts_as_right_where_a_person_gave_it_whatever_else_they_gave():
    trust = learn_trust([(advice(0.9, CODE, OTHER), {"Noise", "Taste"})] * 20)
    assert (trust.given, trust.right) == (40, 20)


def test_only_the_confidence_changes():
    before = advice(0.9, CODE, OTHER)
    after = learn_trust(told(lambda claim: 0.5)).honest(before)
    assert [item.code for item in after.codes] == [CODE, OTHER]
    assert all(item.confidence != 0.9 for item in after.codes)
