"""What a language model costs is looked up, or said by whoever pays."""

import pytest

from openends.domain.errors import ConfigProblem
from openends.llm.price import Price, known_price, parse_price


def test_a_listed_price_is_for_a_million_tokens():
    price = known_price("openai:gpt-5-mini")
    assert price.cost(1_000_000, 0) == pytest.approx(price.input)
    assert 0 < price.input < price.output < 1_000


@pytest.mark.parametrize("model", ["openai:no-such-model", "nobody:gpt-5-mini", "openai:"])
def test_an_unlisted_model_has_no_price(model):
    assert known_price(model) is None


def test_a_price_is_written_as_two_numbers():
    assert parse_price(" 0.25 / 2 ") == Price(0.25, 2.0)


@pytest.mark.parametrize(
    "text", ["", "2", "a/b", "-1/2", "1/2/3", "1e9/2", "0.25,2", "1/" + "9" * 99]
)
def test_a_price_that_cannot_be_read_is_refused_with_an_example(text):
    with pytest.raises(ConfigProblem, match=r"as 0\.25/2"):
        parse_price(text)
