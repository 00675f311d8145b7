"""What another person needs to repeat a coding, as it is answered."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from openends.api.v2.models.base import Answer, Count, Uuid
from openends.api.v2.models.results import MachineRun
from openends.domain.result import Manifest
from openends.domain.run import Run


class QuestionManifest(Answer):
    """How a question was coded."""

    column: str = Field(description="Empty: the responses did not come from a data file.")
    question: str
    codebook: dict[str, Any] = Field(description="The codebook as a codebook file holds it.")
    given_codebook: dict[str, Any] | None = Field(
        description="The codebook that was handed in, where another one was applied."
    )
    manifest: Manifest


class CodedIn(MachineRun):
    """A run of the machine in which responses were coded."""

    responses: Count = Field(description="Responses whose coding is of this run.")


class Coder(Answer):
    """Who had the last word on responses."""

    coder: str = Field(description="A person's name, or machine.")
    responses: Count


class ModelUsed(Answer):
    """A language model that was asked, with a prompt."""

    model: str
    prompt: str = Field(description="Name and version.")
    calls: Count


class StoredManifest(Answer):
    """What openends code --manifest repeats a coding from, and who coded."""

    project_id: Uuid
    question_id: Uuid
    source: str
    id_column: str | None
    run: Run
    questions: list[QuestionManifest]
    codebook_version: Count
    coded_in: list[CodedIn]
    coders: list[Coder]
    language_models: list[ModelUsed]
    limits: list[str] = Field(description="What keeps a repeated run from giving the same codes.")
