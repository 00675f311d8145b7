"""Letters that an answer shares with the words of a code: exact evidence beside meaning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from openends.domain.codebook import Code
from openends.engine.assign.prototypes import pieces
from openends.engine.embed import Embedded, Index
from openends.engine.encoder import Matrix

#: Runs of so many letters, within words: they find inflected and misspelt words too.
LETTERS = (3, 4, 5)
#: What a code gains, in standard deviations, when a clause is word for word a piece of its text.
GAIN = 3.0
#: Letters of a text that count: where words are not spaced, runs would never end repeating.
MOST_LETTERS = 500
#: Clauses compared at a time: bounds the memory.
BLOCK = 1_024


@dataclass(frozen=True, slots=True)
class Runs:
    """Runs of letters, weighed by how few texts have them.

    Source: TF-IDF (Salton and Buckley 1988) of character n-grams; as scikit-learn's, which takes
    a second to load.
    """

    place: Mapping[str, int]
    #: Weight of each run.
    rarity: Matrix

    def rows(self, texts: Sequence[str]) -> Any:
        """Return a sparse matrix, one row of length 1 per text."""
        from scipy.sparse import csr_matrix

        columns: list[Index] = []
        weights: list[Matrix] = []
        for text in texts:
            counts = Counter(self.place[run] for run in _runs(text) if run in self.place)
            columns.append(np.fromiter(counts, np.intp, len(counts)))
            often = np.fromiter(counts.values(), np.float32, len(counts))
            weight = (1 + np.log(often)) * self.rarity[columns[-1]]
            weights.append(weight / max(float(np.linalg.norm(weight)), 1e-9))
        ends = np.cumsum([0, *map(len, columns)])
        filled = (np.concatenate(weights), np.concatenate(columns), ends)
        return csr_matrix(filled, shape=(len(texts), len(self.place)), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a codebook, for what an answer says literally.

    An answer shares hardly a run of letters with a codebook in another language, so nothing has
    to tell the languages apart.
    """

    runs: Runs
    #: Sparse, shape (runs, pieces); all pieces of the first code first.
    pieces: Any
    #: Position of each code's first piece.
    first_piece: Index

    def gain(self, embedded: Embedded) -> Matrix:
        """Return what each code gains, shape (answers, codes): by its best piece and clause."""
        texts = [clause.text for answer in embedded.answers for clause in answer.clauses]
        shared = np.zeros((len(texts), len(self.first_piece)), np.float32)
        for start in range(0, len(texts), BLOCK):
            block = slice(start, start + BLOCK)
            cosines = (self.runs.rows(texts[block]) @ self.pieces).toarray()
            shared[block] = np.maximum.reduceat(cosines, self.first_piece, axis=1)
        return np.asarray(GAIN * embedded.of_best_clause(shared), np.float32)


def fit_wording(embedded: Embedded, codes: Sequence[Code]) -> Wording:
    """Weigh runs of letters by how few of these answers and pieces of codes have them."""
    by_code = [pieces(code) for code in codes]
    texts = [piece for code_pieces in by_code for piece in code_pieces]
    runs = _weigh([*(answer.meaning for answer in embedded.answers), *texts])
    first = np.cumsum([0, *map(len, by_code[:-1])]).astype(np.intp)
    return Wording(runs, runs.rows(texts).T.tocsr(), first)


def _weigh(texts: Sequence[str]) -> Runs:
    having = Counter(run for text in texts for run in sorted(set(_runs(text))))
    counts = np.fromiter(having.values(), np.float32, len(having))
    rarity = np.log((1 + len(texts)) / (1 + counts)) + 1
    return Runs({run: at for at, run in enumerate(having)}, rarity.astype(np.float32))


def _runs(text: str) -> Iterator[str]:
    """Yield the runs of letters within each word; a space marks where a word begins and ends."""
    for word in text[:MOST_LETTERS].lower().split():
        marked = f" {word} "
        for length in LETTERS:
            for start in range(len(marked) - length + 1):
                yield marked[start : start + length]
