"""Recognise "nothing", "don't know" and the like, in whole answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import yaml

from openends.engine.prepare.plain import plain

#: A longer answer says something.
MOST_LETTERS = 100


class _NothingWords:
    """The word lists, made ready for comparison."""

    def __init__(self, content: bytes) -> None:
        lists = yaml.load(content, Loader=yaml.CSafeLoader)
        # Spaces do not count: people write "dontknow", and exports turn "don't" into "don t".
        self.phrases = frozenset(
            phrase.replace(" ", "")
            for block in lists["phrases"].values()
            for phrase in _listed(block)
        )
        fillers = _listed(lists["fillers"])
        self.filler_words = frozenset(filler for filler in fillers if " " not in filler)
        front = _any_of([*fillers, *_listed(lists["openers"])])
        back = _any_of(fillers)
        self.edges = re.compile(rf"^(?:{front})\s+(?=\S)|(?<=\S)\s+(?:{back})$")


@cache
def _words() -> _NothingWords:
    return _NothingWords((files(__package__) / "no_answer_words.yaml").read_bytes())


def _listed(block: str) -> list[str]:
    return [words for phrase in block.split(",") if (words := plain(phrase))]


def _any_of(phrases: Sequence[str]) -> str:
    """Return a pattern for the phrases, the longest first; "l instant" is "linstant" too."""
    ranked = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "|".join(phrase.replace(" ", " ?") for phrase in ranked)


def says_nothing(words: str) -> bool:
    """Tell whether an answer is "nothing", "don't know" or the like, fillers apart.

    Parameters
    ----------
    words:
        The whole answer in its plain form.
    """
    if len(words) > MOST_LETTERS:
        return False
    known = _words()
    core = words
    while core.replace(" ", "") not in known.phrases:
        shorter = known.edges.sub("", core, count=1)
        if shorter == core:
            break
        core = shorter
    else:
        return True
    kept = [word for word in core.split() if word not in known.filler_words]
    once = [word for place, word in enumerate(kept) if kept[place - 1 : place] != [word]]
    return "".join(once) in known.phrases
