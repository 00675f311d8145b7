"""Layer "model": closeness of meaning between answers and codes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from openends.domain.codebook import Code, Codebook
from openends.domain.coding import Layer
from openends.engine.assign.candidate import Candidate
from openends.engine.assign.catch_all_topics import read_catch_alls
from openends.engine.assign.catch_alls import LEAST_SURE, CatchAlls
from openends.engine.assign.confidence import confidences
from openends.engine.assign.decide import choose_codes
from openends.engine.assign.evidence import closeness
from openends.engine.assign.examples import Chances, Examples, fit_examples
from openends.engine.assign.neighbours import Neighbourhood, fit_neighbourhood
from openends.engine.assign.reviewed import Reviewed
from openends.engine.assign.self_training import SelfTraining, fit_self_training
from openends.engine.assign.similarity import Similarity, fit_similarity, standardise
from openends.engine.embed import Embedded
from openends.engine.encoder import Encoder, Matrix
from openends.engine.progress import Progress, silent

#: Times that the clearest answers teach: the second time they are chosen by what the first taught.
ROUNDS = 2


@dataclass(frozen=True, slots=True)
class ModelScores:
    """How close every answer is to every code."""

    #: Shape (answers, codes), standardised by row; the order of the codes is the codebook's.
    scores: Matrix
    #: Shape (clauses, codes): cosines less what all texts share.
    clause_scores: Matrix
    #: What a person is likely to decide, learned from reviewed answers; None where there are too
    #: few of them.
    chances: Chances | None = None
    #: Indices of the codes that take what fits no other one.
    catch_alls: frozenset[int] = frozenset()

    def of_codes(self, kept: Sequence[int]) -> ModelScores:
        """Return the scores for some of the codes only."""
        scores = standardise(self.scores[:, list(kept)])
        return ModelScores(scores, np.ascontiguousarray(self.clause_scores[:, list(kept)]))


@dataclass(frozen=True, slots=True)
class Model:
    """Scores answers by what a reference of the question's answers has shown."""

    #: What came out for the reference, shape (answers, codes), for all codes.
    scores: Matrix
    similarity: Similarity
    self_training: SelfTraining | None
    neighbourhood: Neighbourhood | None
    #: None where no code takes what fits no other one.
    catch_alls: CatchAlls | None = None
    #: Indices of the codes that are still given; None for all.
    kept: tuple[int, ...] | None = None
    #: What reviewed answers taught about the codes that are still given.
    examples: Examples | None = None

    def score(self, embedded: Embedded) -> ModelScores:
        """Score answers that are not in the reference, and were read by all its encoders."""
        scores, clause_scores = self.similarity.compare(embedded)
        if self.self_training is not None:
            scores = self.self_training.mix(embedded, scores)
        if self.neighbourhood is not None:
            scores = self.neighbourhood.mix(embedded, scores)
        model = self.final(embedded, scores, clause_scores)
        if self.kept is not None:
            model = model.of_codes(self.kept)
        return self.with_chances(embedded, model)

    def final(self, embedded: Embedded, scores: Matrix, clause_scores: Matrix) -> ModelScores:
        """Return the scores after catch-alls took the place of codes that fit badly."""
        if self.catch_alls is not None:
            scores, clause_scores = self.catch_alls.take_over(embedded, scores, clause_scores)
            return ModelScores(scores, clause_scores, catch_alls=self.catch_alls.places)
        return ModelScores(scores, clause_scores)

    def with_chances(self, embedded: Embedded, scores: ModelScores) -> ModelScores:
        """Add to the scores of answers what reviewed answers taught."""
        if self.examples is None:
            return scores
        close = closeness(embedded, scores.scores, scores.clause_scores)
        return replace(scores, chances=self.examples.chances(embedded, close))

    def taught(self, reviewed: Reviewed | None) -> Model:
        """Return the model after it learned from reviewed answers."""
        if reviewed is None:
            return self
        scores = self.score(reviewed.embedded)
        close = closeness(reviewed.embedded, scores.scores, scores.clause_scores)
        examples = fit_examples(reviewed.embedded, close, reviewed.given, self.means)
        return replace(self, examples=examples)

    def student(self, embedded: Embedded) -> Model:
        """Return a model that reads with fewer encoders, and learned from this one's scores.

        Parameters
        ----------
        embedded:
            The reference as those encoders read it.
        """
        similarity = self.similarity.read_by(embedded)
        self_training = fit_self_training(embedded, self.scores, similarity.code_rows)
        neighbourhood = fit_neighbourhood(embedded, self.scores)
        return replace(
            self,
            similarity=similarity,
            self_training=self_training,
            neighbourhood=neighbourhood,
            examples=None,
        )

    @property
    def means(self) -> dict[str, Matrix]:
        """By encoder name: the mean vector of the reference's answers."""
        return {reader.encoder: reader.mean for reader in self.similarity.readers}


