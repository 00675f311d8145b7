"""What holds in every frequency table, whatever was coded."""

from hypothesis import given, settings
from hypothesis import strategies as st

from openends.domain.codebook import Code, Codebook
from openends.domain.coding import Coding, Evidence, Layer, Mention, Sentiment
from openends.domain.response import ResponseStatus
from openends.domain.result import CodedQuestion, Manifest
from openends.engine.tabulate.tabulate import tabulate

CODES = tuple(
    Code(name=f"code {number}", number=number, category=category)
    for number, category in enumerate(["A", "A", "B", "A", "", "B"], start=1)
)
MENTIONS = st.builds(
    Mention,
    code=st.sampled_from(CODES),
    sentiment=st.sampled_from(Sentiment),
    confidence=st.floats(0, 1),
    layer=st.sampled_from(Layer),
    evidence=st.just(Evidence.of("x", 0, 1)),
)
CODED = st.builds(
    Coding,
    response_id=st.just("r"),
    text=st.text(max_size=5),
    status=st.just(ResponseStatus.CODED),
    mentions=st.lists(MENTIONS, min_size=1, max_size=5).map(tuple),
    sentiment=st.sampled_from(Sentiment),
)
UNCODED = st.builds(
    Coding,
    response_id=st.just("r"),
    text=st.just(""),
    status=st.sampled_from([status for status in ResponseStatus if status != "coded"]),
)
TABLES = st.lists(st.one_of(CODED, UNCODED), max_size=25).map(
    lambda codings: tabulate(
        CodedQuestion(
            question="",
            codebook=Codebook(codes=CODES),
            codings=tuple(codings),
            manifest=Manifest(
                openends_version="0",
                encoders=(),
                quality="fast",
                seed=0,
                responses_sha256="",
                codebook_sha256="",
                codebook_induced=False,
            ),
        )
    )
)


@given(TABLES)
@settings(max_examples=100)
def test_a_net_lies_between_its_largest_code_and_the_sum_of_its_codes(table):
    for net in table.categories:
        codes = [count.people for count in table.codes if count.code.category == net.name]
        assert max(codes) <= net.people <= sum(codes)


@given(TABLES)
@settings(max_examples=100)
def test_the_tones_of_a_code_add_up_to_its_people(table):
    for count in table.codes:
        assert set(count.sentiment) == set(Sentiment)
        assert sum(count.sentiment.values()) == count.people


@given(TABLES)
@settings(max_examples=100)
def test_nobody_counts_for_more_than_one_person(table):
    assert all(count.people <= table.base for count in (*table.codes, *table.categories))
    assert all(0 <= count.share <= 1 for count in (*table.codes, *table.categories))
    assert table.base + table.no_answer == table.asked


@given(TABLES)
@settings(max_examples=100)
def test_every_code_is_listed_once_by_falling_frequency(table):
    assert sorted(count.code.number for count in table.codes) == [1, 2, 3, 4, 5, 6]
    frequencies = [count.people for count in table.codes]
    assert frequencies == sorted(frequencies, reverse=True)


@given(TABLES)
@settings(max_examples=100)
def test_examples_are_distinct_and_as_many_as_there_can_be(table):
    for count in table.codes:
        assert len({example.casefold() for example in count.examples}) == len(count.examples)
        assert len(count.examples) <= min(5, count.people)
        assert bool(count.examples) == bool(count.people)
