"""Repeat an earlier run: the same settings on the same answers, and what is not the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from openends.domain.errors import InputError
from openends.domain.result import CodedQuestion, Manifest
from openends.domain.run import CodingEngine, PastQuestion, PastRun, Run
from openends.domain.survey import Survey
from openends.engine.manifest import hash_responses, hash_reviewed
from openends.engine.settings import Settings
from openends.files.read_reviewed import ReviewedFile
from openends.services.code_survey import QuestionPlan, responses_of
from openends.version import __version__

if TYPE_CHECKING:
    from openends.services.language_model import ModelPlan
    from openends.services.remote_encoder import EmbeddingsPlan


def hash_file(path: Path | None) -> str:
    """Return the SHA-256 of a file's bytes; "" for none."""
    if path is None:
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def note_run(
    data: Path | None,
    by: Sequence[str],
    model: ModelPlan | None,
    embeddings: EmbeddingsPlan | None,
) -> Run:
    """Return what was asked for on a data file, without keys and addresses."""
    engine = CodingEngine.EMBEDDED
    if model is not None:
        engine = CodingEngine.LLM if model.everything else CodingEngine.HYBRID
    return Run(
        source_sha256=hash_file(data),
        by=tuple(by),
        engine=engine,
        model=model.spec.model if model else "",
        max_cost=model.max_cost if model else None,
        mask=bool((model and model.mask) or (embeddings and embeddings.mask)),
        manual_sha256=hash_file(model.manual if model else None),
        embeddings=embeddings.spec.model if embeddings else "",
    )


def repeated_plans(
    past: PastRun,
    survey: Survey,
    id_column: str | None,
    columns: Sequence[str],
    reviewed: ReviewedFile | None,
) -> list[QuestionPlan]:
    """Return what is to be coded, and how, to repeat a run.

    Parameters
    ----------
    past:
        The run.
    survey:
        The data file that was given now.
    id_column:
        Its column that identifies respondents.
    columns:
        Its columns with the answers, in the order of the run's questions.
    reviewed:
        What people decided, as it was given now.

    Raises
    ------
    InputError
        When the answers, or what people decided, are not those of the run.
    """
    if len(columns) != len(past.questions):
        raise InputError(
            f"The run in {past.name} coded {len(past.questions):,} questions; name as many columns "
            "with --text, in their order."
        )
    if reviewed and not any(question.manifest.reviewed for question in past.questions):
        raise InputError(
            f"The run in {past.name} learned from no reviewed answers; leave --reviewed out."
        )
    plans = []
    for column, question in zip(columns, past.questions, strict=True):
        plan = QuestionPlan(
            column=column,
            settings=_settings(question.manifest),
            codebook=question.given,
            reviewed=reviewed.of(column, question.given) if reviewed and question.given else (),
        )
        _check_answers(past, question, survey, id_column, plan)
        plans.append(plan)
    return plans


def check_manual(past: PastRun, manual: Path | None) -> None:
    """Raise ``InputError`` when the coding manual is not the one of the run."""
    if past.run.manual_sha256 and hash_file(manual) != past.run.manual_sha256:
        raise InputError(
            f"The run in {past.name} coded by a coding manual that was given to it; give the same "
            "file with --manual."
        )


def compare_runs(past: PastRun, run: Run, coded: Sequence[CodedQuestion]) -> tuple[str, ...]:
    """Return in sentences how a run came out that repeats another, and why if otherwise."""
    return (*_other_terms(past, run), *_other_outcomes(past, coded))


def _other_terms(past: PastRun, run: Run) -> Iterator[str]:
    then = past.questions[0].manifest.openends_version
    if then != __version__:
        yield (
            f"The run in {past.name} was made by Openends {then}, and this is {__version__}; "
            "install that version to get the same bytes."
        )
    if past.run.source_sha256 and run.source_sha256 != past.run.source_sha256:
        yield (
            f"The ids and answers are those of the run in {past.name}, but the file is not the "
            "same byte for byte; other columns may differ, and so may the results."
        )
    if run.model:
        yield (
            "A language model is asked again for what the record of its calls does not hold; its "
            "codes are the same where --llm-calls names the record of that run."
        )


def _other_outcomes(past: PastRun, coded: Sequence[CodedQuestion]) -> Iterator[str]:
    for question, now in zip(past.questions, coded, strict=True):
        then, manifest = question.manifest, now.manifest
        where = f"Column {question.column}: " if len(coded) > 1 else ""
        if manifest.encoders != then.encoders:
            yield (
                f"{where}The answers were read by {', '.join(manifest.encoders)}, in the run in "
                f"{past.name} by {', '.join(then.encoders)}; install the libraries of its "
                "constraints.txt."
            )
        if manifest.codebook_sha256 != then.codebook_sha256:
            yield f"{where}The codebook that was built is not the one of the run in {past.name}."
        if manifest.codings_sha256 == then.codings_sha256:
            yield f"{where}Every coding is as in the run in {past.name}."
        else:
            yield f"{where}Not every coding is as in the run in {past.name}."


def _settings(manifest: Manifest) -> Settings:
    return Settings(**{field.name: getattr(manifest, field.name) for field in fields(Settings)})


def _check_answers(
    past: PastRun,
    question: PastQuestion,
    survey: Survey,
    id_column: str | None,
    plan: QuestionPlan,
) -> None:
    then = question.manifest
    if hash_responses(responses_of(survey, plan.column, id_column)) != then.responses_sha256:
        raise InputError(
            f"The answers in column '{plan.column}' are not those of the run in {past.name}: an id "
            "or a text differs, or their order; give the file of that run, or code it without "
            "--manifest."
        )
    if hash_reviewed(plan.reviewed) != then.reviewed_sha256:
        raise InputError(
            f"The run in {past.name} learned from {then.reviewed:,} reviewed answers to column "
            f"'{plan.column}'; give the file with the same ones by --reviewed."
        )
