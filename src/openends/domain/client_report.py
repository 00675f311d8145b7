"""A report that a client is given, before it is written in any format: a page per question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from openends.domain.coding import Sentiment


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """The people behind a code or a category, as a bar of a chart."""

    name: str
    people: int
    #: Part of the base, 0 to 1.
    share: float
    #: People by the tone of their mention; empty where no tone is told.
    tones: Mapping[Sentiment, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Quotation:
    """An answer that shows what a code means; it holds no personal data that is known of."""

    #: Name of the code.
    code: str
    text: str
    #: ISO 639-1 code.
    language: str


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionPage:
    """What a client learns about one question."""

    #: The question as it was asked, or what stands for it.
    title: str
    #: Whom the percentages count, in a sentence.
    base: str
    #: ISO 639-1 code of the language that names of codes are written in.
    language: str
    #: The most frequent codes that somebody mentioned, the most frequent first.
    codes: tuple[Bar, ...]
    #: Answers without a code of the codebook that are in the base: other, none or don't know.
    rest: tuple[Bar, ...] = ()
    #: What is said of the codes that have no bar; "" where all have one.
    more_codes: str = ""
    #: The most frequent categories, the most frequent first.
    categories: tuple[Bar, ...] = ()
    #: What is said of the categories that have no bar; "" where all have one.
    more_categories: str = ""
    #: People by the tone of their whole answer; every sentiment is a key.
    tones: Mapping[Sentiment, int] = field(default_factory=dict)
    #: Answers in the order of their codes; none twice.
    quotations: tuple[Quotation, ...] = ()
    #: How the figures are to be read and how far the coding can be trusted, in sentences.
    footnotes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ClientReport:
    """Coded questions as a client wants to see them."""

    #: Of the project or the file; "" where it has no name.
    title: str
    pages: tuple[QuestionPage, ...]
