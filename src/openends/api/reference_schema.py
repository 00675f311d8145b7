"""Shapes of bodies as a person reads them: a row per member, and an example to begin with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Schema = Mapping[str, Any]

#: How far members of members are followed.
_DEPTH = 6
_EXAMPLES = {"string": "text", "integer": 1, "number": 0.5, "boolean": True}


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """A member of a body."""

    #: Where it stands: ``responses[].text``.
    path: str
    kind: str
    required: bool
    description: str


def members(schema: Schema, shapes: Schema, path: str = "", depth: int = 0) -> Iterator[Member]:
    """List the members of a shape and of the shapes within it.

    Parameters
    ----------
    schema:
        The shape, in JSON Schema.
    shapes:
        The shapes that others refer to, by name.
    path:
        Where the shape stands.
    depth:
        How deep that is.
    """
    schema = resolved(schema, shapes)
    if depth > _DEPTH:
        return
    if schema.get("type") == "array":
        yield from members(schema.get("items", {}), shapes, f"{path}[]", depth + 1)
    for option in _options(schema):
        yield from members(option, shapes, path, depth + 1)
    needed = schema.get("required", ())
    for name, given in schema.get("properties", {}).items():
        member = resolved(given, shapes)
        here = f"{path}.{name}" if path else name
        yield Member(
            path=here,
            kind=kind_of(member, shapes),
            required=name in needed,
            description=_sentence(member),
        )
        yield from members(member, shapes, here, depth + 1)


def kind_of(schema: Schema, shapes: Schema) -> str:
    """Return in a few words what a value may be."""
    schema = resolved(schema, shapes)
    options = _options(schema)
    if options:
        return " or ".join(dict.fromkeys(kind_of(option, shapes) for option in options))
    if "const" in schema:
        return repr(schema["const"])
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    kind = str(schema.get("format") or schema.get("type", "anything"))
    if kind == "array":
        return f"array of {kind_of(schema.get('items', {}), shapes)}"
    limits = [
        f"{words} {_number(schema[name])}"
        for name, words in (
            ("minLength", "min"),
            ("maxLength", "max"),
            ("minimum", "from"),
            ("maximum", "to"),
        )
        if name in schema
    ]
    return f"{kind} ({', '.join(limits)})" if limits else kind


def example(schema: Schema, shapes: Schema, depth: int = 0) -> Any:
    """Return a value of the shape, to change and send."""
    schema = resolved(schema, shapes)
    for name in ("example", "default", "const"):
        if name in schema:
            return schema[name]
    for name in ("examples", "enum"):
        if schema.get(name):
            return schema[name][0]
    options = _options(schema)
    if options:
        return example(options[0], shapes, depth)
    if schema.get("type") == "array":
        return [] if depth > _DEPTH else [example(schema.get("items", {}), shapes, depth + 1)]
    if "properties" in schema or schema.get("type") == "object":
        needed = schema.get("required", ())
        inner = schema.get("properties", {}).items()
        return {name: example(part, shapes, depth + 1) for name, part in inner if name in needed}
    return _EXAMPLES.get(str(schema.get("type")))


def resolved(schema: Schema, shapes: Schema) -> Schema:
    """Return the shape that a reference stands for."""
    while "$ref" in schema:
        schema = shapes.get(str(schema["$ref"]).rpartition("/")[2], {})
    return schema


def _number(value: float) -> str:
    """Return a limit as people write it; FastAPI makes 1.0 of every 1."""
    return f"{int(value):,}" if value == int(value) else str(value)


def _options(schema: Schema) -> list[Schema]:
    return [*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())]


def _sentence(schema: Schema) -> str:
    description = str(schema.get("description", ""))
    if "default" in schema:
        description = f"{description} Default: {schema['default']}.".strip()
    return description
