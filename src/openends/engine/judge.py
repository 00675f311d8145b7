"""Judge distinct answers: their codes and their tone, and nothing of what it took to tell them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from openends.domain.coding import Sentiment
from openends.engine.assign.arbiter import Verdict
from openends.engine.assign.assign import Assigner
from openends.engine.assign.candidate import Candidate
from openends.engine.assign.heirs import Heir, carried_over, heirs_of
from openends.engine.embed import Embedded, embed
from openends.engine.encoder import Encoder, Matrix
from openends.engine.prepare.clauses import Clause
from openends.engine.prepare.prepare import Answer
from openends.engine.progress import Progress, silent
from openends.engine.reference import Reference
from openends.engine.sentiment.joints import parted_by_but, with_shared_judgements
from openends.engine.sentiment.question import asked_tone
from openends.engine.sentiment.tone import tones
from openends.engine.sentiment.verdict import mention_sentiment, response_sentiment

#: Answers outside the reference that are read together. The blocks are fixed, because the last bits
#: of a product of matrices change with their shape: cut otherwise, an answer on the edge of two
#: codes could get the one or the other.
BLOCK = 64


@dataclass(frozen=True, slots=True)
class Judged:
    """All that is known about a distinct answer once it was read; its vectors can be forgotten."""

    verdict: Verdict
    #: Of the verdict's candidates, in their order.
    sentiments: tuple[Sentiment, ...]
    #: Of the whole answer, told from its clauses.
    sentiment: Sentiment

    def carried_over(self, heir: Heir) -> Judged:
        """Return the same in the codes of another codebook."""
        kept = heirs_of(self.verdict.candidates, heir)
        sentiments = tuple(self.sentiments[place] for place, _ in kept)
        return Judged(carried_over(self.verdict, heir), sentiments, self.sentiment)


def judge_tones(
    embedded: Embedded, verdicts: Sequence[Verdict], question: str = ""
) -> list[Judged]:
    """Tell the tone of answers and of what they mention, and join it to their verdicts.

    Parameters
    ----------
    embedded:
        Vectors of distinct answers; the tone of each is told from its own alone.
    verdicts:
        One per answer.
    question:
        As respondents saw it: whether it asks for praise or blame decides on bare topics.
    """
    texts = [answer.text for answer in embedded.answers]
    languages = [answer.language for answer in embedded.answers]
    clause_texts = [clause.text for answer in embedded.answers for clause in answer.clauses]
    clause_languages = [answer.language for answer in embedded.answers for _ in answer.clauses]
    whole = {name: embedded.whole(name) for name in embedded.rows}
    asked = asked_tone(question)
    told = tones(texts, whole, languages, asked)
    clause_rows = {embedded.main: embedded.clauses()}
    clause_told = tones(clause_texts, clause_rows, clause_languages, asked)
    judged = []
    for position, (answer, verdict) in enumerate(zip(embedded.answers, verdicts, strict=True)):
        first = embedded.first_clause[position]
        judged.append(
            _judged(
                answer, verdict, told[position], clause_told[first : first + len(answer.clauses)]
            )
        )
    return judged


def _judged(answer: Answer, verdict: Verdict, whole: Matrix, told: Matrix) -> Judged:
    clauses = with_shared_judgements(answer.text, answer.clauses, told, answer.language)
    but = parted_by_but(answer.text, answer.clauses, answer.language)
    sentiment = response_sentiment(clauses, whole, but=but)
    if len(answer.clauses) == 1 and len(verdict.candidates) == 1:
        # The answer is its only mention: both have one tone.
        only = verdict.candidates[0].code.tone(sentiment)
        return Judged(verdict, (only,), only)
    sentiments = tuple(
        candidate.code.tone(
            mention_sentiment(_clause_tone(candidate, answer.clauses, clauses), whole)
        )
        for candidate in verdict.candidates
    )
    return Judged(verdict, sentiments, sentiment)


def _clause_tone(candidate: Candidate, clauses: Sequence[Clause], tone: Matrix) -> Matrix:
    """Return the mean tone of the clauses that the evidence touches."""
    touched = [
        position
        for position, clause in enumerate(clauses)
        if clause.start < candidate.end and candidate.start < clause.end
    ]
    return np.asarray(tone[touched].mean(axis=0) if touched else tone.mean(axis=0))


class Judgements:
    """What became of every distinct answer of a question, each read when it is first asked for.

    Parameters
    ----------
    answers:
        All distinct answers.
    reference:
        Those that were read for fitting.
    judged:
        What became of those.
    assigner:
        Gives all others their codes.
    encoders:
        Read all others.
    question:
        As respondents saw it: whether it asks for praise or blame decides on bare topics.
    """

    def __init__(
        self,
        answers: Sequence[Answer],
        reference: Reference,
        judged: Sequence[Judged],
        assigner: Assigner,
        encoders: Sequence[Encoder],
        question: str = "",
    ) -> None:
        self._answers = answers
        self._judged = dict(zip(reference.positions, judged, strict=True))
        self._others = [at for at in range(len(answers)) if at not in self._judged]
        self._place = {position: place for place, position in enumerate(self._others)}
        self._assigner = assigner
        self._encoders = encoders
        self._question = question
        self._heir: Heir | None = None
        #: What counts of those that were asked for: carried over, or decided by someone else.
        self._final: dict[int, Judged] = {}

    def of(self, position: int) -> Judged:
        """Return what became of one distinct answer."""
        if position not in self._final:
            if position not in self._judged:
                self._judge_block(self._place[position] // BLOCK)
            judged = self._judged[position]
            self._final[position] = judged.carried_over(self._heir) if self._heir else judged
        return self._final[position]

    def overrule(self, position: int, judged: Judged) -> None:
        """Replace what became of one distinct answer, after someone else has decided it."""
        self._final[position] = judged

    def carry_over(self, heir: Heir) -> None:
        """Give the codes of another codebook from now on; nothing may have been overruled yet.

        Parameters
        ----------
        heir:
            Told the name of a code as it was first given.
        """
        self._heir = heir
        self._final.clear()

    def verdicts(self, stage: str, progress: Progress = silent) -> list[Verdict]:
        """Return the verdicts of all distinct answers; ``stage`` says what for."""
        verdicts = []
        for position in range(len(self._answers)):
            if position % BLOCK == 0:
                progress(stage, position, len(self._answers))
            verdicts.append(self.of(position).verdict)
        progress(stage, len(verdicts), len(verdicts))
        return verdicts

    def _judge_block(self, block: int) -> None:
        """Read a block of answers; their vectors are forgotten."""
        positions = self._others[block * BLOCK : (block + 1) * BLOCK]
        embedded = embed([self._answers[position] for position in positions], self._encoders)
        judged = judge_tones(embedded, self._assigner.assign(embedded), self._question)
        self._judged.update(zip(positions, judged, strict=True))
