"""How likely it is that a person agrees with a suggestion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp

from openends.domain.suggestion import SuggestionType

#: No suggestion is certain, and none that is made is hopeless.
LOWEST, HIGHEST = 0.02, 0.98


@dataclass(frozen=True, slots=True)
class Odds:
    """A logistic model: the log odds of being right as a sum of weighed figures."""

    intercept: float
    weights: Mapping[str, float]


#: Fitted on 54 damaged codebooks of nine sets, and rounded: 490 new codes of which people's codes
#: agreed with 152, 336 splits (60), 53 corrections (35). Merges were fitted anew when answers got
#: more codes, on 5,450 pairs of codes (38), and their odds drawn together (C = 1). Of 68 new
#: definitions 41 were right, and nothing told which: their odds hardly vary, and are set lower
#: because only 2 of 9 further ones were. Checked on other draws by benchmarks/suggestions.py.
ODDS = {
    SuggestionType.NEW_CODE: Odds(-6.3, {"openness": 3.5, "beyond": 6.6, "people": 0.7}),
    SuggestionType.MERGE_CODES: Odds(-2.75, {"confused": 2.9, "closeness": 4.5, "codes": -0.85}),
    SuggestionType.UPDATE_DEFINITION: Odds(-0.9, {"clear": 0.3}),
    SuggestionType.SPLIT_CODE: Odds(-4.0, {"between": 7.8, "centres": -3.2, "people": 0.66}),
    SuggestionType.ASSIGN_EXISTING: Odds(-1.5, {"share": 1.45, "margin": 0.6}),
}


def likelihood(kind: SuggestionType, **figures: float) -> float:
    """Return the estimated probability, 0 to 1, that a suggestion is right.

    Parameters
    ----------
    kind:
        Of the suggestion.
    figures:
        What speaks for it, by the names in ``ODDS``.
    """
    odds = ODDS[kind]
    total = odds.intercept + sum(odds.weights[name] * value for name, value in figures.items())
    probability = 1 / (1 + exp(-total))
    return round(min(HIGHEST, max(LOWEST, probability)), 3)
