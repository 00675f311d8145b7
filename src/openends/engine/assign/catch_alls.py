"""Codes for what fits no other code: "Other", "Price (other)"."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openends.engine.assign.code_words import topic_words
from openends.engine.assign.confidence import confidences
from openends.engine.assign.decide import MOST_CODES, choose_codes
from openends.engine.embed import Embedded
from openends.engine.encoder import Matrix
from openends.engine.prepare.prepare import Answer

#: What codes lose of a topic that the question might have asked about, standard deviations: what
#: clearly speaks of it keeps its code.
ELSEWHERE = 2.0
#: A catch-all is right about half the time, however far the answer lies from all codes. Low enough
#: for a person to see it.
LEAST_SURE = 0.39
#: Cosine with its closest code below which a clause that no code was given for belongs to the
#: catch-all of everything; how close behind the answer's best code that one then comes; and the
#: words of such a clause: "very good" makes no point of its own.
LEFT, LEFT_BEHIND, LEFT_WORDS = 0.2, 0.5, 3


@dataclass(frozen=True, slots=True)
class Takers:
    """Catch-alls of one topic, of which the closest to an answer takes over."""

    places: tuple[int, ...]
    #: Confidence below which a code gives way.
    below: float
    #: How close behind the code the catch-all must come for that, in standard deviations.
    behind: float = math.inf


@dataclass(frozen=True, slots=True)
class CatchAlls:
    """Which catch-all takes the place of a code that fits an answer badly."""

    #: By index of a code, the narrowest topic first; none for catch-alls themselves.
    takers: tuple[tuple[Takers, ...], ...]
    #: Codes of brands, people and the like that the question does not ask about.
    elsewhere: tuple[int, ...]
    #: The catch-alls themselves.
    places: frozenset[int]
    #: By the words of a topic and no others, its catch-all: "price" tells no more.
    bare: Mapping[frozenset[str], int]
    #: Those that take a clause which no other code is about.
    of_clauses: tuple[int, ...] = ()

    def take_over(
        self, embedded: Embedded, scores: Matrix, clause_scores: Matrix
    ) -> tuple[Matrix, Matrix]:
        """Let catch-alls and the codes that give way to them change places.

        Parameters
        ----------
        embedded:
            The answers.
        scores, clause_scores:
            As in ``ModelScores``; they stay as they are.
        """
        scores, clause_scores = scores.copy(), clause_scores.copy()
        scores[:, list(self.elsewhere)] -= ELSEWHERE
        for answer, row, first in zip(embedded.answers, scores, embedded.first_clause, strict=True):
            own = clause_scores[first : first + len(answer.clauses)]
            self._change_places(answer, row, own)
            if self.of_clauses:
                self._take_what_is_left(answer, row, own)
        return scores, clause_scores

    def _change_places(self, answer: Answer, row: Matrix, own: Matrix) -> None:
        chosen = choose_codes(row, own)
        bare = [self.bare.get(topic_words(clause.text)) for clause in answer.clauses]
        for code, sure in zip(chosen, confidences(row, own, chosen), strict=True):
            taker = self._taker(row, code, sure, bare[int(own[:, code].argmax())])
            if taker is not None and row[taker] < row[code]:
                row[[code, taker]] = row[[taker, code]]
                own[:, [code, taker]] = own[:, [taker, code]]

    def _taker(self, row: Matrix, code: int, sure: float, bare: int | None) -> int | None:
        if bare is not None:
            return bare
        for takers in self.takers[code]:
            closest = self._closest(row, takers.places)
            if row[code] - row[closest] <= takers.behind:
                return closest if sure < takers.below else None
        return None

    def _take_what_is_left(self, answer: Answer, row: Matrix, own: Matrix) -> None:
        """Let the first clause that no code speaks of speak for the catch-all of everything."""
        far = [
            at
            for at, clause in enumerate(answer.clauses)
            if own[at].max() < LEFT and len(clause.text.split()) >= LEFT_WORDS
        ]
        if not far:
            return
        chosen = choose_codes(row, own)
        spoken = {int(own[:, code].argmax()) for code in chosen}
        left = next((at for at in far if at not in spoken), None)
        taker = self._closest(row, self.of_clauses)
        full = len(chosen) == min(MOST_CODES, len(own))
        if left is not None and taker not in chosen and not full:
            row[taker] = max(row[taker], row.max() - LEFT_BEHIND)
            # Nothing speaks for it but that nothing speaks for another one.
            own[:, taker] = -1
            own[left, taker] = 0

    @staticmethod
    def _closest(row: Matrix, places: Sequence[int]) -> int:
        return max(places, key=lambda place: float(row[place]))