def fit_model(
    embedded: Embedded,
    codes: Sequence[Code],
    encoders: Sequence[Encoder],
    progress: Progress = silent,
    question: str = "",
) -> tuple[Model, ModelScores]:
    """Fit similarity, self-training and the nearest neighbours, and score the reference.

    Parameters
    ----------
    embedded:
        The reference: all distinct answers, or a selection that stands for them.
    codes:
        The codes to score.
    encoders:
        Those that made the vectors.
    question:
        The question as it was asked; "" when unknown.
    """
    stage = "Comparing with the codes"
    progress(stage, 0, ROUNDS + 1)
    similarity, first, clause_scores = fit_similarity(embedded, codes, encoders)
    scores = first
    for turn in range(ROUNDS):
        progress(stage, turn + 1, ROUNDS + 1)
        self_training = fit_self_training(embedded, scores, similarity.code_rows)
        scores = first if self_training is None else self_training.mix(embedded, first)
        neighbourhood = fit_neighbourhood(embedded, scores)
        if neighbourhood is not None:
            scores = neighbourhood.mix_own()
    catch_alls = read_catch_alls(codes, question)
    model = Model(scores, similarity, self_training, neighbourhood, catch_alls)
    progress(stage, ROUNDS + 1, ROUNDS + 1)
    return model, model.final(embedded, scores, clause_scores)


#: Fits a model, as ``fit_model`` does.
Fitter = Callable[
    [Embedded, Sequence[Code], Sequence[Encoder], Progress, str], tuple[Model, ModelScores]
]


def model_candidates(
    position: int, embedded: Embedded, codebook: Codebook, model: ModelScores
) -> tuple[tuple[Candidate, ...], list[int]]:
    """Return the codes the model gives an answer, and all codes by falling score.

    Parameters
    ----------
    position:
        Index of the answer.
    """
    answer = embedded.answers[position]
    clause_scores = _clause_scores(position, embedded, model)
    if model.chances is None:
        layer, ranked = Layer.MODEL, model.scores[position]
        chosen = choose_codes(ranked, clause_scores)
    else:
        layer, ranked = Layer.EXAMPLES, model.chances.codes[position]
        chosen = model.chances.likely_codes(position)
    candidates = []
    sure = chances_of(position, embedded, model, chosen)
    for code, confidence in zip(chosen, sure, strict=True):
        clause = answer.clauses[int(clause_scores[:, code].argmax())]
        least = LEAST_SURE if code in model.catch_alls and model.chances is None else 0.0
        candidates.append(
            Candidate(codebook.codes[code], layer, max(confidence, least), clause.start, clause.end)
        )
    order = np.argsort(-ranked, kind="stable")
    return tuple(candidates), [int(code) for code in order]


def chances_of(
    position: int, embedded: Embedded, model: ModelScores, chosen: Sequence[int]
) -> list[float]:
    """Return the estimated probability, 0 to 1, that a person gives an answer each of these codes.

    Parameters
    ----------
    position:
        Index of the answer.
    chosen:
        Indices of the codes.
    """
    if model.chances is None:
        clause_scores = _clause_scores(position, embedded, model)
        return confidences(model.scores[position], clause_scores, chosen)
    return [round(float(model.chances.codes[position][code]), 3) for code in chosen]


def _clause_scores(position: int, embedded: Embedded, model: ModelScores) -> Matrix:
    first = embedded.first_clause[position]
    return model.clause_scores[first : first + len(embedded.answers[position].clauses)]
