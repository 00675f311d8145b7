"""Vectors of all answers and clauses, each distinct text encoded once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from openends.engine.encoder import Encoder, Matrix
from openends.engine.prepare.prepare import Answer
from openends.engine.progress import Progress, silent

Index = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Embedded:
    """Vectors of a question's answers and of their clauses.

    The first encoder sees answers and clauses, any further one whole answers only: it is slow,
    and clauses gain nothing with it (sample-F1 .54 either way).
    """

    answers: tuple[Answer, ...]
    #: By encoder name: rows of the distinct texts that it saw.
    rows: Mapping[str, Matrix]
    #: Row of each answer.
    answer_row: Index
    #: Row of each clause, all clauses of the first answer first.
    clause_row: Index
    #: Position of each answer's first clause in ``clause_row``.
    first_clause: Index

    @property
    def main(self) -> str:
        """Name of the encoder that saw the clauses."""
        return next(iter(self.rows))

    def whole(self, encoder: str) -> Matrix:
        """Return one row per answer."""
        return self.rows[encoder][self.answer_row]

    def read_by(self, encoders: Sequence[str]) -> Embedded:
        """Return the rows of some encoders only, by their names; the main one must be the first."""
        return replace(self, rows={name: self.rows[name] for name in encoders})

    def clauses(self) -> Matrix:
        """Return one row per clause, of the main encoder."""
        return self.rows[self.main][self.clause_row]


def embed(
    answers: Sequence[Answer], encoders: Sequence[Encoder], progress: Progress = silent
) -> Embedded:
    """Encode answers and clauses.

    Parameters
    ----------
    answers:
        Distinct answers.
    encoders:
        The first reads the clauses too.
    """
    row_of: dict[str, int] = {}
    answer_row = [row_of.setdefault(answer.meaning, len(row_of)) for answer in answers]
    whole_texts = list(row_of)
    clauses = [clause.text for answer in answers for clause in answer.clauses]
    clause_row = [row_of.setdefault(clause, len(row_of)) for clause in clauses]
    all_texts = list(row_of)
    rows = {}
    for position, encoder in enumerate(encoders):
        texts = all_texts if position == 0 else whole_texts
        rows[encoder.name] = _encode(encoder, texts, progress)
    counts = [len(answer.clauses) for answer in answers]
    first = np.concatenate([[0], np.cumsum(counts)[:-1]]) if counts else np.zeros(0)
    return Embedded(
        answers=tuple(answers),
        rows=rows,
        answer_row=np.asarray(answer_row, dtype=np.intp),
        clause_row=np.asarray(clause_row, dtype=np.intp),
        first_clause=first.astype(np.intp),
    )


def _encode(encoder: Encoder, texts: Sequence[str], progress: Progress) -> Matrix:
    stage = f"Reading ({encoder.name})"
    parts = []
    # Without texts it is asked once for no rows.
    for start in range(0, max(1, len(texts)), encoder.step):
        progress(stage, start, len(texts))
        parts.append(encoder.encode(texts[start : start + encoder.step]))
    progress(stage, len(texts), len(texts))
    return np.concatenate(parts)
