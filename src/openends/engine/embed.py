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

    The first encoder sees answers and clauses, any further one whole answers and the passages of
    long ones: it is slow, and clauses gain nothing with it (sample-F1 .54 either way).
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
    #: Row of each passage, as the further encoders have it, and each answer's first position in it.
    passage_row: Index
    first_passage: Index

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

    @property
    def clause_counts(self) -> Index:
        """How many clauses each answer has."""
        return np.diff(self.first_clause, append=len(self.clause_row))

    def of_best_clause(self, by_clause: Matrix) -> Matrix:
        """Return the highest of each column over an answer's clauses, shape (answers, columns)."""
        return np.asarray(np.maximum.reduceat(by_clause, self.first_clause, axis=0), np.float32)

    def of_best_passage(self, by_row: Matrix) -> Matrix:
        """Return the same over its passages, from one row per text of a further encoder."""
        by_passage = by_row[self.passage_row]
        return np.asarray(np.maximum.reduceat(by_passage, self.first_passage, axis=0), np.float32)


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
    passage_of = dict(row_of)
    clauses = [[clause.text for clause in answer.clauses] for answer in answers]
    clause_row, first_clause = _rows_of(clauses, row_of)
    passage_row, first_passage = _rows_of([answer.passages for answer in answers], passage_of)
    rows = {}
    for position, encoder in enumerate(encoders):
        texts = list(passage_of if position else row_of)
        rows[encoder.name] = _encode(encoder, texts, progress)
    return Embedded(
        answers=tuple(answers),
        rows=rows,
        answer_row=np.asarray(answer_row, dtype=np.intp),
        clause_row=clause_row,
        first_clause=first_clause,
        passage_row=passage_row,
        first_passage=first_passage,
    )


def _rows_of(parts: Sequence[Sequence[str]], row_of: dict[str, int]) -> tuple[Index, Index]:
    """Return the row of each answer's parts, new ones added, and where each answer begins."""
    rows = [row_of.setdefault(text, len(row_of)) for texts in parts for text in texts]
    ends = np.cumsum([0, *(len(texts) for texts in parts)])
    return np.asarray(rows, dtype=np.intp), ends[: len(parts)].astype(np.intp)


def _encode(encoder: Encoder, texts: Sequence[str], progress: Progress) -> Matrix:
    stage = f"Reading ({encoder.name})"
    parts = []
    # Without texts it is asked once for no rows.
    for start in range(0, max(1, len(texts)), encoder.step):
        progress(stage, start, len(texts))
        parts.append(encoder.encode(texts[start : start + encoder.step]))
    progress(stage, len(texts), len(texts))
    return np.concatenate(parts)
