"""Hold the words around names of persons, ready for look-up."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from openends.engine.privacy.word_lists import listed, word_lists
from openends.engine.privacy.words import Phrases, fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What announces a name, what is one, and what only looks like one."""

    titles: Phrases
    introductions: Phrases
    relatives: Phrases
    cues: Phrases
    light_cues: Phrases
    follow_ups: Phrases
    closings: Phrases
    particles: Phrases
    #: Brands, places and politicians, which stay.
    kept: Phrases
    #: First names that are hardly anything else.
    common: frozenset[str]
    #: These, and first names that are words, cities or surnames too.
    first_names: frozenset[str]
    surnames: frozenset[str]
    #: No names, however they are written.
    never: frozenset[str]
    #: No names after a title.
    offices: frozenset[str]


@cache
def vocabulary(language: str) -> Vocabulary:
    """Return the words for answers in a language; only titles differ."""
    around, names, kept = (
        word_lists("name_words"),
        word_lists("first_names"),
        word_lists("kept_names"),
    )
    titles = around["titles"]
    common, doubtful = _keys(names["common"]), _keys(names["doubtful"])
    return Vocabulary(
        titles=Phrases([*listed(titles["everywhere"]), *listed(titles.get(language, ""))]),
        introductions=Phrases(listed(around["introductions"])),
        relatives=Phrases(listed(around["relatives"])),
        cues=Phrases(listed(around["cues"])),
        light_cues=Phrases(listed(around["light_cues"])),
        follow_ups=Phrases(listed(around["follow_ups"])),
        closings=Phrases(listed(around["closings"])),
        particles=Phrases(listed(around["particles"])),
        kept=Phrases(name for block in kept.values() for name in listed(block)),
        common=common - doubtful,
        first_names=common | doubtful,
        surnames=_keys(names["surnames"]),
        never=_keys(around["never"]),
        offices=_keys(around["no_names"]),
    )


def _keys(block: str) -> frozenset[str]:
    return frozenset(map(fold, listed(block)))
