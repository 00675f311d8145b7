"""Count the people behind each code of a coded question."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from openends.domain.codebook import Code
from openends.domain.coding import Coding, Mention, Sentiment
from openends.domain.response import ANSWERED, ResponseStatus
from openends.domain.result import CodedQuestion
from openends.domain.tabulation import CategoryCount, CodeCount, Tabulation

EXAMPLES = 5
#: Verbatims that read well in a table.
SHORTEST, LONGEST = 12, 160


@dataclass(frozen=True, slots=True)
class _Person:
    """Someone with a code: what they wrote, the surest mention, and their tone about it."""

    text: str
    confidence: float
    sentiment: Sentiment


def tabulate(coded: CodedQuestion) -> Tabulation:
    """Return the frequency table: people by code, category, sentiment and status.

    A person counts once in each code and once in each category, however often they mention it.
    The base is everyone who answered with meaning, "don't know" included.
    """
    base = sum(coding.status in ANSWERED for coding in coded.codings)
    people = _people_by_code(coded.codings)
    codes = [_count(code, people.get(code.number, []), base) for code in coded.codebook]
    statuses = Counter(coding.status for coding in coded.codings)
    return Tabulation(
        asked=len(coded.codings),
        base=base,
        codes=tuple(sorted(codes, key=lambda item: (-item.people, item.code.number))),
        categories=tuple(
            _net(category, coded.codings, base) for category in coded.codebook.categories
        ),
        other=statuses[ResponseStatus.OTHER],
        none=statuses[ResponseStatus.NONE],
        no_answer=statuses[ResponseStatus.NO_ANSWER] + statuses[ResponseStatus.JUNK],
        needs_review=sum(coding.needs_review for coding in coded.codings),
        mentions=sum(len(coding.mentions) for coding in coded.codings),
        sentiment=_by_sentiment(coding.sentiment for coding in coded.codings),
    )


def _people_by_code(codings: Iterable[Coding]) -> Mapping[int, list[_Person]]:
    """Return the people with each code, by its number; several mentions by one are one."""
    people: defaultdict[int, list[_Person]] = defaultdict(list)
    for coding in codings:
        mentions: defaultdict[int, list[Mention]] = defaultdict(list)
        for mention in coding.mentions:
            mentions[mention.code.number].append(mention)
        for number, same in mentions.items():
            sure = max(mention.confidence for mention in same)
            tone = _common_tone([mention.sentiment for mention in same])
            people[number].append(_Person(coding.text, sure, tone))
    return people


def _common_tone(sentiments: Sequence[Sentiment]) -> Sentiment:
    """Return the tone that several mentions of a code come to; neutral ones do not count."""
    sided = {tone for tone in sentiments if tone is not Sentiment.NEUTRAL}
    if len(sided) > 1:
        return Sentiment.MIXED
    return sided.pop() if sided else Sentiment.NEUTRAL


def _count(code: Code, people: Sequence[_Person], base: int) -> CodeCount:
    ranked = sorted(
        people,
        key=lambda person: (
            not SHORTEST <= len(person.text) <= LONGEST,
            -person.confidence,
            person.text,
        ),
    )
    examples: dict[str, str] = {}
    for person in ranked:
        examples.setdefault(person.text.casefold(), person.text)
    return CodeCount(
        code=code,
        people=len(people),
        share=len(people) / base if base else 0.0,
        sentiment=_by_sentiment(person.sentiment for person in people),
        examples=tuple(examples.values())[:EXAMPLES],
    )


def _net(category: str, codings: Iterable[Coding], base: int) -> CategoryCount:
    people = sum(
        any(mention.code.category == category for mention in coding.mentions) for coding in codings
    )
    return CategoryCount(name=category, people=people, share=people / base if base else 0.0)


def _by_sentiment(sentiments: Iterable[Sentiment | None]) -> dict[Sentiment, int]:
    counts = Counter(sentiments)
    return {sentiment: counts[sentiment] for sentiment in Sentiment}
