"""Score every answer against every code by closeness of meaning."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from openends.domain.codebook import Code
from openends.engine.assign.general_codes import CodesAsRead, read_general_codes
from openends.engine.assign.prototypes import prototypes, spoken
from openends.engine.assign.wording import Wording, fit_wording
from openends.engine.embed import Embedded
from openends.engine.encoder import Encoder, Matrix
from openends.engine.prepare.prepare import LONG

#: Weight of the whole answer; its best clause has the rest. A long answer as a whole loses weight
#: with the square root of its clauses: one vector says little of twenty points.
WHOLE = 0.6
#: Share of what all answers have in common that is taken off them as further encoders read them; as
#: the main one does, all of it. With nothing left of it, a code for the very thing that all speak
#: of, "food" in a restaurant, is close to none.
IN_COMMON = 0.8
#: Weight of the correction for codes that lie close to everything (hubs), and the number of a
#: code's best answers that show how close that is.
HUB = 0.3
HUB_ANSWERS = 10


def standardise(scores: Matrix) -> Matrix:
    """Return each row with mean 0 and deviation 1, so that answers are comparable."""
    centred = scores - scores.mean(axis=1, keepdims=True)
    return np.asarray(centred / np.maximum(centred.std(axis=1, keepdims=True), 1e-6), np.float32)


def unit_rows(rows: Matrix, mean: Matrix) -> Matrix:
    """Return the rows less the mean, each with length 1."""
    centred = rows - mean
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    return np.asarray(centred / np.maximum(lengths, 1e-9), np.float32)


@dataclass(frozen=True, slots=True)
class Reader:
    """What one encoder makes of the codes, and what all answers share."""

    encoder: str
    #: Mean vector of the answers, shape (dimensions,).
    mean: Matrix
    #: Prototypes less their mean, rows of length 1, shape (codes, dimensions).
    codes: Matrix
    #: By index of a general code: praise or blame without a reason, a row of length 1.
    unreasoned: tuple[tuple[int, Matrix], ...]
    #: Share of what all answers have in common that is taken off.
    in_common: float

    def cosines(self, texts: Matrix) -> Matrix:
        """Return the cosines of texts with the codes, shape (texts, codes)."""
        rows = unit_rows(texts, np.float32(self.in_common) * self.mean)
        cosines = rows @ self.codes.T
        for code, said in self.unreasoned:
            cosines[:, code] = np.maximum(cosines[:, code], rows @ said)
        return np.asarray(cosines, np.float32)


@dataclass(frozen=True, slots=True)
class Similarity:
    """Compares answers with codes, by what the answers that it was fitted on have shown.

    Notes
    -----
    The mean answer is taken off the answers and the mean prototype off the codes, because what
    all texts share says nothing about their difference. The hub correction is cross-domain
    similarity local scaling (Conneau et al. 2018).
    """

    readers: tuple[Reader, ...]
    #: What each code loses because it lies close to everything; None where too few have shown it.
    hubs: Matrix | None
    #: The words of the codes, for what an answer says literally.
    wording: Wording

    @property
    def code_rows(self) -> Matrix:
        """One row per code, as ``Embedded.whole`` has one per answer, of all encoders."""
        return np.concatenate([reader.codes for reader in self.readers], axis=1)

    def compare(self, embedded: Embedded) -> tuple[Matrix, Matrix]:
        """Compare answers and clauses with the codes.

        Returns
        -------
        scores:
            Shape (answers, codes): row-standardised, summed over the encoders, corrected for hubs,
            with what shared words add.
        clause_scores:
            Shape (clauses, codes): centred cosines of the main encoder.
        """
        scores, clause_scores = _compare(embedded, self.readers)
        return self.finish(embedded, scores), clause_scores

    def read_by(self, embedded: Embedded) -> Similarity:
        """Return the comparison by fewer encoders, those of the answers that it was fitted on."""
        readers = tuple(reader for reader in self.readers if reader.encoder in embedded.rows)
        scores, _ = _compare(embedded, readers)
        return replace(self, readers=readers, hubs=_hubs(scores))

    def finish(self, embedded: Embedded, scores: Matrix) -> Matrix:
        """Correct the scores for hubs and add what shared words say."""
        return standardise(_without_hubs(scores, self.hubs) + self.wording.gain(embedded))


def fit_similarity(
    embedded: Embedded, codes: Sequence[Code], encoders: Sequence[Encoder]
) -> tuple[Similarity, Matrix, Matrix]:
    """Return the comparison that fits these answers, and their scores and clause scores by it."""
    read = read_general_codes(codes, _closest_to_all(embedded, encoders[0]))
    readers = tuple(_reader(embedded, read, encoder) for encoder in encoders)
    scores, clause_scores = _compare(embedded, readers)
    similarity = Similarity(readers, _hubs(scores), fit_wording(embedded, codes))
    return similarity, similarity.finish(embedded, scores), clause_scores


def _closest_to_all(embedded: Embedded, encoder: Encoder) -> Callable[[Sequence[str]], int]:
    """Return what tells which of some texts is closest to what all answers speak of."""
    mean = embedded.rows[encoder.name][embedded.answer_row].mean(axis=0)
    return lambda texts: int((encoder.encode(texts) @ mean).argmax())


def _reader(embedded: Embedded, read: CodesAsRead, encoder: Encoder) -> Reader:
    nothing: Matrix = np.zeros(1, np.float32)
    raw = unit_rows(prototypes(read.codes, encoder) + spoken(read.codes, encoder), nothing)
    mean_code = np.asarray(raw.mean(axis=0) if len(raw) > 3 else nothing, np.float32)
    unreasoned = []
    for code, texts in read.unreasoned:
        said = unit_rows(encoder.encode(texts).mean(axis=0, keepdims=True), nothing)
        unreasoned.append((code, unit_rows(said, mean_code)[0]))
    mean = mean_answer(embedded, encoder.name)
    in_common = 1.0 if encoder.name == embedded.main else IN_COMMON
    return Reader(encoder.name, mean, unit_rows(raw, mean_code), tuple(unreasoned), in_common)


def _compare(embedded: Embedded, readers: Sequence[Reader]) -> tuple[Matrix, Matrix]:
    codes = len(readers[0].codes)
    total = np.zeros((len(embedded.answers), codes), dtype=np.float32)
    clause_scores = np.zeros((len(embedded.clause_row), codes), dtype=np.float32)
    fewer = np.minimum(1, LONG / embedded.clause_counts, dtype=np.float32)
    whole = WHOLE * np.sqrt(fewer)[:, None]
    for reader in readers:
        cosines = reader.cosines(embedded.rows[reader.encoder])
        if reader.encoder == embedded.main:
            clause_scores = cosines[embedded.clause_row]
            best = embedded.of_best_clause(clause_scores)
            by_text = cosines[embedded.answer_row]
            total += standardise(np.asarray(whole * by_text + (1 - whole) * best, np.float32))
        else:
            total += standardise(embedded.of_best_passage(cosines))
    return standardise(total), clause_scores


def mean_answer(embedded: Embedded, encoder: str) -> Matrix:
    """Return the mean vector; one or a few answers have no mean worth taking off."""
    rows = embedded.rows[encoder]
    count = len(embedded.answers)
    mean = rows[embedded.answer_row].mean(axis=0)
    return np.asarray(mean * min(1.0, (count - 1) / 10), np.float32)


def _hubs(scores: Matrix) -> Matrix | None:
    if len(scores) < HUB_ANSWERS or scores.shape[1] < 2:
        return None
    best = np.partition(scores, -HUB_ANSWERS, axis=0)[-HUB_ANSWERS:].mean(axis=0)
    return np.asarray(HUB * (best - best.mean()), np.float32)


def _without_hubs(scores: Matrix, hubs: Matrix | None) -> Matrix:
    return scores if hubs is None else standardise(scores - hubs)
