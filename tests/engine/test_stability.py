"""Whether a model's codes hang on the order and the words in which they are offered."""

import pytest

from openends.domain.codebook import Code
from openends.domain.coding import Sentiment
from openends.engine.advice.adviser import Advice, AdvisedCode, Asked
from openends.engine.advice.stability import MOST, code_stability

CODES = tuple(
    Code(name=name, number=at, definition=f"About {name}.")
    for at, name in ((1, "Price"), (2, "Noise"), (3, "Taste"))
)
ASKED = [Asked(f"answer {at}", CODES) for at in range(20)]


def says(*codes):
    return Advice(tuple(AdvisedCode(code, 0, 1, 0.9, Sentiment.NEUTRAL) for code in codes))


class Scripted:
    """Codes by ``decide``, told the answer and its choices in the order of their numbers."""

    def __init__(self, decide, reworded=None):
        self.decide, self.reworded, self.asked = decide, reworded, []

    def advise(self, asked, question, progress=None):
        self.asked.append(list(asked))
        return [
            self.decide(each, sorted(each.choices, key=lambda code: code.number)) for each in asked
        ]

    def reword(self, codes):
        return self.reworded


def stability(adviser, asked=ASKED, **options):
    told = adviser.advise(asked, "")
    return {each.code: each for each in code_stability(asked, told, adviser, "", **options)}


def test_a_model_that_reads_only_the_answer_is_wholly_stable():
    held = stability(Scripted(lambda each, _: says(CODES[int(each.text[7:]) % 3])))
    assert {each.score for each in held.values()} == {1.0}
    assert sum(each.answers for each in held.values()) == len(ASKED)


def test_a_model_that_takes_what_comes_first_is_not_stable_at_all():
    held = stability(Scripted(lambda each, choices: says(choices[0])))
    # Kept in another order of answers, lost in another order of codes.
    assert {name: each.score for name, each in held.items()} == {"Price": 0.5, "Taste": 0.0}


def test_a_model_that_heeds_the_company_of_an_answer_is_not_stable():
    class Copying(Scripted):
        def advise(self, asked, question, progress=None):
            self.asked.append(list(asked))
            return [says(CODES[int(asked[0].text[7:]) % 2])] * len(asked)

    held = stability(Copying(None))
    assert held["Price"].score == 0.5


def test_a_code_that_hangs_on_its_definition_is_the_least_stable():
    def decide(each, choices):
        price, noise = (next(c for c in choices if c.name == name) for name in ("Price", "Noise"))
        return says(noise) if price.definition != "About Price." else says(price, noise)

    adviser = Scripted(decide, {"Price": "What it costs."})
    told = adviser.advise(ASKED, "")
    held = code_stability(ASKED, told, adviser, "")
    # Wholly kept in both other orders, wholly lost in other words.
    assert [(each.code, each.score) for each in held] == [("Price", 0.667), ("Noise", 1.0)]


def test_the_order_of_answers_is_reversed_then_that_of_codes_and_nothing_else():
    adviser = Scripted(lambda each, _: says())
    stability(adviser)
    first, backwards, turned = adviser.asked
    assert backwards == first[::-1]
    assert [each.text for each in turned] == [each.text for each in first]
    offered = sorted(turned[0].choices, key=lambda code: code.number)
    assert [code.name for code in offered] == ["Taste", "Noise", "Price"]
    assert [code.definition for code in offered] == ["About Taste.", "About Noise.", "About Price."]


def test_at_most_so_many_answers_are_asked_about_again_and_none_without_advice():
    many = [Asked(f"answer {at}", CODES) for at in range(4 * MOST)]
    adviser = Scripted(lambda each, _: says(CODES[0]) if int(each.text[7:]) % 2 else None)
    stability(adviser, many)
    again = adviser.asked[1]
    assert len(again) == MOST
    assert all(int(each.text[7:]) % 2 for each in again)


@pytest.mark.parametrize("told", [[], [None, None]])
def test_without_advice_there_is_nothing_to_try(told):
    adviser = Scripted(lambda each, _: says(CODES[0]))
    assert code_stability(ASKED[: len(told)], told, adviser, "") == ()
