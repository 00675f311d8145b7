"""The frequency table counts people, never mentions."""

import pytest

from openends.domain.codebook import Code, Codebook
from openends.domain.coding import Coding, Evidence, Layer, Mention, Sentiment
from openends.domain.response import ResponseStatus
from openends.domain.result import CodedQuestion, Manifest
from openends.engine.tabulate.tabulate import EXAMPLES, tabulate

PRICE = Code(name="Price", number=1, category="Money")
OFFERS = Code(name="Offers", number=2, category="Money")
STAFF = Code(name="Staff", number=3, category="Service")
MOOD = Code(name="Mood", number=4)
BOOK = Codebook(codes=(PRICE, OFFERS, STAFF, MOOD))
POSITIVE, NEGATIVE, NEUTRAL, MIXED = (
    Sentiment.POSITIVE, Sentiment.NEGATIVE, Sentiment.NEUTRAL, Sentiment.MIXED,
)  # fmt: skip
MANIFEST = Manifest(
    openends_version="0",
    encoders=(),
    quality="fast",
    seed=0,
    responses_sha256="",
    codebook_sha256="",
    codebook_induced=False,
)


def mention(code, sentiment=NEUTRAL, confidence=0.8):
    return Mention(
        code=code,
        sentiment=sentiment,
        confidence=confidence,
        layer=Layer.MODEL,
        evidence=Evidence.of("words", 0, 5),
    )


def coded(*codes, text="some words here", **more):
    mentions = tuple(code if isinstance(code, Mention) else mention(code) for code in codes)
    more.setdefault("sentiment", NEUTRAL)
    return Coding(
        response_id="r", text=text, status=ResponseStatus.CODED, mentions=mentions, **more
    )


def uncoded(status, sentiment=None):
    return Coding(response_id="r", text="", status=status, sentiment=sentiment)


def table(*codings, codebook=BOOK):
    question = CodedQuestion(question="", codebook=codebook, codings=codings, manifest=MANIFEST)
    return tabulate(question)


def people(tabulation):
    return {count.code.name: count.people for count in tabulation.codes}


def nets(tabulation):
    return {count.name: count.people for count in tabulation.categories}


def test_a_net_counts_people_not_mentions():
    tabulation = table(coded(PRICE, OFFERS), coded(PRICE), coded(STAFF))
    assert nets(tabulation) == {"Money": 2, "Service": 1}


def test_a_code_that_someone_mentions_twice_counts_them_once():
    tabulation = table(coded(PRICE, PRICE), coded(PRICE))
    assert people(tabulation)["Price"] == 2
    assert sum(tabulation.codes[0].sentiment.values()) == 2
    assert tabulation.mentions == 3


@pytest.mark.parametrize(
    ("told", "counted"),
    [
        ([POSITIVE, POSITIVE], POSITIVE),
        ([POSITIVE, NEUTRAL], POSITIVE),
        ([NEGATIVE, NEUTRAL], NEGATIVE),
        ([POSITIVE, NEGATIVE], MIXED),
        ([MIXED, POSITIVE], MIXED),
        ([NEUTRAL, NEUTRAL], NEUTRAL),
    ],
)
def test_several_mentions_of_a_code_by_one_person_have_one_tone(told, counted):
    tabulation = table(coded(*(mention(PRICE, tone) for tone in told)))
    assert tabulation.codes[0].sentiment == {tone: int(tone is counted) for tone in Sentiment}


def test_the_base_is_everyone_who_answered_with_meaning():
    tabulation = table(
        coded(PRICE),
        uncoded(ResponseStatus.OTHER, NEUTRAL),
        uncoded(ResponseStatus.NONE, NEUTRAL),
        uncoded(ResponseStatus.NO_ANSWER),
        uncoded(ResponseStatus.JUNK),
    )
    assert (tabulation.asked, tabulation.base) == (5, 3)
    assert (tabulation.other, tabulation.none, tabulation.no_answer) == (1, 1, 2)


def test_shares_are_people_by_base():
    none = uncoded(ResponseStatus.NONE)
    tabulation = table(coded(PRICE), coded(OFFERS), none, none, uncoded(ResponseStatus.NO_ANSWER))
    assert tabulation.codes[0].share == 1 / 4
    assert tabulation.categories[0].share == 2 / 4


def test_shares_of_an_empty_base_are_zero():
    tabulation = table(uncoded(ResponseStatus.NO_ANSWER))
    assert {count.share for count in (*tabulation.codes, *tabulation.categories)} == {0.0}


def test_codes_come_by_falling_frequency_ties_by_number():
    tabulation = table(coded(STAFF), coded(STAFF), coded(OFFERS), coded(PRICE))
    assert [count.code.name for count in tabulation.codes] == ["Staff", "Price", "Offers", "Mood"]


def test_a_code_that_nobody_mentions_is_in_the_table_with_zero():
    assert people(table(coded(PRICE)))["Mood"] == 0


def test_categories_keep_the_order_of_the_codebook():
    assert list(nets(table(coded(STAFF), coded(STAFF), coded(PRICE)))) == ["Money", "Service"]


def test_a_codebook_without_categories_has_no_nets():
    assert table(coded(MOOD), codebook=Codebook(codes=(MOOD,))).categories == ()


def test_examples_are_the_most_certain_first_and_none_twice():
    tabulation = table(
        coded(mention(PRICE, confidence=0.5), text="the price is unsure"),
        coded(mention(PRICE, confidence=0.9), text="the price is certain"),
        coded(mention(PRICE, confidence=0.8), text="The Price Is Certain"),
        coded(mention(PRICE, confidence=0.7), text="the price is likely"),
    )
    assert tabulation.codes[0].examples == (
        "the price is certain",
        "the price is likely",
        "the price is unsure",
    )


def test_examples_that_read_well_come_before_very_short_and_very_long_ones():
    tabulation = table(
        coded(mention(PRICE, confidence=0.9), text="price"),
        coded(mention(PRICE, confidence=0.9), text="price " * 100),
        coded(mention(PRICE, confidence=0.1), text="the price is too high"),
    )
    assert tabulation.codes[0].examples[0] == "the price is too high"


def test_there_are_five_examples_at_most():
    tabulation = table(*(coded(PRICE, text=f"the price number {n}") for n in range(9)))
    assert len(tabulation.codes[0].examples) == EXAMPLES == 5


def test_responses_are_counted_by_the_tone_of_the_whole():
    tabulation = table(
        coded(PRICE, sentiment=POSITIVE),
        coded(PRICE, sentiment=MIXED),
        uncoded(ResponseStatus.NO_ANSWER),
    )
    assert tabulation.sentiment == {POSITIVE: 1, NEGATIVE: 0, NEUTRAL: 0, MIXED: 1}


def test_people_whose_coding_needs_review_are_counted():
    tabulation = table(coded(PRICE, needs_review=True), coded(PRICE), coded(STAFF))
    assert tabulation.needs_review == 1
