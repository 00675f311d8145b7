"""A coded question as the store keeps it, ready to be counted and told of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from openends.domain.coding import Coding
from openends.domain.errors import InvalidState
from openends.domain.organization import Caller
from openends.domain.project import Project, Question
from openends.domain.result import CodedQuestion, Manifest
from openends.domain.run import MachineRun
from openends.engine.manifest import make_manifest
from openends.services.coding_request import for_the_engine
from openends.services.find_question import find_project, find_question
from openends.services.prepare_coding import settings_of
from openends.services.seen_question import decided
from openends.services.stored_codings import codings_from
from openends.store import codebook_versions, codebooks, coding_runs, codings, model_calls
from openends.store.codebook_versions import Edit
from openends.store.codebooks import StoredCodebook
from openends.store.coded_rows import CodedRow
from openends.store.model_calls import Used


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredQuestion:
    """A question with its codebook, all its responses, and the runs in which they were coded."""

    project: Project
    question: Question
    stored: StoredCodebook
    #: All responses in their order, coded or not.
    rows: Sequence[CodedRow]
    #: By their id, the first of them first; empty where the server noted none.
    runs: Mapping[int, MachineRun]
    #: Language models that were asked about it; empty for none.
    models: tuple[Used, ...]
    #: What people changed of the codebook since it was built or handed in.
    edits: tuple[Edit, ...]
    #: Codings in the order of the responses that are coded.
    coded: CodedQuestion

    @property
    def coded_rows(self) -> list[CodedRow]:
        """Return the responses that are coded: one per coding, in their order."""
        return [row for row in self.rows if row.coded]

    @property
    def is_edited(self) -> bool:
        """Return whether the codebook is another one than was built or handed in."""
        return _is_edited(self.edits)

    @property
    def uncoded(self) -> int:
        """Return how many responses have no coding yet."""
        return len(self.rows) - len(self.coded.codings)


def load_coded_question(
    connection: Connection, caller: Caller, project_id: str, question_id: str
) -> StoredQuestion:
    """Return a question that is coded, at least in part.

    Raises
    ------
    NotFound
        When the caller has no such project or question.
    InvalidState
        When nothing of it is coded yet; names the step that is missing.
    """
    project = find_project(connection, caller, project_id)
    question = find_question(connection, caller, project_id, question_id)
    organization = caller.organization.id
    stored = codebooks.load(connection, organization, question.id)
    if stored is None:
        raise no_codebook(question)
    rows = codings.load_all(connection, organization, question.id)
    made = codings_from(rows, stored)
    if not made:
        raise not_coded(question)
    runs = coding_runs.of_question(connection, organization, question.id)
    edits = _last_edits(
        codebook_versions.edits(connection, organization, question.id), stored.version
    )
    # The command line can build a codebook, or learn from what people decided, and not both.
    built = stored.induced and not _is_edited(edits) and not decided(made)
    return StoredQuestion(
        project=project,
        question=question,
        stored=stored,
        rows=rows,
        runs=runs,
        models=model_calls.used(connection, organization, question.id),
        edits=edits,
        coded=CodedQuestion(
            question=question.text,
            codebook=stored.codebook,
            codings=made,
            manifest=_manifest(question, stored, rows, tuple(runs.values()), made, built=built),
            given=stored.codebook if not built else None,
        ),
    )


def no_codebook(question: Question) -> InvalidState:
    """Return what is said where a question has no codebook, and what to do."""
    return InvalidState(
        f"Question {question.id} has no codebook yet. Build one with POST "
        "/v2/codebook/generate, then code it with POST /v2/coding/auto."
    )


def not_coded(question: Question) -> InvalidState:
    """Return what is said where nothing of a question is coded, and what to do."""
    return InvalidState(
        f"Question {question.id} is not coded yet. Code it with POST /v2/coding/auto."
    )


def limits_of(stored: StoredQuestion) -> Iterator[str]:
    """Yield what keeps a run on the same responses from giving the same codes."""
    if not stored.runs:
        yield "Which version and encoders coded the responses was not noted."
    if len(stored.runs) > 1:
        yield (
            f"The responses were coded in {len(stored.runs):,} runs; one run on all of them can "
            "give other codes."
        )
    if stored.uncoded:
        yield f"Responses without a coding yet: {stored.uncoded:,}."
    manifest = stored.coded.manifest
    if stored.stored.induced and not manifest.codebook_induced:
        yield "The codebook was built from the responses; a run takes it as one that was given."
    if manifest.reviewed:
        yield (
            f"People decided {manifest.reviewed:,} responses; a run needs them, in their order, by "
            "--reviewed."
        )
    if stored.models:
        yield "A language model was asked; it can reply otherwise when it is asked again."
    if any(row.language for row in stored.rows):
        yield "Some responses name their language, which a data file cannot."


def _last_edits(edits: Sequence[Edit], version: int) -> tuple[Edit, ...]:
    """Return the edits that led to a version from the one that was built or handed in."""
    found: list[Edit] = []
    for edit in reversed(edits):
        if edit.version == version - len(found):
            found.append(edit)
    return tuple(reversed(found))


def _is_edited(edits: Sequence[Edit]) -> bool:
    """Return whether edits left something changed: the last may have taken all others back."""
    return bool(edits) and edits[-1].restores != edits[0].version - 1


def _manifest(
    question: Question,
    stored: StoredCodebook,
    rows: Sequence[CodedRow],
    runs: Sequence[MachineRun],
    made: tuple[Coding, ...],
    *,
    built: bool,
) -> Manifest:
    """Return what is known of how the question was coded; versions are those of the last run."""
    answers, language = for_the_engine(rows, question.language)
    last = runs[-1] if runs else None
    settings = settings_of(question, language, last.quality if last else "fast")
    manifest = make_manifest(
        answers,
        stored.codebook,
        (),
        replace(settings, coding_type=stored.codebook.coding_type),
        induced=built,
        reviewed=decided(made),
        codings=made,
    )
    return replace(
        manifest,
        openends_version=last.openends_version if last else "",
        encoders=last.encoders if last else (),
        seed=last.seed if last else 0,
    )
