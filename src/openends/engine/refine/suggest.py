"""Look in coded answers for what would make the codebook, or their codes, better."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from openends.domain.codebook import Codebook, CodingType
from openends.domain.coding import Coding
from openends.domain.suggestion import Suggestion
from openends.engine.induce.themes import LANGUAGES
from openends.engine.progress import Progress, silent
from openends.engine.read_question import ReadQuestion
from openends.engine.refine.coded_answers import CodedAnswers, coded_answers
from openends.engine.refine.confusion import code_pairs
from openends.engine.refine.contradictions import assign_existing
from openends.engine.refine.definitions import update_definitions
from openends.engine.refine.merges import merge_codes
from openends.engine.refine.new_codes import new_codes
from openends.engine.refine.splits import split_codes
from openends.engine.refine.wording import counted_among

#: Stages that progress is told of.
_STAGES = 5


def suggest(
    question: ReadQuestion,
    codebook: Codebook,
    codings: Sequence[Coding],
    progress: Progress = silent,
) -> tuple[Suggestion, ...]:
    """Return all suggestions for a coded question, those that matter to most people first.

    Parameters
    ----------
    question:
        Its responses as they were read for coding; nothing is read twice. Of more distinct answers
        than a question is fitted on, suggestions are found in those it is fitted on, name no other
        responses, and say so.
    codebook:
        The codes as they are now.
    codings:
        Of all responses, in their order. What a person settled counts more than what a machine
        coded, and is never suggested to be changed answer by answer.
    progress:
        Told the stage and how far it is.

    Returns
    -------
    tuple of Suggestion
        By falling confidence times people.
    """
    coded = coded_answers(question, codebook, codings)
    if not coded.answers or codebook.coding_type is CodingType.ENTITY:
        return ()
    reach = counted_among(len(coded.answers), len(question.prepared.answers))
    found = [replace(one, rationale=f"{one.rationale}{reach}") for one in _found(coded, progress)]
    return tuple(sorted(found, key=lambda one: (-one.confidence * one.people, one.key)))


def _found(coded: CodedAnswers, progress: Progress) -> Iterator[Suggestion]:
    stage = "Looking for suggestions"
    language = coded.codebook.language if coded.codebook.language in LANGUAGES else "en"
    progress(stage, 0, _STAGES)
    yield from new_codes(coded, language)
    progress(stage, 1, _STAGES)
    yield from assign_existing(coded)
    progress(stage, 2, _STAGES)
    pairs = code_pairs(coded)
    merges = list(merge_codes(coded, pairs))
    yield from merges
    progress(stage, 3, _STAGES)
    merged = {(one.source_code, one.target_code) for one in merges}
    apart = [
        pair
        for pair in pairs
        if not merged
        & {
            (coded.number(pair.first), coded.number(pair.second)),
            (coded.number(pair.second), coded.number(pair.first)),
        }
    ]
    yield from update_definitions(coded, apart, language)
    progress(stage, 4, _STAGES)
    yield from split_codes(coded, language)
    progress(stage, _STAGES, _STAGES)
