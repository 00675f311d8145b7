"""Write how a question was coded, for the methods section of a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from openends.domain.coding import Layer
from openends.domain.decision import CountedChanges
from openends.domain.methods_page import MethodsPage, MethodsSection, MethodsTable
from openends.engine.reliability.intervals import share_interval
from openends.services.coding_facts import CodingFacts, ModelAsked
from openends.services.disclosure import disclosure

_LAYERS = {
    Layer.PERSON: "given by a person",
    Layer.EXACT: "by the same words as an example of the code",
    Layer.RULE: "by a rule of the codebook",
    Layer.ENTITY: "by a spelling of the name",
    Layer.EXAMPLES: "learned from reviewed answers",
    Layer.MODEL: "by closeness of meaning, with a sentence encoder",
    Layer.LLM: "by a language model",
}
#: What the log's words mean; edits of the codebook say it themselves: "codebook.merge_codes".
_DONE = {
    "review.confirm": "codes of an answer confirmed",
    "review.correct": "codes of an answer corrected",
    "review.add": "codes added to an answer",
    "review.reject": "codes of an answer rejected",
    "review.reopen": "an answer opened again",
    "review.undo": "a review taken back",
    "refinement.assign_existing": "a suggestion followed: answers given an existing code",
    "refinement.dismiss": "a suggestion dismissed",
    "refinement.reopen": "a suggestion opened again",
    "refinement.undo": "a suggestion taken back",
}
_PRECISION = (
    "The interval beside each share is Wilson's at 95 percent. It holds for a simple random sample "
    "without weights, and for sampling error only: errors of coding are not in it. Other designs, "
    "weights and quotas need intervals of their own."
)
_FIGURES = frozenset({"number", "people", "share", "95% interval"})
_STANDING_LIMITS = (
    "A code that the machine gave and nobody looked at is a draft. Its confidence is an order to "
    "trust, and a probability only where enough answers were reviewed.",
    "An answer's scores depend on the other answers in the run: more answers, or others, can give "
    "another coding.",
    "Answers are read in the language in which they were written; nothing is translated.",
)


def methods_page(facts: CodingFacts) -> MethodsPage:
    """Return the page; it quotes no answer.

    What cannot be known here is said to be unknown, in the same words everywhere.
    """
    return MethodsPage(
        title=facts.coded.question or facts.place,
        place=facts.place,
        sections=(
            _summary(facts),
            _bases(facts),
            _coders(facts),
            _codebook(facts),
            _review(facts),
            _agreement(facts),
            MethodsSection(heading="Limits", paragraphs=(*facts.limits, *_STANDING_LIMITS)),
            disclosure(facts),
        ),
    )


def share(part: int, whole: int) -> str:
    """Return a count with its share of a whole, as "30 (12.0%)"."""
    return f"{part:,} ({part / whole:.1%})" if whole else f"{part:,}"


def _summary(facts: CodingFacts) -> MethodsSection:
    counts, codebook = facts.counts, facts.coded.codebook
    groups = f" in {len(codebook.categories):,} categories" if codebook.categories else ""
    asked = f"The open answers of {counts.asked:,} people were coded with a codebook of "
    told = [
        f"{asked}{len(codebook):,} codes{groups}, {facts.codebook_origin}. An answer could get "
        f"several codes. {counts.base:,} people answered with meaning; they are the base of all "
        f"percentages. {share(facts.with_code, counts.base)} of them got at least one code, "
        f"{share(counts.other, counts.base)} fitted no code, and {share(counts.none, counts.base)} "
        "said that there is nothing or that they do not know.",
        f"The answers were coded by {facts.machine}"
        + (f", with the language model {facts.model_names}" if facts.models else "")
        + f". People settled {share(facts.settled, counts.asked)} of the answers.",
    ]
    return MethodsSection(heading="In short", paragraphs=tuple(told))


def _bases(facts: CodingFacts) -> MethodsSection:
    counts = facts.counts
    rows = [
        ("Asked", f"{counts.asked:,}"),
        ("Answered with meaning (the base)", share(counts.base, counts.asked)),
        ("With at least one code", share(facts.with_code, counts.base)),
        ("Other: a real answer that fits no code (97)", share(counts.other, counts.base)),
        ("None or don't know (98)", share(counts.none, counts.base)),
        ("No answer: blank or without meaning (99)", f"{counts.no_answer:,}, not in the base"),
        ("Mentions", f"{counts.mentions:,}"),
    ]
    if facts.uncoded:
        rows.append(("Not coded yet; in no figure", f"{facts.uncoded:,}"))
    return MethodsSection(heading="Whom the figures count", facts=tuple(rows))


def _coders(facts: CodingFacts) -> MethodsSection:
    layers = Counter(mention.layer for coding in facts.coded.codings for mention in coding.mentions)
    total = sum(layers.values())
    rows = [(f"Codes {words}", share(layers[it], total)) for it, words in _LAYERS.items()]
    rows = [row for row, it in zip(rows, _LAYERS, strict=True) if layers[it]]
    rows.append(("Program", facts.machine))
    manifest = facts.coded.manifest
    rows.append(("Quality and seed", f"{manifest.quality}, {manifest.seed}"))
    rows += [(f"Language model {asked.model}", _asked(asked)) for asked in facts.models]
    if not facts.models:
        rows.append(("Language model", "none was asked"))
    rows += [(f"Coder {name}", f"{count:,} answers") for name, count in facts.people.items()]
    if facts.first_coded and facts.last_coded:
        rows.append(("Coded", f"{_day(facts.first_coded)} to {_day(facts.last_coded)}"))
    return MethodsSection(heading="Who and what coded", facts=tuple(rows))


def _asked(asked: ModelAsked) -> str:
    calls = "" if asked.calls is None else f", {asked.calls:,} calls"
    return f"prompt {asked.prompt}{calls}"


def _codebook(facts: CodingFacts) -> MethodsSection:
    made = f" on {_day(facts.codebook_made)}" if facts.codebook_made else ""
    return MethodsSection(
        heading="The codebook",
        paragraphs=(
            f"Version {facts.codebook_version}, {facts.codebook_origin}{made}; SHA-256 "
            f"{facts.coded.manifest.codebook_sha256}.",
            _PRECISION,
        ),
        table=_codes(facts),
    )


def _codes(facts: CodingFacts) -> MethodsTable:
    """Return a row per code; what no code has is no column."""
    counted = facts.counts.codes
    columns = {
        "number": [str(item.code.number) for item in counted],
        "code": [item.code.name for item in counted],
        "category": [item.code.category for item in counted],
        "definition": [item.code.definition for item in counted],
        "people": [f"{item.people:,}" for item in counted],
        "share": [f"{item.share:.1%}" for item in counted],
        "95% interval": [_interval(item.people, facts.counts.base) for item in counted],
    }
    filled = {name: cells for name, cells in columns.items() if any(cells)}
    return MethodsTable(
        header=tuple(filled),
        rows=tuple(zip(*filled.values(), strict=True)),
        figures=frozenset(at for at, name in enumerate(filled) if name in _FIGURES),
    )


def _interval(people: int, base: int) -> str:
    if not base:
        return ""
    low, high = share_interval(people, base)
    return f"{low:.1%} to {high:.1%}"


def _review(facts: CodingFacts) -> MethodsSection:
    asked = facts.counts.asked
    approved = sum(coding.approved for coding in facts.coded.codings)
    rows = [
        ("Settled by a person: no machine changes them", share(approved, asked)),
        ("With a code that a person gave or confirmed, or settled", share(facts.settled, asked)),
        ("Still to be looked at, by the machine's own judgement",
         share(facts.counts.needs_review, asked)),
        ("What confidence means here", facts.coded.confidence_means),
    ]  # fmt: skip
    if facts.coded.manifest.reviewed:
        rows.append(("Reviewed answers to learn from", f"{facts.coded.manifest.reviewed:,}"))
    return MethodsSection(
        heading="Review by people", facts=tuple(rows), table=_decisions(facts.decisions)
    )


def _decisions(decisions: Sequence[CountedChanges]) -> MethodsTable | None:
    """Return a row for each kind of decision and person, as the log of the question counts them."""
    if not decisions:
        return None
    return MethodsTable(
        header=("what was done", "by", "times", "taken back"),
        rows=tuple(
            (_done(each.action), each.coder, f"{each.times:,}", f"{each.undone:,}")
            for each in decisions
        ),
        figures=frozenset({2, 3}),
    )


def _done(action: str) -> str:
    """Return in words what the log calls an action."""
    edit = action.removeprefix("codebook.").replace("_", " ")
    return _DONE.get(action, f"the codebook edited: {edit}")


def _agreement(facts: CodingFacts) -> MethodsSection:
    return MethodsSection(heading="Agreement", paragraphs=tuple(_agreement_told(facts)))


def _agreement_told(facts: CodingFacts) -> Iterator[str]:
    if facts.agreement:
        yield from facts.agreement
    else:
        yield (
            "No figure of agreement between coders is known to Openends for this question. Where "
            "coders coded the same answers apart from each other, openends compare gives it, and "
            "openends verify the share of right codes in a sample that a person checked."
        )


def _day(moment: datetime) -> str:
    return moment.date().isoformat()
