"""Read a question: prepare its answers, and encode the reference."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass

from openends.domain.response import Response, ResponseStatus
from openends.engine.assign.model import Fitter, fit_model
from openends.engine.embed import Embedded, embed
from openends.engine.encoder import Encoder, EncoderChoice, Reads
from openends.engine.prepare.prepare import Prepared, prepare
from openends.engine.progress import Progress
from openends.engine.reference import FIT_ANSWERS, Reference, choose_reference
from openends.engine.settings import Settings


@dataclass(frozen=True)
class ReadQuestion:
    """A question whose answers are prepared and whose reference is read."""

    prepared: Prepared
    reference: Reference
    embedded: Embedded
    encoders: tuple[Encoder, ...]
    settings: Settings
    progress: Progress
    #: Fits models on the reference; one that remembers spares most of the time of teaching.
    fitter: Fitter = fit_model

    def first_responses(self, answers: Sequence[int]) -> tuple[str, ...]:
        """Return who was the first to give each of these answers of the reference, by id."""
        first: dict[int, str] = {}
        for occurrence in self.prepared.occurrences:
            if occurrence.status is None:
                first.setdefault(occurrence.answer, occurrence.response.id)
        return tuple(first[self.reference.positions[answer]] for answer in answers)

    @property
    def others_encoders(self) -> tuple[Encoder, ...]:
        """Those that read the answers outside the reference."""
        return tuple(encoder for encoder in self.encoders if encoder.reads is Reads.ALL)

    @property
    def needs_student(self) -> bool:
        """True where answers outside the reference are read by fewer encoders than the others."""
        others = len(self.prepared.answers) - len(self.reference.answers)
        return others > 0 and len(self.others_encoders) < len(self.encoders)

    @property
    def base(self) -> int:
        """Everyone who answered, "don't know" included."""
        return sum(
            occurrence.status in {None, ResponseStatus.NONE}
            for occurrence in self.prepared.occurrences
        )


#: Prepares and reads a question, as ``read_question`` does.
Reader = Callable[[Sequence[Response], Set[str], EncoderChoice, Settings, Progress], ReadQuestion]


def read_question(
    responses: Sequence[Response],
    told: Set[str],
    load_encoders: EncoderChoice,
    settings: Settings,
    progress: Progress,
) -> ReadQuestion:
    """Prepare all answers, and read as many as a question is fitted on.

    Parameters
    ----------
    responses:
        Everyone who was asked, blanks included.
    told:
        Languages of what the researcher brought along.
    load_encoders:
        Returns the encoders for those and the answers' languages.
    settings, progress:
        As for ``prepare_question``.

    Raises
    ------
    NothingToCode
        When all answers are blank.
    """
    progress("Preparing", 0, 1)
    prepared = prepare(responses, language=settings.language)
    progress("Preparing", 1, 1)
    reference = choose_reference(prepared.answers, FIT_ANSWERS)
    small = len(reference.answers) == len(prepared.answers)
    encoders = tuple(
        encoder
        for encoder in load_encoders({*prepared.languages, *told})
        if small or encoder.reads is not Reads.SMALL_QUESTIONS
    )
    embedded = embed(reference.answers, encoders, progress)
    return ReadQuestion(prepared, reference, embedded, encoders, settings, progress)
