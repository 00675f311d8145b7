"""What is written at the codes: definitions, examples, include, exclude, categories, numbers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise

from openends.domain.codebook import RESERVED_NUMBERS, Code, Codebook, CodingType
from openends.engine.assign.exact import normalised
from openends.engine.codebook_check.checks import (
    DEFINITION_REPEATS,
    EXAMPLE_TWICE,
    EXCLUDE_IS_INCLUDE,
    IN_AND_OUT,
    INCLUDE_TWICE,
    LONE_CATEGORY,
    NO_DESCRIPTION,
    NUMBERS,
)
from openends.engine.codebook_check.finding import Check, Finding, shortened
from openends.engine.codebook_check.names import means_none, name_words
from openends.engine.induce.stop_words import is_empty

#: Codes without a description that are listed one by one; more are told together.
MOST_BARE = 10
#: Missing numbers that a note lists.
LISTED = 5


def check_wording(codebook: Codebook) -> Iterator[Finding]:
    """Yield what is missing or contradicts itself in what is written at the codes."""
    if codebook.coding_type is not CodingType.ENTITY:
        yield from _check_descriptions(codebook)
    yield from _at_two_codes(codebook, "example", lambda code: code.examples, EXAMPLE_TWICE)
    yield from _at_two_codes(codebook, "include", lambda code: code.include, INCLUDE_TWICE)
    yield from _check_excludes(codebook)
    counts = Counter(code.category for code in codebook if code.category)
    for code in codebook:
        if counts[code.category] == 1:
            what = f"The category '{shortened(code.category)}' has this code only."
            yield LONE_CATEGORY.found(what, [code])
    yield from _check_numbers(codebook.codes)


def _check_descriptions(codebook: Codebook) -> Iterator[Finding]:
    codes = [code for code in codebook if not means_none(code)]
    bare = [code for code in codes if not (code.definition or code.examples or code.include)]
    what = "The code has neither a definition nor examples."
    if len(bare) <= MOST_BARE:
        yield from (NO_DESCRIPTION.found(what, [code]) for code in bare)
    else:
        what = f"{len(bare):,} codes have neither a definition nor examples."
        where = f"'{shortened(bare[0].name)}' and {len(bare) - 1:,} more"
        yield NO_DESCRIPTION.found(what, bare, where=where, figure=len(bare))
    for code in codes:
        if code.definition and _repeats_name(code, codebook.language):
            what = f"The definition '{shortened(code.definition)}' only repeats the name."
            yield DEFINITION_REPEATS.found(what, [code])


def _repeats_name(code: Code, language: str) -> bool:
    told = {word for word in name_words(code.definition) if not is_empty(word, language)}
    return told <= set(name_words(code.name))


def _at_two_codes(
    codebook: Codebook, word: str, texts: Callable[[Code], Iterable[str]], check: Check
) -> Iterator[Finding]:
    for same in _by_text(codebook, texts).values():
        codes = list(dict.fromkeys(code for code, _ in same))
        if len(codes) > 1:
            what = f"The {word} '{shortened(same[0][1])}' stands at {len(codes)} codes."
            yield check.found(what, codes)


def _check_excludes(codebook: Codebook) -> Iterator[Finding]:
    included = _by_text(codebook, lambda code: code.include)
    for code in codebook:
        for text in code.exclude:
            for other, _ in included.get(normalised(text), ()):
                if other is code:
                    what = f"'{shortened(text)}' stands under both include and exclude."
                    yield IN_AND_OUT.found(what, [code])
                else:
                    what = f"What the first excludes the second includes: '{shortened(text)}'."
                    yield EXCLUDE_IS_INCLUDE.found(what, [code, other])


def _by_text(
    codebook: Codebook, texts: Callable[[Code], Iterable[str]]
) -> Mapping[str, list[tuple[Code, str]]]:
    """Return the codes at which a text stands, by its words without case and marks."""
    found: defaultdict[str, list[tuple[Code, str]]] = defaultdict(list)
    for code in codebook:
        for text in texts(code):
            found[normalised(text)].append((code, text))
    found.pop("", None)
    return found


def _check_numbers(codes: tuple[Code, ...]) -> Iterator[Finding]:
    for before, code in pairwise(codes):
        if code.number < before.number:
            what = f"The numbers are out of order from here: {code.number} after {before.number}."
            yield NUMBERS.found(what, [code])
            break
    numbers = sorted(code.number for code in codes)
    missing: list[int] = []
    count = 0
    for low, high in pairwise(numbers):
        gap = range(low + 1, high)
        count += len(gap) - sum(reserved in gap for reserved in RESERVED_NUMBERS)
        if len(missing) < LISTED:
            missing += [free for free in gap[: 2 * LISTED] if free not in RESERVED_NUMBERS]
    if count:
        listed = ", ".join(map(str, missing[:LISTED]))
        more = f" and {count - LISTED:,} more" if count > LISTED else ""
        yield NUMBERS.found(f"Numbers are left out: {listed}{more}.", figure=count)
