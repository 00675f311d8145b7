"""What an answer says in the words of a code."""

import numpy as np
import pytest

from openends.domain.codebook import Code
from openends.domain.response import Response
from openends.engine.assign.prototypes import pieces
from openends.engine.assign.wording import GAIN, fit_wording
from openends.engine.embed import Embedded
from openends.engine.prepare.prepare import prepare

CODES = (
    Code(number=1, name="Delivery", definition="late parcels, shipping costs"),
    Code(number=2, name="Staff friendliness", definition="polite, helpful"),
    Code(number=3, name="Opening hours", examples=("closed on Sundays",)),
)
TEXTS = (
    "shipping costs",
    "the staf were not frendly",
    "it was closed on sundays, and polite staff",
    "alles wunderbar",
)


def read(*texts):
    answers = prepare([Response(id=text, text=text) for text in texts], language="en").answers
    counts = [len(answer.clauses) for answer in answers]
    first = np.cumsum([0, *counts[:-1]]).astype(np.intp)
    nothing = np.zeros(0, np.intp)
    return Embedded(answers, {}, nothing, nothing, first, nothing, nothing)


@pytest.fixture(scope="module")
def wording():
    return fit_wording(read(*TEXTS), CODES)


@pytest.fixture(scope="module")
def gain(wording):
    return wording.gain(read(*TEXTS))


def test_a_part_of_a_definition_word_for_word_gains_all(gain):
    assert gain[0].tolist() == pytest.approx([GAIN, 0, 0], abs=0.3)


def test_misspelt_words_are_found(gain):
    assert gain[1].argmax() == 1
    assert gain[1, 1] > 0.1 * GAIN


def test_every_clause_speaks_for_its_own_code(gain):
    assert gain[2, 2] > 0.5 * GAIN
    assert gain[2, 1] > 0.25 * GAIN


def test_another_language_gains_next_to_nothing(gain):
    assert gain[3].max() < 0.1 * GAIN


@pytest.mark.parametrize("text", TEXTS)
def test_what_an_answer_gains_depends_on_no_other(wording, gain, text):
    assert np.array_equal(wording.gain(read(text))[0], gain[TEXTS.index(text)])


def test_what_a_code_includes_is_compared_as_a_part_of_its_definition_and_what_it_excludes_is_not():
    plain = Code(name="Price", number=1, definition="fees, tips")
    listed = Code(name="Price", number=1, definition="fees", include=("tips",), exclude=("parts",))
    assert pieces(listed) == pieces(plain) == ["Price", "fees", "tips"]
    alone = Code(name="Price", number=1, include=("tips",), exclude=("parts",))
    assert pieces(alone) == ["Price", "tips"]
