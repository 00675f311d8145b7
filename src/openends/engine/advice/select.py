"""Select the answers that are worth asking a language model about."""

from __future__ import annotations

from collections.abc import Sequence

from openends.domain.codebook import Code, Codebook
from openends.domain.coding import doubt
from openends.engine.advice.adviser import Asked
from openends.engine.assign.arbiter import Verdict
from openends.engine.assign.assign import CHOICES
from openends.engine.prepare.prepare import Answer

#: Probability that no code of an answer is right, from which on it is asked about.
DOUBTFUL = 0.4
#: Codebooks up to this many codes are shown whole: the model sees then what it decides against.
SHORT_CODEBOOK = 15


def doubtful_answers(verdicts: Sequence[Verdict], least: float = DOUBTFUL) -> list[int]:
    """Return the indices of the answers to ask about, the most doubtful first.

    Parameters
    ----------
    verdicts:
        One per distinct answer. What a person decided is never asked about.
    least:
        Doubt from which on an answer is asked about.
    """
    doubts = [
        doubt(verdict.status, [candidate.confidence for candidate in verdict.candidates])
        for verdict in verdicts
    ]
    asked = [
        position
        for position, verdict in enumerate(verdicts)
        if verdict.choices and not verdict.decided and doubts[position] >= least
    ]
    return sorted(asked, key=lambda position: -doubts[position])


def ask_about(
    answer: Answer, verdict: Verdict, codebook: Codebook, *, whole: bool = False
) -> Asked:
    """Return an answer with the codes that the model is to choose among.

    Parameters
    ----------
    whole:
        True to offer all codes, the likeliest first.
    """
    return Asked(answer.text, _choices(verdict, codebook, whole=whole), answer.language)


def _choices(verdict: Verdict, codebook: Codebook, *, whole: bool) -> tuple[Code, ...]:
    if not whole and len(codebook) <= SHORT_CODEBOOK:
        return codebook.codes
    given = [candidate.code for candidate in verdict.candidates]
    ranked = list(dict.fromkeys([*given, *verdict.choices, *(codebook.codes if whole else ())]))
    return tuple(ranked if whole else ranked[: max(CHOICES, len(given))])
