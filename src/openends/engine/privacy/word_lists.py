"""Read the lists of words that tell personal data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def word_lists(name: str) -> Mapping[str, Any]:
    """Return the lists of a file beside this module, as they stand in it."""
    content = (files(__package__) / f"{name}.yaml").read_bytes()
    return dict(yaml.load(content, Loader=yaml.CSafeLoader))


def listed(block: str) -> list[str]:
    """Return the words of a list, whose parts are parted by commas."""
    return [" ".join(part.split()) for part in block.split(",") if part.strip()]
