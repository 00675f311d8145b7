"""Edits of a codebook as they are sent, and what they do as it is answered."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from openends.api.v2.models.base import (
    NOT_NULL,
    WHOLE,
    Answer,
    Body,
    Count,
    Moment,
    Name200,
    Name500,
    Text200,
    Text2000,
    Uuid,
)
from openends.api.v2.models.codebooks import (
    CodebookAnswer,
    Examples,
    FixedTone,
    Number,
    Phrases,
    Rules,
)


class NewCode(Body):
    """A code to be."""

    name: Name500
    definition: Annotated[Text2000 | None, NOT_NULL] = None
    category: Annotated[Text200 | None, NOT_NULL] = None
    number: Annotated[Number | None, NOT_NULL] = Field(
        None, description="One that no code had before is found if there is none."
    )
    include: Annotated[Phrases | None, NOT_NULL] = None
    exclude: Annotated[Phrases | None, NOT_NULL] = None
    examples: Annotated[Examples | None, NOT_NULL] = None
    rules: Annotated[Rules | None, NOT_NULL] = None
    sentiment: FixedTone = None


class AddCodeEdit(NewCode):
    """A code more; answers that it fits get it."""

    type: Literal["add_code"]


class ChangeCodeEdit(Body):
    """A code renamed, redefined, moved or numbered anew; members that are absent stay."""

    type: Literal["change_code"]
    code_id: Uuid
    name: Annotated[Name500 | None, NOT_NULL] = None
    number: Annotated[Number | None, NOT_NULL] = None
    category: Annotated[Text200 | None, NOT_NULL] = Field(
        None, description="An empty one takes the code out of its category."
    )
    definition: Annotated[Text2000 | None, NOT_NULL] = None
    include: Annotated[Phrases | None, NOT_NULL] = None
    exclude: Annotated[Phrases | None, NOT_NULL] = None
    examples: Annotated[Examples | None, NOT_NULL] = None
    rules: Annotated[Rules | None, NOT_NULL] = None


class MergeCodesEdit(Body):
    """Codes that become one."""

    type: Literal["merge_codes"]
    source_code_ids: Annotated[list[Uuid], Field(min_length=1, max_length=100)]
    target_code_id: Uuid


class SplitCodeEdit(Body):
    """A code that becomes several; each of its answers gets the parts that fit."""

    type: Literal["split_code"]
    code_id: Uuid
    parts: Annotated[list[NewCode], Field(min_length=2, max_length=20)]


class RetireCodeEdit(Body):
    """A code that is not used any more."""

    type: Literal["retire_code"]
    code_id: Uuid


class ChangeCategoryEdit(Body):
    """A category renamed, joined to another or, by an empty name, taken away."""

    type: Literal["change_category"]
    category_id: Uuid
    name: Text200


EditGiven = Annotated[
    AddCodeEdit
    | ChangeCodeEdit
    | MergeCodesEdit
    | SplitCodeEdit
    | RetireCodeEdit
    | ChangeCategoryEdit,
    Field(discriminator="type"),
]


class Signed(Body):
    """Who changes something, and why."""

    coder: Annotated[Name200 | None, NOT_NULL] = Field(
        None, description="Who decided; the label of the key if absent.", examples=["Anna"]
    )
    reason: Text2000 = Field("", description="Why, for the log.")


#: What a change without a body says.
UNSIGNED = Signed.model_validate({})


class WhatIfRequest(Body):
    """An edit to be asked about."""

    edit: EditGiven


class EditRequest(Signed):
    """An edit to be done."""

    edit: EditGiven


class RestoreRequest(Signed):
    """A version to go back to."""

    version: Annotated[int, Field(ge=1), WHOLE]


class ChangedAnswer(Answer):
    """A response whose codes are others afterwards."""

    id: str
    text: str
    before: list[str] = Field(description="Names of its codes.")
    after: list[str]
    reason: str = Field(description="Why a person should read it again; empty where nobody needs.")


class FigureAnswer(Answer):
    """The percentage of a code before and after."""

    number: int
    name: str
    people_before: Count
    people_after: Count
    percent_before: float = Field(description="Of the base.")
    percent_after: float
    points: float = Field(description="By how much it moves.")


class EditAnswer(Answer):
    """What an edit does."""

    project_id: Uuid
    question_id: Uuid
    change_id: Annotated[Uuid | None, NOT_NULL] = Field(
        None, description="Its line in the log; absent where it was only asked about."
    )
    version: int = Field(description="Of the codebook afterwards.")
    base: Count = Field(description="People who answered.")
    changed: Count = Field(description="Responses whose codes are others.")
    to_read: list[str] = Field(description="Ids of the changed responses to read again.")
    figures: list[FigureAnswer] = Field(description="Those that move, the largest move first.")
    responses: list[ChangedAnswer] = Field(description="The first hundred that change.")
    codebook: CodebookAnswer


class VersionAnswer(Answer):
    """A version of a codebook."""

    version: int
    codes: Count
    action: str = Field(description="What made it; built or given where no edit did.")
    coder: Annotated[str | None, NOT_NULL] = None
    reason: str
    parent: Annotated[int | None, NOT_NULL] = None
    restores: Annotated[int | None, NOT_NULL] = None
    change_id: Annotated[Uuid | None, NOT_NULL] = None
    created_at: Moment


class VersionDetail(VersionAnswer):
    """A version of a codebook with its codes."""

    codebook: CodebookAnswer


class ChangedCode(Answer):
    """A code that is another one in a later version."""

    code_id: Uuid
    name: str
    fields: dict[str, list[object]] = Field(description="Of each changed member, before and after.")


class VersionsCompared(Answer):
    """Two versions of a codebook beside each other."""

    from_version: int
    to_version: int
    added: list[str] = Field(description="Names of codes.")
    removed: list[str]
    changed: list[ChangedCode]


class ChangeAnswer(Answer):
    """A line of a question's log."""

    id: Uuid
    position: Count
    action: str
    coder: str
    reason: str
    details: dict[str, object]
    responses: Count = Field(description="Responses whose coding it changed.")
    undone_by: Annotated[Uuid | None, NOT_NULL] = None
    created_at: Moment
