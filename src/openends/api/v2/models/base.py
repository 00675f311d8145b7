"""What all shapes share: strict members, texts that every database keeps, ids."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    TypeAdapter,
    WithJsonSchema,
    WrapValidator,
)
from pydantic_core import CoreSchema, PydanticKnownError, core_schema

from openends.domain.codebook import CodingType
from openends.domain.errors import NotFound

#: PostgreSQL keeps no NUL, and half a surrogate pair is no character.
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class _NotNull:
    """Takes null for what it is: not a way to leave a member out."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        schema: CoreSchema = handler(source)["schema"]
        return schema


#: On an optional member: it may be left out, but not be null.
NOT_NULL = _NotNull()


def unlike(wanted: str) -> PydanticKnownError:
    """Return the error of a member that is not what it must be, in words after "must be"."""
    return PydanticKnownError("enum", {"expected": wanted})


def _storable(text: str) -> str:
    found = _UNSTORABLE.search(text)
    if found is not None:
        raise unlike(f"text without the character U+{ord(found[0]):04X}")
    return text


_STORABLE = AfterValidator(_storable)


def by_kind(wanted: str, kinds: Mapping[type, Any]) -> WrapValidator:
    """Read a member that may be of several kinds as what it is, so that an error names its place.

    Parameters
    ----------
    wanted:
        What the member must be, in words after "must be".
    kinds:
        What JSON has, ``dict``, ``list`` or ``str``, and the shape that it is read as.
    """
    readers = {kind: TypeAdapter(shape) for kind, shape in kinds.items()}

    def read(value: Any, _: Any) -> Any:
        reader = readers.get(type(value))
        if reader is None:
            raise unlike(wanted)
        return reader.validate_python(value)

    return WrapValidator(read)


#: Texts that every database can keep, of at most so many characters.
Text100 = Annotated[str, Field(max_length=100), _STORABLE]
Text200 = Annotated[str, Field(max_length=200), _STORABLE]
Text500 = Annotated[str, Field(max_length=500), _STORABLE]
Text2000 = Annotated[str, Field(max_length=2_000), _STORABLE]
Text4000 = Annotated[str, Field(max_length=4_000), _STORABLE]
#: A name that somebody gave, or an id that is the caller's own.
Name200 = Annotated[str, Field(min_length=1, max_length=200), _STORABLE]
Name255 = Annotated[str, Field(min_length=1, max_length=255), _STORABLE]
Name2000 = Annotated[str, Field(min_length=1, max_length=2_000), _STORABLE]
Name500 = Annotated[str, Field(min_length=1, max_length=500), _STORABLE]

Uuid = Annotated[str, WithJsonSchema({"type": "string", "format": "uuid"})]
Moment = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]


def _whole(value: Any) -> Any:
    # JSON does not tell 1.0 from 1.
    return int(value) if isinstance(value, float) and value.is_integer() else value


#: On a whole number, after its limits.
WHOLE = BeforeValidator(_whole)
Count = Annotated[int, Field(ge=0), WHOLE]

#: The kind of coding by its name; strict mode would ask for the enum itself.
CodingTypeName = Annotated[CodingType, Field(strict=False)]


@dataclass(frozen=True)
class _Spelt:
    """On a text: how it is spelt, as a pattern and in the words of an error."""

    pattern: str
    wanted: str

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return handler(schema) | {"pattern": f"^{self.pattern}$"}

    def _check(self, text: str) -> str:
        if not re.fullmatch(self.pattern, text):
            raise unlike(self.wanted)
        return text


Language = Annotated[
    str, _Spelt("(auto|[a-z]{2})", "auto or a code of two small letters, such as en")
]
LanguageCode = Annotated[str, _Spelt("[a-z]{2}", "a code of two small letters, such as en")]
ShortName = Annotated[
    str,
    _Spelt("[A-Za-z][A-Za-z0-9_]{0,23}", "a letter, then at most 23 letters, digits and _, as Q5"),
]
Country = Annotated[str, _Spelt("[A-Za-z]{2}", "a code of two letters, such as US; XX is none")]


class Shape(BaseModel):
    """An object of the interface."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Leave out what says nothing: titles, and defaults that only stand for absence."""
        shown = handler(schema)
        members = handler.resolve_ref_schema(shown)
        members.pop("title", None)
        for member in members.get("properties", {}).values():
            member.pop("title", None)
            if member.get("default", "there") in (None, ""):
                del member["default"]
        return shown


class Body(Shape):
    """An object that a client sends: every member known, of its type, and not null."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Answer(Shape):
    """An object that the server sends; further members may come."""


_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def known_id(given: str, thing: str) -> str:
    """Return the id of a project or question in the one spelling that the store knows.

    Raises
    ------
    NotFound
        When it is no id at all: nothing can have it.
    """
    spelt = given.lower()
    if not _UUID.fullmatch(spelt):
        raise NotFound(f"{thing} not found")
    return spelt


Data = TypeVar("Data")


class Meta(Answer):
    """Facts about the answer."""

    api_version: str
    request_id: str
    credits_used: Annotated[int | None, NOT_NULL, Field(ge=0)] = None
    credits_remaining: Annotated[int | None, NOT_NULL] = None


class ListMeta(Answer):
    """Facts about a list."""

    api_version: str
    request_id: str
    count: Count = Field(description="Items in this answer.")
    next_cursor: Annotated[str | None, NOT_NULL] = Field(
        None, description="Where the next page begins; absent on the last one."
    )


class Envelope(Answer, Generic[Data]):
    """A successful answer."""

    success: Literal[True]
    data: Data
    meta: Meta

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Return the name that the shape has in the description of the interface."""
        return f"{params[0].__name__}Answer"


class ListEnvelope(Answer, Generic[Data]):
    """A successful answer with a list."""

    success: Literal[True]
    data: list[Data]
    meta: ListMeta

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """Return the name that the shape has in the description of the interface."""
        return f"{params[0].__name__}ListAnswer"
