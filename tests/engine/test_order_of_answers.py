"""The order of a file must not matter: the same answers get the same codes."""

import random

import pytest

import openends
from openends.domain.codebook import Code, Codebook
from openends.domain.response import Response
from openends.files import read_survey
from openends.sample import survey_path

CODES = Codebook(
    codes=tuple(
        Code(name=name, number=at)
        for at, name in enumerate(
            ("Price", "Noise", "Taste", "Cleaning", "Water tank", "Design"), 1
        )
    )
)
SPELLINGS = ("too LOUD", "Too loud!", "too loud", "too loud", "TOO LOUD")


@pytest.fixture(scope="module")
def responses():
    texts = [str(cell or "") for cell in read_survey(survey_path()).column("improve").values]
    return [Response(id=str(at), text=text) for at, text in enumerate((*texts[:200], *SPELLINGS))]


def told(result):
    """Return everything but the order of the codings."""
    return sorted(
        (coding.response_id, coding.mentions, coding.sentiment, coding.runner_up)
        for coding in result.codings
    )


@pytest.mark.parametrize("codebook", [CODES, None], ids=["given", "built"])
def test_the_same_answers_in_another_order_get_the_same_codes(responses, codebook):
    turned = random.Random(0).sample(responses, len(responses))
    one = openends.code(responses, codebook=codebook, language="auto")
    other = openends.code(turned, codebook=codebook, language="auto")
    assert other.codebook == one.codebook
    assert told(other) == told(one)
