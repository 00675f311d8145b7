"""Code a data file and write everything that was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from openends.domain.codebook import Codebook, CodingType
from openends.domain.errors import InputError
from openends.domain.methods_page import MethodsPage
from openends.domain.run import PastRun
from openends.domain.survey import Survey
from openends.engine.progress import Progress, silent
from openends.engine.settings import Settings
from openends.files import read_codebook
from openends.files.atomic import all_or_none, check_distinct, check_writable
from openends.files.coding_manual import write_manual
from openends.files.read_reviewed import ReviewedFile, read_reviewed
from openends.files.write_codebook import check_codebook_output, write_codebook
from openends.files.write_coded import check_output, write_coded
from openends.files.write_manifest import check_manifest_output, write_manifest
from openends.files.write_methods import check_methods, write_methods
from openends.files.write_report import check_report, write_report
from openends.services.choose_columns import choose_id_column, choose_text_columns, find_column
from openends.services.code_survey import CodedFile, QuestionPlan, code_survey
from openends.services.coding_facts import facts_of_run
from openends.services.repeat_run import check_manual, compare_runs, note_run, repeated_plans

if TYPE_CHECKING:
    from openends.engine.advice.adviser import Adviser
    from openends.engine.encoder import EncoderChoice
    from openends.services.language_model import ModelPlan
    from openends.services.remote_encoder import EmbeddingsPlan


@dataclass(frozen=True, kw_only=True, slots=True)
class Outputs:
    """Files to write; checked before the work begins, so that no coding is lost."""

    coded: Sequence[Path] = ()
    report: Path | None = None
    codebook: Path | None = None
    #: The coding manual that a language model writes.
    manual: Path | None = None
    manifest: Path | None = None
    #: How the questions were coded, for the methods section of a report.
    methods: Path | None = None

    def check(self, inputs: Sequence[Path]) -> None:
        """Raise ``OutputError`` for the first file that could not be written, or would be lost."""
        for path in self.coded:
            check_output(path)
        if self.codebook:
            check_codebook_output(self.codebook)
        if self.report:
            check_report(self.report)
        if self.manifest:
            check_manifest_output(self.manifest)
        if self.methods:
            check_methods(self.methods)
        check_distinct(self.paths, inputs)
        for path in self.paths:
            check_writable(path)

    @property
    def paths(self) -> tuple[Path, ...]:
        """All files to write."""
        named = (self.report, self.codebook, self.manual, self.manifest, self.methods)
        return (*self.coded, *(path for path in named if path is not None))


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
    read = (order.data, order.codebook, order.reviewed, calls, given)
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
        write_outputs(coded, order.outputs, progress)
    return coded


def write_outputs(coded: CodedFile, outputs: Outputs, progress: Progress = silent) -> None:
    """Write all files of a coded survey, or none when one fails."""
    total = len(outputs.paths)
    if not total:
        return
    progress("Writing", 0, total)
    with all_or_none():
        for done, path in enumerate(outputs.coded, start=1):
            write_coded(coded.coded, coded.tabulations, path)
            progress("Writing", done, total)
        if outputs.report:
            write_report(coded.coded, coded.tabulations, outputs.report)
        first = next(iter(coded.coded.questions.values()))
        if outputs.codebook:
            write_codebook(first.codebook, outputs.codebook)
        if outputs.manual and first.advice and first.advice.manual:
            write_manual(first.advice.manual, outputs.manual)
        if outputs.manifest:
            write_manifest(coded.coded, outputs.manifest)
        if outputs.methods:
            write_methods(_methods(coded), outputs.methods)
    progress("Writing", total, total)


def _methods(coded: CodedFile) -> list[MethodsPage]:
    # Only who wants the page waits for what its intervals are computed with.
    from openends.services.methods_page import methods_page

    source = coded.coded.survey.source
    return [
        methods_page(
            facts_of_run(
                question,
                coded.tabulations[column],
                f"{source}, column {column}" if source else f"column {column}",
            )
        )
        for column, question in coded.coded.questions.items()
    ]


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
