"""The words of a code's name, and the lists of words that tell what a name stands for."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import regex
import yaml

from openends.engine.assign.prototypes import readable

_WORD = regex.compile(r"[\p{L}\p{M}]+")


def spoken(text: str) -> list[str]:
    """Return the words of a text in their order, small and without figures."""
    return [match.group() for match in _WORD.finditer(readable(text).casefold())]


def topic_words(text: str) -> frozenset[str]:
    """Return the words that tell what a text is about: "price" of "all price mentions"."""
    return frozenset(spoken(text)) - listed("other_words.yaml", "beside")


@cache
def listed(file: str, kind: str) -> frozenset[str]:
    """Return the words of one list of a file beside this module."""
    return frozenset(word_lists(file)[kind].split())


@cache
def word_lists(file: str) -> dict[str, Any]:
    """Return all lists of a file beside this module, by their kinds."""
    loaded: dict[str, Any] = yaml.load(
        (files(__package__) / file).read_bytes(), Loader=yaml.CSafeLoader
    )
    return loaded
