"""A coded question as suggestions look at it: each distinct answer with its codes and vectors."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from openends.domain.codebook import Codebook
from openends.domain.coding import Coding, Mention
from openends.domain.response import ResponseStatus
from openends.engine.assign.examples import features
from openends.engine.assign.similarity import fit_similarity, mean_answer, unit_rows
from openends.engine.embed import Embedded, Index
from openends.engine.encoder import Matrix
from openends.engine.prepare.clauses import Clause
from openends.engine.prepare.prepare import Answer
from openends.engine.read_question import ReadQuestion
from openends.engine.refine.read_once import ReadOnce


@dataclass(frozen=True)
class CodedAnswers:
    """The answers of a question's reference, with the codes that they have now."""

    question: ReadQuestion
    codebook: Codebook
    #: Of all responses, in their order.
    codings: tuple[Coding, ...]
    #: By answer: places of the responses that gave it.
    places: tuple[tuple[int, ...], ...]
    #: By answer: place of the response whose coding stands for it, a person's before a machine's.
    stands: tuple[int, ...]
    #: Shape (answers, codes): confidence of the mention; 0 where the answer lacks the code.
    given: Matrix
    #: True where a person settled the answer.
    settled: NDArray[np.bool_]
    #: True where the answer fits no code.
    uncoded: NDArray[np.bool_]

    @property
    def embedded(self) -> Embedded:
        """Vectors of the answers."""
        return self.question.embedded

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The distinct answers."""
        return self.question.embedded.answers

    @cached_property
    def people(self) -> Index:
        """How many gave each answer."""
        return np.array([len(places) for places in self.places], dtype=np.intp)

    @cached_property
    def base(self) -> int:
        """Return how many people gave one of these answers."""
        return int(self.people.sum())

    @cached_property
    def rows(self) -> Matrix:
        """One vector of length 1 per answer, of all encoders, less what all answers share."""
        means = {name: mean_answer(self.embedded, name) for name in self.embedded.rows}
        return features(self.embedded, means)

    @cached_property
    def clause_mean(self) -> Matrix:
        """What all answers share, for the encoder that read the clauses."""
        return mean_answer(self.embedded, self.embedded.main)

    @cached_property
    def clause_rows(self) -> Matrix:
        """One vector of length 1 per clause, less what all answers share."""
        return unit_rows(self.embedded.clauses(), self.clause_mean)

    @cached_property
    def clauses(self) -> list[Clause]:
        """All clauses, those of the first answer first."""
        return [clause for answer in self.answers for clause in answer.clauses]

    @cached_property
    def clause_answer(self) -> Index:
        """Index of the answer of each clause."""
        counts = [len(answer.clauses) for answer in self.answers]
        return np.repeat(np.arange(len(counts)), counts)

    @cached_property
    def scores(self) -> Matrix:
        """Shape (answers, codes): how close they are by meaning alone, standardised by row."""
        return fit_similarity(self.embedded, self.codebook.codes, self.question.encoders)[1]

    @cached_property
    def mention_of_clause(self) -> Matrix:
        """Shape (clauses, codes): confidence of a mention whose evidence touches the clause."""
        touched = np.zeros((len(self.clauses), len(self.codebook)), np.float32)
        column = {code.number: at for at, code in enumerate(self.codebook)}
        occurrences = self.question.prepared.occurrences
        for answer, place in enumerate(self.stands):
            shift = occurrences[place].shift
            first = int(self.embedded.first_clause[answer])
            for mention in self.codings[place].mentions:
                if mention.code.number not in column:
                    continue
                start = mention.evidence.start - shift
                end = start + mention.evidence.length
                for at, clause in enumerate(self.answers[answer].clauses, start=first):
                    if clause.start < end and start < clause.end:
                        touched[at, column[mention.code.number]] = _certainty(mention)
        return touched

    def ids(self, answers: Sequence[int] | Index) -> tuple[str, ...]:
        """Return everyone who gave one of these answers, by response id in their order."""
        places = sorted(place for answer in answers for place in self.places[answer])
        return tuple(self.codings[place].response_id for place in places)

    def holders(self, code: int) -> Index:
        """Return the answers that have a code, by its place in the codebook."""
        return np.flatnonzero(self.given[:, code] > 0)

    def number(self, code: int) -> int:
        """Return the number of a code, by its place in the codebook."""
        return self.codebook.codes[code].number


def coded_answers(
    question: ReadQuestion,
    codebook: Codebook,
    codings: Sequence[Coding],
) -> CodedAnswers:
    """Join what was read of a question with the codes that its responses have.

    Parameters
    ----------
    question:
        The responses as they were read for coding.
    codebook:
        The codes as they are now; a mention of another code counts for nothing.
    codings:
        Of all responses, in their order.
    """
    by_answer: dict[int, list[int]] = defaultdict(list)
    for place, occurrence in enumerate(question.prepared.occurrences):
        if occurrence.status is None:
            by_answer[occurrence.answer].append(place)
    places = tuple(tuple(by_answer[at]) for at in question.reference.positions)
    stands = tuple(_standing(these, codings) for these in places)
    chosen = [codings[place] for place in stands]
    given = np.zeros((len(chosen), len(codebook)), np.float32)
    column = {code.number: at for at, code in enumerate(codebook)}
    for row, coding in zip(given, chosen, strict=True):
        for mention in coding.mentions:
            if mention.code.number in column:
                at = column[mention.code.number]
                row[at] = 1.0 if coding.approved else _certainty(mention)
    return CodedAnswers(
        question=replace(question, encoders=tuple(map(ReadOnce, question.encoders))),
        codebook=codebook,
        codings=tuple(codings),
        places=places,
        stands=stands,
        given=given,
        settled=np.array([coding.approved for coding in chosen], dtype=bool),
        uncoded=np.array([coding.status is ResponseStatus.OTHER for coding in chosen], dtype=bool),
    )


def _standing(places: Sequence[int], codings: Sequence[Coding]) -> int:
    """Return whose coding stands for an answer: the commonest, of those that people settled."""
    among = [place for place in places if codings[place].approved] or places
    codes = {
        place: tuple(sorted(mention.code.number for mention in codings[place].mentions))
        for place in among
    }
    counts = Counter(codes.values())
    return max(among, key=lambda place: (counts[codes[place]], codes[place]))


def _certainty(mention: Mention) -> float:
    return 1.0 if mention.coder else mention.confidence
