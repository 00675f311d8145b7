"""Let a language model name, define and merge the codes of a built codebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from openends.domain.codebook import Code, Codebook, renumber
from openends.engine.advice.adviser import Adviser, DraftCode, Example, NamedCode, Study
from openends.engine.assign.arbiter import Verdict
from openends.engine.prepare.prepare import Answer
from openends.engine.progress import Progress, silent

#: Answers that are shown of each code.
EXAMPLES = 5
#: Letters of an answer up to which it makes a good example.
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Naming:
    """A built codebook as a language model names it."""

    codebook: Codebook
    #: By its name from before, the code that each became.
    heirs: Mapping[str, Code]

    @property
    def renamed(self) -> int:
        """Codes that got another name."""
        return sum(before != code.name for before, code in self.heirs.items())

    @property
    def merged(self) -> int:
        """Codes that were merged into others."""
        return len(self.heirs) - len(self.codebook)


def name_codebook(
    codebook: Codebook,
    drafts: Sequence[DraftCode],
    study: Study,
    adviser: Adviser,
    progress: Progress = silent,
) -> Naming | None:
    """Have a language model name the codes, and merge those that mean the same.

    Parameters
    ----------
    codebook:
        As the answers gave it.
    drafts:
        Its codes with what they hold.
    study:
        What the researcher wants to know.
    adviser:
        The language model.

    Returns
    -------
    Naming or None
        None where nothing usable came back: the codebook stays as it is.
    """
    named = adviser.name_codes(drafts, study, progress)
    if named is None:
        return None
    before = {code.number: code for code in codebook}
    ordered = sorted(named, key=lambda each: min(each.drafts))
    codes = renumber([_code(each, before) for each in ordered])
    heirs = {
        before[number].name: code
        for each, code in zip(ordered, codes, strict=True)
        for number in each.drafts
    }
    return Naming(replace(codebook, codes=codes), heirs)


def draft_codes(
    codebook: Codebook, answers: Sequence[Answer], verdicts: Sequence[Verdict]
) -> list[DraftCode]:
    """Return the codes of a built codebook with people and typical answers, in their order.

    Parameters
    ----------
    codebook:
        The codes.
    answers:
        Distinct answers.
    verdicts:
        One per answer.
    """
    people: dict[str, int] = {}
    held: dict[str, list[tuple[float, Answer]]] = {}
    for answer, verdict in zip(answers, verdicts, strict=True):
        for candidate in verdict.candidates:
            name = candidate.code.name
            people[name] = people.get(name, 0) + answer.people
            if len(answer.text) <= LONGEST:
                # What else an answer says makes it a worse example.
                fit = candidate.confidence / len(verdict.candidates)
                held.setdefault(name, []).append((fit, answer))
    return [
        DraftCode(code, people.get(code.name, 0), _examples(held.get(code.name, [])))
        for code in codebook
    ]


def _examples(held: Sequence[tuple[float, Answer]]) -> tuple[Example, ...]:
    best = sorted(held, key=lambda pair: -pair[0])[:EXAMPLES]
    return tuple(Example(answer.text, answer.language) for _, answer in best)


def _code(named: NamedCode, before: Mapping[int, Code]) -> Code:
    first, *others = (before[number] for number in sorted(named.drafts))
    rules = dict.fromkeys([*first.rules, *(rule for other in others for rule in other.rules)])
    return replace(
        first,
        name=named.name,
        definition=named.definition,
        category=named.category,
        rules=tuple(rules),
    )
