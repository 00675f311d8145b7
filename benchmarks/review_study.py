"""A study to be reviewed: answers of one question with people's codes, and the machine's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from openends.domain.coding import Coding
from openends.domain.response import Response, ReviewedResponse
from openends.domain.review import ReviewQueue
from openends.engine.prepare_question import prepare_question
from openends.engine.question_coder import QuestionCoder
from openends.engine.review.queue import review_queue
from openends.engine.review.same_text import same_text
from openends.engine.settings import Settings
from openends.services.evaluation_data import PeoplesCodebook, PersonCoded
from remember import remembering_encoders


class Study:
    """Responses of one question with the codes of people, and what the machine says of them."""

    def __init__(self, theirs: PeoplesCodebook, rows: Sequence[PersonCoded]) -> None:
        self.codebook = theirs.codebook
        self.rows = rows
        self.responses = [Response(id=str(at), text=row.text) for at, row in enumerate(rows)]
        self.coder = self._prepared(())
        self.codings = self.coder.code(0, len(rows))
        #: Places of the responses by their distinct text; a text is named by its first place.
        self.texts = {min(group): group for group in same_text(self.codings)}
        self.first = {place: first for first, group in self.texts.items() for place in group}

    def _prepared(self, reviewed: Sequence[ReviewedResponse]) -> QuestionCoder:
        return prepare_question(
            self.responses,
            load_encoders=lambda languages: remembering_encoders("fast", languages),
            settings=Settings(),
            codebook=self.codebook,
            reviewed=reviewed,
        )

    def queue(self, codings: Sequence[Coding], teaching: Sequence[str] = ()) -> ReviewQueue:
        """Return the review queue."""
        return review_queue(self.codebook, codings, teaching=teaching)

    def top(self, queue: ReviewQueue, count: int) -> list[int]:
        """Return the texts at the top of a queue."""
        return [self.first[int(entry.response_ids[0])] for entry in queue.entries[:count]]

    def drawn(self, chance: np.random.Generator, count: int) -> list[int]:
        """Return the texts of responses drawn at random, each text once."""
        places = chance.permutation(len(self.rows)).tolist()
        return list(dict.fromkeys(self.first[at] for at in places if at in self.first))[:count]

    def taught(self, texts: Sequence[int]) -> list[Coding]:
        """Return the codings of a machine that was told the codes of some texts."""
        told = [
            ReviewedResponse(text=self.rows[text].text, codes=self.rows[text].codes)
            for text in texts
        ]
        approved = {place for text in texts for place in self.texts[text]}
        codings = self._prepared(told).code(0, len(self.rows))
        return [replace(coding, approved=at in approved) for at, coding in enumerate(codings)]

    def percentages(self, codings: Sequence[Coding], texts: Sequence[int] = ()) -> np.ndarray:
        """Return the percentage of each code, some texts coded by a person."""
        codes = [{mention.code.name for mention in coding.mentions} for coding in codings]
        for text in texts:
            for place in self.texts[text]:
                codes[place] = set(self.rows[text].codes)
        counts = Counter(name for names in codes for name in names)
        return np.array([100 * counts[code.name] / len(self.rows) for code in self.codebook])

    def distance(self, codings: Sequence[Coding], texts: Sequence[int] = ()) -> float:
        """Return how many points the percentages are off people's, on average over codes."""
        counts = Counter(name for row in self.rows for name in set(row.codes))
        truth = np.array([100 * counts[code.name] / len(self.rows) for code in self.codebook])
        return float(np.abs(self.percentages(codings, texts) - truth).mean())
