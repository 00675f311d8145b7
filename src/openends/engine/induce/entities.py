"""Find the list of brands, products or people in answers that name them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from openends.domain.codebook import Code, Codebook, CodingType, Rule, RuleKind, renumber
from openends.domain.errors import NothingToCode
from openends.engine.assign.entities import EXACT_LETTERS, spelling_key
from openends.engine.prepare.prepare import Answer

#: Similarity from which a rarer spelling is taken for a misspelling of a more frequent one.
SAME = 0.72
#: A part with more words than this is a sentence, not a name.
MOST_WORDS = 3
#: Spellings of an entity that are written into the codebook.
MOST_VARIANTS = 12

_SEPARATORS = re.compile(
    r"[,;/|\n&+]|\s-\s|\s(?:and|or|y|o|e|ou|et|und|oder|ed|en|of)\s", re.IGNORECASE
)
_LEADING = re.compile(
    r"^(?:(?:i|we|the|my|our|a|an|only|mostly|usually|mainly|just|use|used|buy|like|is|it'?s|also|"
    r"el|la|los|las|un|una|uso|der|die|das|ein|eine|ich|nutze|le|les|une|o|os|il|lo|de|het|een)\s+)+",
    re.IGNORECASE,
)


def induce_entities(answers: Sequence[Answer], *, most: int, least: float) -> Codebook:
    """Return a codebook with one code per entity, its spellings folded together.

    Parameters
    ----------
    answers:
        Distinct answers, each naming one or several entities, parted by commas, slashes or "and".
    most:
        Entities at most.
    least:
        People that must name an entity.

    Notes
    -----
    Spellings are taken by falling frequency; each joins the entity it is closest to from .72 of
    Damerau-Levenshtein similarity on, or founds one. Names of up to four letters never merge.

    Raises
    ------
    NothingToCode
        When no answer holds anything short enough to be a name.
    """
    written: Counter[str] = Counter()
    for answer in answers:
        for name in dict.fromkeys(_parts(answer.text)):
            written[name] += answer.people
    groups = _merged(written)
    counted = [(sum(written[name] for name in group), group) for group in groups]
    kept = [(people, group) for people, group in counted if people >= least] or counted
    kept.sort(key=lambda item: (-item[0], item[1][0].casefold()))
    codes = [
        Code(
            name=_best_spelling(group, written),
            number=position,
            rules=tuple(
                Rule(kind=RuleKind.VARIANT, pattern=name) for name in _variants(group, written)
            ),
        )
        for position, (_, group) in enumerate(kept[:most], start=1)
    ]
    if not codes:
        raise NothingToCode(
            "No answer holds a name of three words or fewer; use --coding-type qualitative, or "
            "give the list of entities with --codebook."
        )
    return Codebook(codes=renumber(codes), coding_type=CodingType.ENTITY)


def _parts(text: str) -> list[str]:
    """Return the runs of up to three words that stand alone in an answer."""
    parts = (_LEADING.sub("", part.strip(" \t.!?:\"'()")) for part in _SEPARATORS.split(text))
    return [part for part in parts if spelling_key(part) and len(part.split()) <= MOST_WORDS]


def _merged(written: Counter[str]) -> list[list[str]]:
    """Group spellings, each group's most frequent first."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extractOne

    by_key: dict[str, list[str]] = {}
    for name, _ in sorted(written.items(), key=lambda item: (-item[1], item[0])):
        by_key.setdefault(spelling_key(name), []).append(name)
    weight = {key: sum(written[name] for name in names) for key, names in by_key.items()}
    founders: dict[str, list[str]] = {}
    for key in sorted(by_key, key=lambda item: (-weight[item], item)):
        long_founders = [founder for founder in founders if len(founder) > EXACT_LETTERS]
        match = None
        if len(key) > EXACT_LETTERS - 1 and long_founders:
            match = extractOne(
                key, long_founders, scorer=OSA.normalized_similarity, score_cutoff=SAME
            )
        founders.setdefault(match[0] if match else key, []).extend(by_key[key])
    return list(founders.values())


def _best_spelling(group: Sequence[str], written: Counter[str]) -> str:
    """Return the commonest spelling, written with capitals if anyone wrote it so."""
    key = spelling_key(group[0])
    same = [name for name in group if spelling_key(name) == key]
    cased = [name for name in same if not name.islower()] or same
    best = max(cased, key=lambda name: (written[name], not name.isupper(), name))
    return best if not best.islower() else best.title()


def _variants(group: Sequence[str], written: Counter[str]) -> list[str]:
    """Return one spelling per key, the commonest first."""
    by_key: dict[str, str] = {}
    for name in sorted(group, key=lambda item: (-written[item], item)):
        by_key.setdefault(spelling_key(name), name)
    return list(by_key.values())[1 : MOST_VARIANTS + 1]
