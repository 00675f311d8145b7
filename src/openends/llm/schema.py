"""Parts of JSON schemas that replies are to keep to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def a_list(items: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of a list whose items keep to this one."""
    return {"type": "array", "items": dict(items)}


def an_object(**properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schema of an object that has all of these members and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
