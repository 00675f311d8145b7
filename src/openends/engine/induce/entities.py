"""Find the list of brands, products or people in answers that name them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from openends.domain.codebook import Code, Codebook, CodingType, Rule, RuleKind, renumber
from openends.domain.errors import NothingToCode
from openends.engine.assign.entities import EXACT_LETTERS, spelling_key
from openends.engine.induce.entity_names import NameReader
from openends.engine.prepare.prepare import Answer

#: Similarity from which a rarer spelling is taken for a misspelling of a more frequent one.
SAME = 0.72
#: Spellings that others are taken for: the codebook has room for the most frequent ones only.
MOST_FOUNDERS = 2_000
#: Spellings of an entity that are written into the codebook.
MOST_VARIANTS = 12

#: The first letter of every word but the small words within a name.
_FIRST_LETTERS = re.compile(
    r"^[^\W\d_]|(?<![\w'’])(?!(?:and|of|y|e|et|und|en|de|du|la|del|da)\b)[^\W\d_]"
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
    Damerau-Levenshtein similarity on, or founds one. Names of up to four letters merge with
    nothing but their plural, and names with other figures in them ("S21", "S22") never.

    Raises
    ------
    NothingToCode
        When no answer holds anything short enough to be a name.
    """
    written: Counter[str] = Counter()
    reader = NameReader(answers)
    for answer in answers:
        for name in reader.names(answer):
            written[name] += answer.people
    counted = [(sum(written[name] for name in group), group) for group in _merged(written)]
    kept = [(people, group) for people, group in counted if people >= least] or counted
    kept.sort(key=lambda item: (-item[0], item[1][0].casefold()))
    codes = [_code(group, written) for _, group in kept[:most]]
    if not codes:
        raise NothingToCode(
            "No answer holds a name of three words or fewer; use --coding-type qualitative, or "
            "give the list of entities with --codebook."
        )
    return Codebook(codes=renumber(codes), coding_type=CodingType.ENTITY)


def _code(group: Sequence[str], written: Counter[str]) -> Code:
    spellings = (Rule(kind=RuleKind.VARIANT, pattern=name) for name in _variants(group, written))
    # Its number comes with its place in the codebook.
    return Code(name=_best_spelling(group, written), number=0, rules=tuple(spellings))


def _merged(written: Counter[str]) -> list[list[str]]:
    """Group spellings, each group's most frequent key first."""
    by_key: dict[str, list[str]] = {}
    for name, _ in sorted(written.items(), key=lambda item: (-item[1], item[0])):
        by_key.setdefault(spelling_key(name), []).append(name)
    weight = {key: sum(written[name] for name in names) for key, names in by_key.items()}
    groups: dict[str, list[str]] = {}
    long_founders: list[str] = []
    for key in sorted(by_key, key=lambda item: (-weight[item], item)):
        founder = _founder(key, groups, long_founders)
        if founder is None:
            founder = key
            if len(key) > EXACT_LETTERS and len(groups) < MOST_FOUNDERS:
                long_founders.append(key)
        groups.setdefault(founder, []).extend(by_key[key])
    return list(groups.values())


def _founder(key: str, groups: dict[str, list[str]], long_founders: Sequence[str]) -> str | None:
    """Return the key of the entity that a rarer spelling belongs to; None for a new one."""
    if key.endswith("s") and key[:-1] in groups:
        return key[:-1]
    if len(key) < EXACT_LETTERS or not long_founders:
        return None
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    closest = extract(
        key, long_founders, scorer=OSA.normalized_similarity, score_cutoff=SAME, limit=None
    )
    return next((name for name, _, _ in closest if _figures(name) == _figures(key)), None)


def _figures(key: str) -> str:
    return "".join(filter(str.isdigit, key))


def _best_spelling(group: Sequence[str], written: Counter[str]) -> str:
    """Return the commonest spelling, written with capitals if anyone wrote it so."""
    key = spelling_key(group[0])
    same = [name for name in group if spelling_key(name) == key]
    cased = [name for name in same if not name.islower()] or same
    best = max(cased, key=lambda name: (written[name], not name.isupper(), name))
    return _FIRST_LETTERS.sub(lambda letter: letter[0].upper(), best) if best.islower() else best


def _variants(group: Sequence[str], written: Counter[str]) -> list[str]:
    """Return one spelling per key other than the name's own, the commonest first."""
    by_key: dict[str, str] = {}
    for name in sorted(group, key=lambda item: (-written[item], item)):
        by_key.setdefault(spelling_key(name), name)
    by_key.pop(spelling_key(group[0]), None)
    return list(by_key.values())[:MOST_VARIANTS]
