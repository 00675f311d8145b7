"""Count the people behind each code of a coded question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from openends.domain.codebook import Code
from openends.domain.coding import Coding, Sentiment
from openends.domain.response import ResponseStatus
from openends.domain.result import CodedQuestion
from openends.domain.tabulation import CategoryCount, CodeCount, Tabulation

EXAMPLES = 5
#: Verbatims that read well in a table.
SHORTEST, LONGEST = 12, 160
_ANSWERED = frozenset({ResponseStatus.CODED, ResponseStatus.OTHER, ResponseStatus.NONE})


def tabulate(coded: CodedQuestion) -> Tabulation:
    """Return the frequency table: people by code, category, sentiment and status.

    A person counts once in each code and once in each category, however often they mention it.
    The base is everyone who answered with meaning, "don't know" included.
    """
    base = sum(coding.status in _ANSWERED for coding in coded.codings)
    codes = [_count(code, coded.codings, base) for code in coded.codebook]
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


def _count(code: Code, codings: Iterable[Coding], base: int) -> CodeCount:
    given = [
        (mention, coding)
        for coding in codings
        for mention in coding.mentions
        if mention.code.number == code.number
    ]
    ranked = sorted(
        given,
        key=lambda pair: (
            not SHORTEST <= len(pair[1].text) <= LONGEST,
            -pair[0].confidence,
            pair[1].text,
        ),
    )
    texts = dict.fromkeys(coding.text for _, coding in ranked)
    return CodeCount(
        code=code,
        people=len(given),
        share=len(given) / base if base else 0.0,
        sentiment=_by_sentiment(mention.sentiment for mention, _ in given),
        examples=tuple(texts)[:EXAMPLES],
    )


def _net(category: str, codings: Iterable[Coding], base: int) -> CategoryCount:
    people = sum(
        any(mention.code.category == category for mention in coding.mentions) for coding in codings
    )
    return CategoryCount(name=category, people=people, share=people / base if base else 0.0)


def _by_sentiment(sentiments: Iterable[Sentiment | None]) -> dict[Sentiment, int]:
    counts = Counter(sentiments)
    return {sentiment: counts[sentiment] for sentiment in Sentiment}
