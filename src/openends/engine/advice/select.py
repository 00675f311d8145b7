"""Select the answers that are worth asking a language model about."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from openends.domain.codebook import Code, Codebook
from openends.domain.coding import doubt
from openends.domain.result import ENOUGH_REVIEWED
from openends.engine.advice.adviser import Asked
from openends.engine.assign.arbiter import Verdict
from openends.engine.assign.assign import CHOICES
from openends.engine.assign.exact import normalised
from openends.engine.prepare.prepare import Answer

#: Probability that no code of an answer is right, from which on it is asked about.
DOUBTFUL = 0.4
#: Codebooks up to this many codes are shown whole: the model sees then what it decides against.
SHORT_CODEBOOK = 15
#: Confident answers that are asked about all the same, to estimate what the rest would change, and
#: how many there must be for it.
SAMPLE, FEWEST_CONFIDENT = 40, 200
#: Answers that people decided, on which the model is compared with them, at most.
COMPARED = 60


@dataclass(frozen=True, slots=True)
class Selection:
    """Distinct answers, by their positions, for each reason to ask about them."""

    #: Nothing that this machine gives them is likely right; the most doubtful first.
    doubtful: list[int]
    #: All others that may be asked about.
    confident: list[int]
    #: Drawn from the confident ones.
    sample: list[int]
    #: People decided them: the model shows on them how often it says what people say.
    compared: list[int]


def doubtful_answers(verdicts: Sequence[Verdict], least: float = DOUBTFUL) -> list[int]:
    """Return the indices of the answers in doubt, the most doubtful first.

    Parameters
    ----------
    verdicts:
        One per distinct answer. What a person decided is never in doubt.
    least:
        Probability that no code of an answer is right, from which on it is in doubt.
    """
    doubts = {
        at: doubt(verdict.status, [candidate.confidence for candidate in verdict.candidates])
        for at, verdict in enumerate(verdicts)
        if _is_free(verdict)
    }
    return sorted((at for at in doubts if doubts[at] >= least), key=lambda at: -doubts[at])


def select(
    answers: Sequence[Answer],
    verdicts: Sequence[Verdict],
    codebook: Codebook,
    among: Collection[int],
    seed: int = 0,
) -> Selection:
    """Select the answers to ask about.

    Parameters
    ----------
    answers, verdicts:
        All distinct answers and their codes.
    codebook:
        Answers that are examples in it are no test: the model is shown them.
    among:
        The answers whose codes may be changed, by their positions.
    seed:
        Of the draw.
    """
    doubtful = [at for at in doubtful_answers(verdicts) if at in among]
    free = {at for at in among if _is_free(verdicts[at])}
    confident = sorted(free - {*doubtful})
    shown = {normalised(text) for code in codebook for text in code.examples}
    decided = [
        at
        for at, (answer, verdict) in enumerate(zip(answers, verdicts, strict=True))
        if verdict.decided and normalised(answer.text) not in shown
    ]
    return Selection(
        doubtful=doubtful,
        confident=confident,
        sample=_draw(confident, SAMPLE, FEWEST_CONFIDENT, seed),
        compared=_draw(decided, COMPARED, ENOUGH_REVIEWED, seed),
    )


def _is_free(verdict: Verdict) -> bool:
    """Tell whether a model may decide it: no person has, and it was told by closeness."""
    return bool(verdict.choices) and not verdict.decided


def _draw(positions: Sequence[int], most: int, fewest: int, seed: int) -> list[int]:
    if len(positions) < fewest:
        return []
    chance = random.Random(seed)  # noqa: S311 - a draw that can be repeated
    return sorted(chance.sample(positions, min(most, len(positions))))


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


def ask_blind(answer: Answer, codebook: Codebook) -> Asked:
    """Return an answer with all codes, in an order that tells nothing of what people gave it."""
    return Asked(answer.text, codebook.codes, answer.language)


def _choices(verdict: Verdict, codebook: Codebook, *, whole: bool) -> tuple[Code, ...]:
    if not whole and len(codebook) <= SHORT_CODEBOOK:
        return codebook.codes
    given = [candidate.code for candidate in verdict.candidates]
    ranked = list(dict.fromkeys([*given, *verdict.choices, *(codebook.codes if whole else ())]))
    return tuple(ranked if whole else ranked[: max(CHOICES, len(given))])
