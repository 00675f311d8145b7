"""What people say that no code covers: for who applies a codebook again and would not edit it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openends.domain.codebook import Codebook, CodingType
from openends.domain.coding import Coding
from openends.engine.induce.themes import LANGUAGES
from openends.engine.read_question import ReadQuestion
from openends.engine.refine.coded_answers import coded_answers
from openends.engine.refine.new_codes import new_codes


@dataclass(frozen=True, kw_only=True, slots=True)
class UncoveredTheme:
    """A theme that no code covers."""

    name: str
    definition: str
    #: Estimated probability, 0 to 1, that a person would make a code of it.
    confidence: float
    #: Why, in words, with the figures.
    rationale: str
    #: Responses that speak of it, in their order.
    response_ids: tuple[str, ...]


def uncovered_themes(
    question: ReadQuestion, codebook: Codebook, codings: Sequence[Coding]
) -> tuple[UncoveredTheme, ...]:
    """Return the themes that no code covers, those of most people first.

    Parameters
    ----------
    question:
        The responses as they were read for coding.
    codebook:
        The codes. Names of brands and the like are no themes: of such a codebook there are none.
    codings:
        Of all responses, in their order.
    """
    coded = coded_answers(question, codebook, codings)
    if not coded.answers or codebook.coding_type is CodingType.ENTITY:
        return ()
    language = codebook.language if codebook.language in LANGUAGES else "en"
    found = [
        UncoveredTheme(
            name=one.name,
            definition=one.definition,
            confidence=one.confidence,
            rationale=one.rationale,
            response_ids=one.response_ids,
        )
        for one in new_codes(coded, language)
    ]
    return tuple(sorted(found, key=lambda one: (-len(one.response_ids), one.name)))
