"""Layer "rule": conditions that a researcher wrote give a code without weighing a score."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import regex

from openends.domain.codebook import Code, Codebook, Rule, RuleKind
from openends.domain.coding import Layer
from openends.domain.errors import CodebookProblem
from openends.engine.assign.candidate import Candidate
from openends.engine.assign.exact import normalised

CONFIDENCE = 0.97
#: A pattern that takes longer on one answer is a mistake, or an attack.
SECONDS = 0.2

#: Whoever writes in these scripts puts no space between two words.
_UNSPACED = (
    r"\p{Han}\p{scx=Hiragana}\p{scx=Katakana}\p{Bopomofo}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
)
#: A letter or figure that goes on the word beside it.
_LETTER = rf"[\w--[{_UNSPACED}]]"
_FLAGS = regex.VERSION1 | regex.IGNORECASE

Finder = Callable[[str], tuple[int, int] | None]


def compile_rules(codebook: Codebook) -> list[tuple[Code, Finder]]:
    """Return a finder per text, phrase and regex rule; variants are the entity layer's.

    Raises
    ------
    CodebookProblem
        When a regular expression is not valid.
    """
    return [
        (code, _finder(code, rule))
        for code in codebook
        for rule in code.rules
        if rule.kind is not RuleKind.VARIANT
    ]


def rule_candidates(text: str, finders: Sequence[tuple[Code, Finder]]) -> tuple[Candidate, ...]:
    """Return the codes whose rules hold for the answer, each once, with the words that matched."""
    found: dict[str, Candidate] = {}
    for code, finder in finders:
        if code.name not in found and (span := finder(text)) is not None:
            found[code.name] = Candidate(code, Layer.RULE, CONFIDENCE, *span)
    return tuple(found.values())


def _finder(code: Code, rule: Rule) -> Finder:
    if rule.kind is RuleKind.TEXT:
        wanted = normalised(rule.pattern)
        return lambda text: (0, len(text)) if normalised(text) == wanted else None
    if rule.kind is RuleKind.PHRASE:
        return _search(code, _phrase(rule.pattern))
    try:
        return _search(code, regex.compile(rule.pattern, regex.IGNORECASE))
    except (regex.error, RecursionError) as error:
        raise CodebookProblem(
            f"The rule of code '{code.name}' is not a valid regular expression ({error}); "
            f"correct '{rule.pattern}'."
        ) from None


def _phrase(written: str) -> Any:
    """Return a pattern for the words in their order, whole ones where a script parts words."""
    wanted = normalised(written)
    words = r"\W+".join(map(regex.escape, wanted.split()))
    before = f"(?<!{_LETTER})" if _is_letter(wanted[:1]) else ""
    after = f"(?!{_LETTER})" if _is_letter(wanted[-1:]) else ""
    return regex.compile(f"{before}{words}{after}", _FLAGS)


def _is_letter(char: str) -> bool:
    return regex.match(_LETTER, char, _FLAGS) is not None


def _search(code: Code, pattern: Any) -> Finder:
    def find(text: str) -> tuple[int, int] | None:
        try:
            match = pattern.search(text, timeout=SECONDS)
        except TimeoutError:
            raise CodebookProblem(
                f"The rule of code '{code.name}' takes too long on an answer; "
                f"simplify '{pattern.pattern}'."
            ) from None
        return match.span() if match and match.end() > match.start() else None

    return find
