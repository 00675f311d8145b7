"""Code a data file and write everything that was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from openends.domain.codebook import Codebook, CodingType
from openends.domain.errors import InputError
from openends.domain.run import PastRun
from openends.domain.survey import Survey
from openends.engine.progress import Progress, silent
from openends.engine.settings import Settings
from openends.files import read_codebook
from openends.files.read_reviewed import ReviewedFile, read_reviewed
from openends.files.read_survey import survey_files
from openends.services.choose_columns import choose_id_column, choose_text_columns, find_column
from openends.services.code_survey import CodedFile, QuestionPlan, code_survey
from openends.services.file_outputs import Outputs, write_outputs
from openends.services.repeat_run import check_manual, compare_runs, note_run, repeated_plans

if TYPE_CHECKING:
    from openends.engine.advice.adviser import Adviser
    from openends.engine.encoder import EncoderChoice
    from openends.services.language_model import ModelPlan
    from openends.services.remote_encoder import EmbeddingsPlan


@dataclass(frozen=True, kw_only=True, slots=True)
class CodingOrder:
    """What a researcher asks for on one data file."""

    #: The data file itself; None for standard input.
    data: Path | None = None
    #: Columns to code; empty to guess.
    text: Sequence[str] = ()
    id_column: str | None = None
    #: Columns with background variables that the counts are broken down by.
    by: Sequence[str] = ()
    #: The question of each column, where known.
    questions: Mapping[str, str] = field(default_factory=dict)
    codebook: Path | None = None
    #: What people decided on some of the answers.
    reviewed: Path | None = None
    settings: Settings = field(default_factory=Settings)
    #: The language model that decides what stays in doubt; None asks nobody.
    model: ModelPlan | None = None
    #: The encoder elsewhere that reads along; None for none.
    embeddings: EmbeddingsPlan | None = None
    #: An earlier run that is repeated: it says what to code, by which codebook and settings.
    past: PastRun | None = None
    outputs: Outputs = field(default_factory=Outputs)

    @property
    def is_estimate(self) -> bool:
        """True where nothing is asked of the language model, and nothing written."""
        return self.model is not None and self.model.estimate


def code_file(survey: Survey, order: CodingOrder, progress: Progress = silent) -> CodedFile:
    """Code the open questions of a data file and write the outputs.

    Raises
    ------
    InputError
        When a column, the codebook or the answers cannot be used.
    OutputError
        When an output cannot be written; found out before the coding begins where possible.
    """
    calls = order.model.calls if order.model else None
    given = order.model.manual if order.model else None
    data = survey_files(order.data) if order.data else ()
    read = (*data, order.codebook, order.reviewed, calls, given)
    order.outputs.check([path for path in read if path])
    id_column = choose_id_column(survey, order.id_column)
    plans = _plans(survey, order, id_column)
    if len(plans) > 1:
        _check_single(order, plans[0].codebook)
    by = [find_column(survey, name).name for name in dict.fromkeys(order.by)]
    coded = code_survey(
        survey,
        plans,
        id_column=id_column,
        by=by,
        adviser=_adviser(order),
        remote=_remote(order),
        progress=progress,
    )
    run = note_run(order.data, by, order.model, order.embeddings)
    coded = replace(coded, coded=replace(coded.coded, run=run))
    if order.past is not None:
        notes = compare_runs(order.past, run, tuple(coded.coded.questions.values()))
        coded = replace(coded, notes=notes)
    if not order.is_estimate:
        lacking = write_outputs(coded, order.outputs, progress)
        coded = replace(coded, notes=(*coded.notes, *lacking))
    return coded


def _check_single(order: CodingOrder, codebook: Codebook | None) -> None:
    """Refuse files that hold what belongs to one question, where several are coded."""
    if order.outputs.codebook and codebook is None:
        raise InputError(
            "--codebook-out holds the codebook of one question; code one --text at a time for it."
        )
    if order.outputs.manual or (order.model and order.model.manual):
        raise InputError(
            "--manual holds the coding manual of one question; code one --text at a time with it."
        )


def _adviser(order: CodingOrder) -> Adviser | None:
    if order.model is None:
        return None
    # Only who asks a language model waits for the libraries that can.
    from openends.services.language_model import hire_adviser

    return hire_adviser(order.model)


def _remote(order: CodingOrder) -> EncoderChoice | None:
    if order.embeddings is None:
        return None
    from openends.services.remote_encoder import hire_encoder

    return hire_encoder(order.embeddings)


def _plans(survey: Survey, order: CodingOrder, id_column: str | None) -> list[QuestionPlan]:
    """Return what is to be coded, and how: as was asked for, or as in the run that is repeated."""
    reviewed = _reviewed(order)
    columns = choose_text_columns(survey, order.text)
    if order.past:
        check_manual(order.past, order.model.manual if order.model else None)
        return repeated_plans(order.past, survey, id_column, columns, reviewed)
    codebook = read_codebook(order.codebook) if order.codebook else None
    if codebook and order.settings.coding_type is CodingType.ENTITY:
        codebook = replace(codebook, coding_type=CodingType.ENTITY)
    return [_plan(column, order, codebook, reviewed) for column in columns]


def _reviewed(order: CodingOrder) -> ReviewedFile | None:
    if order.reviewed is None:
        return None
    if order.codebook is None and order.past is None:
        raise InputError(
            "--reviewed needs the codebook whose codes it gives; write it with --codebook-out and "
            "give it with --codebook."
        )
    return read_reviewed(order.reviewed)


def _plan(
    column: str, order: CodingOrder, codebook: Codebook | None, reviewed: ReviewedFile | None
) -> QuestionPlan:
    question = order.questions.get(column, order.settings.question)
    settings = replace(order.settings, question=question)
    if codebook is not None:
        settings = replace(settings, coding_type=codebook.coding_type)
    decided = reviewed.of(column, codebook) if reviewed and codebook else ()
    return QuestionPlan(column=column, settings=settings, codebook=codebook, reviewed=decided)
