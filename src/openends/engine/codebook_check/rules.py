"""Rules of codes: too wide, too slow, or holding for the examples of other codes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import regex

from openends.domain.codebook import Code, Codebook, Rule, RuleKind
from openends.domain.errors import CodebookProblem
from openends.engine.assign.exact import normalised
from openends.engine.assign.rules import SECONDS, Finder, compile_rules
from openends.engine.codebook_check.checks import (
    NOT_ALL,
    RULE_MATCHES_ALL,
    RULE_TAKES_EXAMPLE,
    RULE_TOO_SLOW,
)
from openends.engine.codebook_check.finding import Finding, shortened
from openends.engine.progress import Progress

#: Answers that share no letter: a rule that holds for all of them looks for no word.
UNLIKE = ("bdf", "gkp", "xzq", "wvy", "ou", "ei")
#: Letters of the texts on which a pattern is tried; each is one thing repeated, which is what
#: patterns with a repetition within a repetition stumble over.
LONG = 200
#: Distinct letters of a pattern whose repetition is tried.
MOST_LETTERS = 12
#: Slow patterns after which no further ones are looked for: each costs 0.2 seconds or more.
MOST_SLOW = 10
#: Rules times examples that are compared.
MOST_COMPARED = 2_000_000
#: Examples of other codes that are listed of one rule.
LISTED = 3


@dataclass(slots=True)
class _Rule:
    code: Code
    rule: Rule
    finder: Finder
    #: True once it has taken too long on any text.
    slow: bool = field(default=False)

    @property
    def written(self) -> str:
        return f"{self.rule.kind}: {shortened(self.rule.pattern)}"

    def holds(self, text: str) -> bool:
        if self.slow:
            return False
        try:
            return self.finder(text) is not None
        except CodebookProblem:
            self.slow = True
            return False


def check_rules(codebook: Codebook, progress: Progress) -> Iterator[Finding]:
    """Yield the rules that hold for everything, take too long, or hold for others' examples.

    Parameters
    ----------
    codebook:
        The codes; variants of entities are looked for in another way and not tried.
    progress:
        Called for every rule.
    """
    rules = _rules(codebook)
    if not rules:
        return
    examples, cut = _examples(codebook, len(rules))
    slow = 0
    for done, rule in enumerate(rules):
        progress("Trying the rules", done, len(rules))
        if slow == MOST_SLOW:
            what = f"After {MOST_SLOW} slow rules the others were not tried."
            yield NOT_ALL.found(what, [rule.code])
            return
        taken = _taken(rule, examples)
        if rule.slow:
            slow += 1
            what = f"The rule '{rule.written}' takes longer than {SECONDS:g} seconds on one text."
            yield RULE_TOO_SLOW.found(what, [rule.code], figure=SECONDS)
        elif all(rule.holds(text) for text in UNLIKE):
            what = f"The rule '{rule.written}' holds for every answer."
            yield RULE_MATCHES_ALL.found(what, [rule.code])
        else:
            for other, text in taken[:LISTED]:
                what = f"The first's rule '{rule.written}' holds for the second's example '{text}'."
                yield RULE_TAKES_EXAMPLE.found(what, [rule.code, other])
    if cut:
        yield NOT_ALL.found("Rules were compared with the first examples of each code only.")
    progress("Trying the rules", len(rules), len(rules))


def _rules(codebook: Codebook) -> list[_Rule]:
    written = [
        (code, rule)
        for code in codebook
        for rule in code.rules
        if rule.kind is not RuleKind.VARIANT
    ]
    finders = [finder for _, finder in compile_rules(codebook)]
    return [_Rule(*pair, finder) for pair, finder in zip(written, finders, strict=True)]


def _examples(codebook: Codebook, rules: int) -> tuple[list[tuple[Code, str]], bool]:
    """Return the examples to compare with, each with its code, and whether some were left out."""
    most = max(1, MOST_COMPARED // rules // len(codebook))
    every = [(code, text) for code in codebook for text in code.examples[:most]]
    return every, any(len(code.examples) > most for code in codebook)


def _taken(rule: _Rule, examples: Sequence[tuple[Code, str]]) -> list[tuple[Code, str]]:
    """Return the examples of other codes that the rule holds for; tells whether it is slow."""
    own = {normalised(text) for text in rule.code.examples}
    if rule.rule.kind is RuleKind.REGEX:
        for text in _hard_texts(rule.rule.pattern):
            rule.holds(text)
    return [
        (code, shortened(text))
        for code, text in examples
        if code is not rule.code and rule.holds(text) and normalised(text) not in own
    ]


def _hard_texts(pattern: str) -> Iterator[str]:
    """Yield texts on which a careless pattern tries too much: what it looks for, and no end."""
    letters = list(dict.fromkeys(regex.findall(r"[\p{L}\p{N}]", pattern)))[:MOST_LETTERS]
    words = list(dict.fromkeys(regex.findall(r"\p{L}{2,}", pattern)))[:MOST_LETTERS]
    for unit in dict.fromkeys([*letters, *words, "a", "1", " ", "a ", "a1", "ab "]):
        yield unit * (LONG // len(unit) + 1) + "!"
