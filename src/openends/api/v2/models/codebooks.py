"""Codebooks as they are sent and answered."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from openends.api.v2.models.advice import Advice
from openends.api.v2.models.base import (
    NOT_NULL,
    WHOLE,
    Answer,
    Body,
    Count,
    Name500,
    Text200,
    Text500,
    Text2000,
    Uuid,
    by_kind,
)
from openends.domain.codebook import Codebook, CodingType, RuleKind
from openends.domain.coding import Sentiment
from openends.files.codebook_entries import codes_from_entries
from openends.files.limits import CODES, PHRASES

#: The largest number that a data file's variable holds as a code, and a database as an integer.
MOST_NUMBER = 999_999_999

Number = Annotated[int, Field(ge=0, le=MOST_NUMBER), WHOLE]
Examples = Annotated[list[Text2000], Field(max_length=1_000)]


class RuleGiven(Body):
    """A condition that gives a code without weighing any score."""

    kind: Annotated[RuleKind, Field(strict=False)]
    pattern: Annotated[Text500, Field(min_length=1)]


Phrases = Annotated[list[Text500], Field(max_length=PHRASES)]
Rules = Annotated[list[RuleGiven], Field(max_length=1_000)]
FixedTone = Annotated[
    Sentiment | None,
    NOT_NULL,
    Field(
        strict=False,
        description="The tone of all its mentions; told from each response if absent.",
    ),
]


class CodeGiven(Body):
    """A code in a category."""

    name: Name500
    definition: Annotated[Text2000 | None, NOT_NULL] = None
    number: Annotated[Number | None, NOT_NULL] = None
    examples: Annotated[Examples | None, NOT_NULL] = None
    include: Annotated[Phrases | None, NOT_NULL] = None
    exclude: Annotated[Phrases | None, NOT_NULL] = None
    rules: Annotated[Rules | None, NOT_NULL] = None
    id: Annotated[Uuid | None, NOT_NULL] = Field(None, description="Not read: ids are made anew.")
    sentiment: FixedTone = None
    count: Annotated[Count | None, NOT_NULL] = Field(
        None, description="Not read: responses are counted."
    )


class CategoryGiven(Body):
    """A category with its codes."""

    name: Text200
    codes: list[CodeGiven]
    id: Uuid | None = Field(None, description="Ids are made anew; null says that it is none.")

    @property
    def title(self) -> str:
        """Return its name; "" for what stands in a category's place where codes have none."""
        return "" if self.id is None and "id" in self.model_fields_set else self.name


class CodebookGiven(Body):
    """A codebook of two levels, as it is answered: categories hold codes."""

    categories: Annotated[list[CategoryGiven], Field(min_length=1)]


class FlatCode(Body):
    """A code beside its category."""

    code: Name500 = Field(description="The name of the code.", examples=["Stain removal"])
    category: Annotated[Text200 | None, NOT_NULL] = Field(None, examples=["Reason"])
    definition: Annotated[Text2000 | None, NOT_NULL] = None
    number: Annotated[Number | None, NOT_NULL] = None
    examples: Annotated[Examples | None, NOT_NULL] = None
    include: Annotated[Phrases | None, NOT_NULL] = None
    exclude: Annotated[Phrases | None, NOT_NULL] = None
    rules: Annotated[Rules | None, NOT_NULL] = None
    sentiment: FixedTone = None


FlatItem = Annotated[
    FlatCode | Name500,
    by_kind("a name or an object with a 'code'", {dict: FlatCode, str: Name500}),
]
FlatCodes = Annotated[list[FlatItem], Field(min_length=1, max_length=CODES)]

#: The codebook as an object, as a flat list of codes, or as mere names.
CodebookInput = Annotated[
    CodebookGiven | FlatCodes,
    by_kind(
        "an object with 'categories' or a list of codes", {dict: CodebookGiven, list: FlatCodes}
    ),
]


def codebook_from(given: CodebookGiven | list[FlatCode | str], coding_type: CodingType) -> Codebook:
    """Return the codebook that was sent; codes without a number get the next free one.

    Raises
    ------
    CodebookProblem
        When a name or a number stands twice; the sentence names both.
    """
    if isinstance(given, CodebookGiven):
        entries = [
            _entry(code.name, category.title, code)
            for category in given.categories
            for code in category.codes
        ]
    else:
        entries = [
            {"name": item} if isinstance(item, str) else _entry(item.code, item.category, item)
            for item in given
        ]
    return Codebook(codes=codes_from_entries(entries, "the codebook"), coding_type=coding_type)


def _entry(name: str, category: str | None, given: CodeGiven | FlatCode) -> dict[str, Any]:
    return {
        "name": name,
        "category": category,
        "definition": given.definition,
        "number": given.number,
        "examples": given.examples,
        "include": given.include,
        "exclude": given.exclude,
        "sentiment": given.sentiment,
        "rules": None
        if given.rules is None
        else [{"kind": str(rule.kind), "pattern": rule.pattern} for rule in given.rules],
    }


class Rule(Answer):
    """A condition that gives a code without weighing any score."""

    kind: RuleKind
    pattern: str


class Code(Answer):
    """A code, with the number of responses that have it."""

    id: Uuid
    number: int = Field(description="Stands for the code in data files.")
    name: str
    definition: str
    sentiment: Annotated[Sentiment | None, NOT_NULL] = Field(
        None, description="A tone that a person fixed for the code."
    )
    count: Count = Field(description="Responses that have the code.")
    examples: list[str]
    include: Annotated[list[str] | None, NOT_NULL] = Field(
        None, description="What belongs here; absent where nothing was said."
    )
    exclude: Annotated[list[str] | None, NOT_NULL] = Field(
        None, description="What does not, though one might think so."
    )
    rules: Annotated[list[Rule] | None, NOT_NULL] = Field(
        None, description="Conditions that give the code without weighing a score."
    )


class Category(Answer):
    """A category with its codes."""

    id: Uuid | None = Field(description="Null where codes have no category.")
    name: str
    codes: list[Code]


class CodebookAnswer(Answer):
    """A codebook of two levels: categories hold codes."""

    categories: list[Category]


class CodebookResult(Answer):
    """A question's codebook."""

    project_id: Uuid
    question_id: Uuid
    codebook: CodebookAnswer
    advice: Annotated[Advice | None, NOT_NULL] = Field(
        None, description="Where a language model was asked to name the codes."
    )
