"""Give distinct answers their codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from openends.domain.codebook import Code, Codebook, CodingType, renumber
from openends.domain.response import ReviewedResponse
from openends.engine.assign.arbiter import LEAST_CONFIDENCE, Verdict, arbitrate
from openends.engine.assign.entities import EntityFinder
from openends.engine.assign.exact import exact_candidates, known_texts
from openends.engine.assign.examples import features, likeness
from openends.engine.assign.model import (
    Fitter,
    Model,
    ModelScores,
    chances_of,
    fit_model,
    model_candidates,
)
from openends.engine.assign.near import NearTexts
from openends.engine.assign.reviewed import Reviewed, decisions_in_doubt, read_reviewed
from openends.engine.assign.rules import compile_rules, rule_candidates
from openends.engine.assign.set_aside_codes import NoneCodes
from openends.engine.embed import Embedded
from openends.engine.encoder import Encoder
from openends.engine.prepare.prepare import Answer
from openends.engine.progress import Progress, silent
from openends.engine.review.teaching import teaching_order

#: Confidence that a code of a built codebook needs. Nobody has said that every answer must fit it,
#: and what fits badly would only blur its codes.
LEAST_OF_INDUCED = 0.2

#: Codes that are remembered as coming close. The right code is among the best ten for 79 to 84
#: percent of mentions.
CHOICES = 10


class Layers:
    """The layers of a codebook in order of certainty, and the arbiter that joins them.

    What people decided for the same text, slips of the pen aside, the codebook's rules (for an
    entity codebook its spellings instead), then what reviewed answers teach, or closeness of
    meaning where they are too few. What an answer gets depends on the codebook and
    on its own scores, and not on the answers beside it.

    Parameters
    ----------
    codebook:
        The codes to give.
    reviewed:
        Responses that people coded.
    built:
        True where the machine built the codebook, so that no person chose its examples.
    doubts:
        By normalised text, what the other reviewed answers say against a person's decision.
    """

    def __init__(
        self,
        codebook: Codebook,
        reviewed: Sequence[ReviewedResponse],
        *,
        built: bool,
        doubts: Mapping[str, Code] | None = None,
    ) -> None:
        self._codebook = codebook
        self._places = {code.name: place for place, code in enumerate(codebook)}
        self._least = LEAST_OF_INDUCED if built else LEAST_CONFIDENCE
        self._known = known_texts(codebook, reviewed, examples=not built)
        self._near = NearTexts(self._known)
        self._doubts = doubts or {}
        self._finders = compile_rules(codebook)
        self._none_codes = NoneCodes(codebook)
        entities = codebook.coding_type is CodingType.ENTITY
        self._entities = EntityFinder(codebook, ()) if entities else None

    def judge(self, embedded: Embedded, model: ModelScores | None) -> list[Verdict]:
        """Return one verdict per answer.

        Parameters
        ----------
        embedded:
            Distinct answers.
        model:
            Their scores; None for an entity codebook.
        """
        texts = [answer.text for answer in embedded.answers]
        if self._entities is not None:
            self._entities.read(texts)
        self._near.read(texts)
        return [
            self._verdict(position, embedded, model) for position in range(len(embedded.answers))
        ]

    def _verdict(self, position: int, embedded: Embedded, model: ModelScores | None) -> Verdict:
        answer, codes = embedded.answers[position], self._codebook.codes
        key = self._near.known(answer.text)
        exact = exact_candidates(answer.text, self._codebook, self._known.get(key))
        certain = (
            *rule_candidates(answer.text, self._finders),
            *self._none_codes.candidates(answer.nothing),
        )
        if self._entities is not None:
            named = self._entities.candidates(answer.text)
            return arbitrate(exact, (*certain, *named), (), ())
        if model is None:
            return arbitrate(exact, certain, (), ())
        candidates, order = model_candidates(position, embedded, self._codebook, model)
        ranking = tuple(codes[code] for code in order[: len(candidates) + CHOICES])
        verdict = arbitrate(exact, certain, candidates, ranking, self._least)
        second = verdict.runner_up
        return replace(
            verdict,
            runner_up_chance=None
            if second is None
            else chances_of(position, embedded, model, [self._places[second.name]])[0],
            contradicted_by=self._doubts.get(key),
            choices=ranking[:CHOICES],
        )


@dataclass(frozen=True)
class Assigner:
    """Gives answers the codes of its codebook."""

    codebook: Codebook
    layers: Layers
    #: None for an entity codebook, or where there was no answer to fit it on.
    model: Model | None
    #: Indices of the reference's answers whose review teaches most, the first of them first.
    teaching: tuple[int, ...] = ()
    #: What a person decided; None where nothing.
    reviewed: Reviewed | None = None

    def assign(self, embedded: Embedded) -> list[Verdict]:
        """Return one verdict for each answer that is not in the reference."""
        return self.layers.judge(embedded, self.model.score(embedded) if self.model else None)

    def with_student(self, embedded: Embedded, encoders: Sequence[Encoder]) -> Assigner:
        """Return the assigner for answers outside the reference that fewer encoders read.

        Parameters
        ----------
        embedded:
            The reference that this one was fitted on.
        encoders:
            Those that read the other answers.
        """
        if self.model is None:
            return self
        seen = embedded.read_by([encoder.name for encoder in encoders])
        return replace(self, model=self.model.student(seen).taught(self.reviewed))


def fit(  # noqa: PLR0913 - on what, which codes, with what, and who is told
    embedded: Embedded,
    codebook: Codebook,
    encoders: Sequence[Encoder],
    *,
    reviewed: Sequence[ReviewedResponse] = (),
    built: bool = False,
    question: str = "",
    progress: Progress = silent,
    fitter: Fitter = fit_model,
) -> tuple[Assigner, list[Verdict]]:
    """Fit the assignment of codes to a reference, and return the reference's verdicts too.

    Parameters
    ----------
    embedded:
        The reference: all distinct answers, or a selection that stands for them.
    codebook:
        The codes to give.
    encoders:
        Those that made the vectors.
    reviewed, built:
        As for ``Layers``.
    question:
        The question as it was asked; "" when unknown.
    fitter:
        Fits the model; one that remembers what it fitted spares most of the time.
    """
    if codebook.coding_type is CodingType.ENTITY or not embedded.answers:
        layers = Layers(codebook, reviewed, built=built)
        return Assigner(codebook, layers, None), layers.judge(embedded, None)
    model, scores = fitter(embedded, codebook.codes, encoders, progress, question)
    read = read_reviewed(reviewed, codebook, encoders)
    return _taught(embedded, codebook, model, scores, reviewed, read, built=built)


def fit_induced(  # noqa: PLR0913 - as for fitting
    embedded: Embedded,
    codebook: Codebook,
    encoders: Sequence[Encoder],
    *,
    least: float,
    reviewed: Sequence[ReviewedResponse] = (),
    progress: Progress = silent,
    fitter: Fitter = fit_model,
) -> tuple[Assigner, list[Verdict]]:
    """Fit a codebook that was built from this reference, without its rare codes.

    Parameters
    ----------
    embedded, codebook, encoders:
        As for ``fit``.
    least:
        People that a code needs. The answers of a code that has fewer get their next best one.
    reviewed:
        Responses that people coded; they do not count towards those people.
    fitter:
        As for ``fit``.
    """
    if codebook.coding_type is CodingType.ENTITY:
        return fit(embedded, codebook, encoders, reviewed=reviewed, built=True, progress=progress)
    model, scores = fitter(embedded, codebook.codes, encoders, progress, "")
    drafted = Layers(codebook, (), built=True).judge(embedded, scores)
    people = count_people(embedded.answers, drafted)
    kept = tuple(at for at, code in enumerate(codebook) if people[code.name] >= least)
    if kept and len(kept) < len(codebook):
        codebook = replace(codebook, codes=renumber([codebook.codes[at] for at in kept]))
        model, scores = replace(model, kept=kept), scores.of_codes(kept)
    read = read_reviewed(reviewed, codebook, encoders)
    return _taught(embedded, codebook, model, scores, reviewed, read, built=True)


def _taught(  # noqa: PLR0913 - what was fitted, and what a person decided
    embedded: Embedded,
    codebook: Codebook,
    model: Model,
    scores: ModelScores,
    reviewed: Sequence[ReviewedResponse],
    read: Reviewed | None,
    *,
    built: bool,
) -> tuple[Assigner, list[Verdict]]:
    """Let the model learn from what a person decided, and judge the reference with it."""
    model = model.taught(read)
    doubts: Mapping[str, Code] = {}
    if read is not None and model.examples is not None:
        doubts = decisions_in_doubt(read, model.examples.others_say, codebook)
    layers = Layers(codebook, reviewed, built=built, doubts=doubts)
    verdicts = layers.judge(embedded, model.with_chances(embedded, scores))
    teaching = _teaching(embedded, model, read)
    return Assigner(codebook, layers, model, teaching, read), verdicts


def _teaching(embedded: Embedded, model: Model, read: Reviewed | None) -> tuple[int, ...]:
    rows = features(embedded, model.means)
    known = None if read is None else likeness(rows, features(read.embedded, model.means))
    people = [answer.people for answer in embedded.answers]
    return tuple(teaching_order(likeness(rows, rows), people, known))


def count_people(answers: Sequence[Answer], verdicts: Sequence[Verdict]) -> Counter[str]:
    """Return how many people were given each code, by its name."""
    people: Counter[str] = Counter()
    for answer, verdict in zip(answers, verdicts, strict=True):
        for name in {candidate.code.name for candidate in verdict.candidates}:
            people[name] += answer.people
    return people
