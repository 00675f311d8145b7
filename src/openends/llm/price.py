"""What a language model costs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from openends.domain.errors import ConfigProblem

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens."""

    input: float
    output: float

    def cost(self, input_tokens: int, output_tokens: int) -> float:
        """Return the US dollars for so many tokens."""
        return (input_tokens * self.input + output_tokens * self.output) / _MILLION


def parse_price(text: str) -> Price:
    """Read a price that somebody wrote as "INPUT/OUTPUT", US dollars for a million tokens.

    Raises
    ------
    ConfigProblem
        When it is written otherwise.
    """
    found = re.fullmatch(r"\s*(\d{1,6}(?:\.\d{1,6})?)\s*/\s*(\d{1,6}(?:\.\d{1,6})?)\s*", text)
    if not found:
        raise ConfigProblem(
            f"The price is '{text[:40]}'; write US dollars for a million tokens of input and of "
            "output, as 0.25/2."
        )
    return Price(float(found[1]), float(found[2]))


def known_price(model: str) -> Price | None:
    """Return the listed price of a model such as "openai:gpt-5-mini"; None where none is known.

    The list comes with the ``genai-prices`` package and is not fetched: it is as old as that.
    """
    from genai_prices import Usage, calc_price

    provider, _, name = model.partition(":")
    try:
        # Small amounts: some prices rise with the length of a call.
        told = calc_price(
            Usage(input_tokens=1_000, output_tokens=1_000), name, provider_id=provider
        )
    except LookupError:
        return None
    return Price(float(told.input_price) * 1_000, float(told.output_price) * 1_000)
