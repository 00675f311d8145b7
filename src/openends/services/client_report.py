"""Put together the report that a client is given: what is shown, and what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter

from openends.domain.client_report import Bar, ClientReport, QuestionPage, Quotation
from openends.domain.tabulation import Tabulation
from openends.engine.privacy.mask import mask
from openends.engine.reliability.intervals import share_interval
from openends.files.client_report.fit_text import width
from openends.services.coding_facts import CodingFacts

#: Bars that can still be read on a page and on a slide.
MOST_CODES, MOST_CATEGORIES = 15, 8
#: Answers that are quoted, of how many codes; and the letters that one has at most.
QUOTATIONS, QUOTED_CODES, LONGEST = 5, 5, 140
#: People below whom a percentage says little.
SMALL_BASE = 50


def client_report_of(
    title: str, questions: Sequence[CodingFacts], *, verbatims: bool = True
) -> ClientReport:
    """Return what a client is shown of coded questions, a page per question.

    Parameters
    ----------
    title:
        Of the project or the file.
    questions:
        What is known of each question, in the order of the pages.
    verbatims:
        False quotes no answer. Otherwise answers in which the personal-data check finds something
        are left out: a client gets no e-mail address and no name of a respondent from them.
    """
    return ClientReport(
        title=title, pages=tuple(_page(facts, verbatims=verbatims) for facts in questions)
    )


def _page(facts: CodingFacts, *, verbatims: bool) -> QuestionPage:
    counts = facts.counts
    nets = [item for item in counts.categories if item.people]
    nets.sort(key=lambda item: -item.people)
    quotations = tuple(_quotations(facts)) if verbatims else ()
    return QuestionPage(
        title=facts.coded.question or facts.place,
        base=_base(facts),
        language=facts.coded.codebook.language,
        codes=tuple(
            Bar(name=item.code.name, people=item.people, share=item.share, tones=item.sentiment)
            for item in counts.codes[:MOST_CODES]
            if item.people
        ),
        rest=tuple(_rest(counts)),
        more_codes=_more_codes(counts),
        categories=tuple(
            Bar(name=item.name, people=item.people, share=item.share)
            for item in nets[:MOST_CATEGORIES]
        ),
        more_categories=_more(
            "category", "categories", [it.people for it in nets[MOST_CATEGORIES:]]
        ),
        tones=counts.sentiment,
        quotations=quotations,
        footnotes=tuple(_footnotes(facts, quoted=bool(quotations))),
    )


def _base(facts: CodingFacts) -> str:
    counts = facts.counts
    if not counts.base:
        return f"Nobody of {counts.asked:,} asked gave an answer with a meaning."
    return f"Base: {_people(counts.base)} who answered, of {counts.asked:,} asked."


def _rest(counts: Tabulation) -> Iterator[Bar]:
    base = counts.base or 1
    for name, people in (("Other answers", counts.other), ("None / don't know", counts.none)):
        if people:
            yield Bar(name=name, people=people, share=people / base)


def _more_codes(counts: Tabulation) -> str:
    unused = sum(not item.people for item in counts.codes)
    told = [_more("code", "codes", [it.people for it in counts.codes[MOST_CODES:] if it.people])]
    if unused and counts.base:
        told.append(f"Nobody mentions {unused:,} of {len(counts.codes):,} codes.")
    return " ".join(filter(None, told))


def _more(one: str, several: str, people: Sequence[int]) -> str:
    if not people:
        return ""
    if len(people) == 1:
        return f"1 more {one}, mentioned by {_people(people[0])}."
    return f"{len(people):,} more {several}, each mentioned by {_people(max(people))} at most."


def _quotations(facts: CodingFacts) -> Iterator[Quotation]:
    """Yield an answer for each of the first codes, then a second for each, as far as they go."""
    languages = {coding.text: coding.language for coding in facts.coded.codings}
    first = facts.counts.codes[:QUOTED_CODES]
    fitting = [
        [text for text in item.examples if _can_be_quoted(text, languages[text])] for item in first
    ]
    chosen: dict[str, tuple[int, str]] = {}
    for _ in range(QUOTATIONS):
        for at, texts in enumerate(fitting):
            new = next((text for text in texts if _plain(text) not in chosen), None)
            if new is not None:
                chosen[_plain(new)] = (at, new)
    for at, text in sorted(list(chosen.values())[:QUOTATIONS], key=itemgetter(0)):
        yield Quotation(
            code=first[at].code.name, text=" ".join(text.split()), language=languages[text]
        )


def _can_be_quoted(text: str, language: str) -> bool:
    return width(text) <= LONGEST and not mask(text, language).found


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _footnotes(facts: CodingFacts, *, quoted: bool) -> Iterator[str]:
    counts = facts.counts
    if counts.no_answer:
        yield (
            f"{counts.no_answer:,} of {counts.asked:,} left the question blank or wrote nothing "
            "meaningful; they are in no percentage."
        )
    if facts.uncoded:
        yield f"Answers that are not coded yet, and are in no figure: {facts.uncoded:,}."
    if counts.base:
        yield (
            "Percentages count people. A person can mention several codes, so they can add up to "
            "more than 100%; a category counts a person once."
        )
        yield _precision(counts.base)
    yield _coding(facts)
    yield " ".join(facts.agreement) or (
        "How far these codes agree with those that people would give has not been measured."
    )
    if quoted:
        yield (
            "Answers are quoted as they were written, of those that the coding is surest of; what "
            "seems to hold personal data is not quoted."
        )


def _precision(base: int) -> str:
    low, high = share_interval(base // 2, base)
    points = 50 * (high - low)
    small = " The base is small: percentages are hints." if base < SMALL_BASE else ""
    return (
        f"If the sample is random, a percentage near 50% is right to within {points:.0f} points "
        f"(19 times of 20); errors of coding come on top.{small}"
    )


def _coding(facts: CodingFacts) -> str:
    counts, version = facts.counts, facts.coded.manifest.openends_version
    size = len(facts.coded.codebook)
    origin = "built by the machine from the answers" if facts.built else "given by the researcher"
    edited = ", then edited by people" if facts.edits else ""
    model = f" A language model ({facts.model_names}) was asked." if facts.models else ""
    told = [
        f"Coded by Openends {version}".rstrip(),
        f" with a codebook of {size:,} code{'' if size == 1 else 's'}, {origin}{edited}.{model}",
    ]
    if counts.asked:
        told.append(
            f" Of {counts.asked:,} answers people settled {facts.settled:,}; "
            f"{counts.needs_review:,} are uncertain and wait to be looked at."
        )
    return "".join(told)


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"
