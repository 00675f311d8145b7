"""Counts by a background variable: people, bases, and letters for what differs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openends.domain.codebook import Code, Codebook
from openends.domain.coding import Coding, Evidence, Layer, Mention, Sentiment
from openends.domain.crosstab import RowKind
from openends.domain.errors import InputError
from openends.domain.response import ResponseStatus
from openends.domain.result import CodedQuestion, Manifest
from openends.engine.tabulate.crosstab import MOST_COLUMNS, crosstab
from openends.engine.tabulate.tabulate import tabulate

CODES = {
    name: Code(name=name, number=number, category=category)
    for number, (name, category) in enumerate(
        {"Price": "Money", "Offers": "Money", "Staff": "Service", "Mood": ""}.items(), start=1
    )
}
MANIFEST = Manifest(
    openends_version="0",
    encoders=(),
    quality="fast",
    seed=0,
    responses_sha256="",
    codebook_sha256="",
    codebook_induced=False,
)


def coding(*names, status=ResponseStatus.CODED):
    mentions = tuple(
        Mention(
            code=CODES[name],
            sentiment=Sentiment.NEUTRAL,
            confidence=0.8,
            layer=Layer.MODEL,
            evidence=Evidence.of("words", 0, 5),
        )
        for name in names
    )
    return Coding(response_id="r", text="words", status=status, mentions=mentions)


OTHER, NONE, NO_ANSWER = (
    coding(status=ResponseStatus(status)) for status in ("other", "none", "no_answer")
)


def question(codings):
    book = Codebook(codes=tuple(CODES.values()))
    return CodedQuestion(question="", codebook=book, codings=tuple(codings), manifest=MANIFEST)


def table(*pairs):
    return crosstab(question([each for each, _ in pairs]), [value for _, value in pairs], "age")


def shown(found):
    return {row.name: [(cell.people, "".join(cell.higher_than)) for cell in row.cells]
            for row in found.rows}  # fmt: skip


def test_people_are_counted_by_code_category_and_value():
    found = table(
        (coding("Price", "Offers"), "old"), (coding("Price", "Price"), "old"),
        (coding("Staff"), "young"), (OTHER, "young"), (NONE, "old"), (NO_ANSWER, "young"),
    )  # fmt: skip
    assert [(each.value, each.letter, each.asked, each.base) for each in found.columns] == [
        ("old", "A", 3, 3), ("young", "B", 3, 2),
    ]  # fmt: skip
    counts = {name: [people for people, _ in cells] for name, cells in shown(found).items()}
    assert counts == {
        "Money": [2, 0], "Price": [2, 0], "Offers": [1, 0], "Service": [0, 1], "Staff": [0, 1],
        "Mood": [0, 0], "Other": [0, 1], "None / don't know": [1, 0],
    }  # fmt: skip
    assert [each.mean_codes for each in found.columns] == [1.5, 1.0]


def test_a_share_is_of_those_who_answered_in_the_column():
    found = table((coding("Price"), "a"), (OTHER, "a"), (NO_ANSWER, "a"), (coding("Price"), "b"))
    price = next(row for row in found.rows if row.name == "Price")
    assert [cell.share for cell in price.cells] == [0.5, 1.0]
    assert price.total.share == pytest.approx(2 / 3)


def test_a_category_stands_before_its_codes_and_the_largest_first():
    found = table(*[(coding("Staff"), "a")] * 3, (coding("Offers"), "a"))
    assert [(str(row.kind), row.name) for row in found.rows] == [
        ("category", "Service"), ("code", "Staff"), ("category", "Money"), ("code", "Offers"),
        ("code", "Price"), ("code", "Mood"), ("other", "Other"), ("none", "None / don't know"),
    ]  # fmt: skip


def test_a_letter_names_the_column_that_is_lower():
    pairs = [(coding("Price"), "a")] * 40 + [(coding("Staff"), "a")] * 10
    pairs += [(coding("Price"), "b")] * 10 + [(coding("Staff"), "b")] * 40
    found = shown(table(*pairs))
    assert found["Price"] == [(40, "B"), (10, "")]
    assert found["Staff"] == [(10, ""), (40, "A")]


def test_a_column_with_few_people_is_not_compared():
    pairs = [(coding("Price"), "a")] * 50 + [(coding("Staff"), "b")] * 29
    found = table(*pairs)
    assert [column.tested for column in found.columns] == [True, False]
    assert not any(cell.higher_than for row in found.rows for cell in row.cells)
    assert "not compared" in found.method


def test_people_without_a_value_count_in_the_total_only():
    found = table((coding("Price"), "a"), (coding("Price"), None), (coding("Price"), "  "))
    price = next(row for row in found.rows if row.name == "Price")
    assert (price.total.people, [cell.people for cell in price.cells]) == (3, [1])
    assert (found.base, found.unknown) == (3, 2)


def test_values_come_in_the_order_in_which_people_count():
    found = table(*((coding("Price"), value) for value in ("10", "9", "b", "A", "100+")))
    assert [column.value for column in found.columns] == ["9", "10", "100+", "A", "b"]


@pytest.mark.parametrize(
    ("values", "said"),
    [([None, ""], "no values"), ([str(at) for at in range(MOST_COLUMNS + 1)], "Group the values")],
)
def test_a_variable_that_makes_no_table_is_refused(values, said):
    with pytest.raises(InputError, match=said):
        crosstab(question([coding("Price")] * len(values)), values, "age")


CODINGS = st.one_of(
    st.lists(st.sampled_from(list(CODES)), min_size=1, max_size=4).map(
        lambda names: coding(*names)
    ),
    st.sampled_from([OTHER, NONE, NO_ANSWER]),
)


@given(st.lists(st.tuples(CODINGS, st.sampled_from(["a", "b", "c"])), min_size=1, max_size=60))
@settings(max_examples=60)
def test_columns_add_up_and_a_net_lies_between_its_largest_code_and_their_sum(pairs):
    found = table(*pairs)
    totals = tabulate(question([each for each, _ in pairs]))
    people = {count.code.name: count.people for count in totals.codes}
    rows = {row.name: row for row in found.rows}
    for row in found.rows:
        assert row.total.people == sum(cell.people for cell in row.cells)
        if row.kind is RowKind.CODE:
            assert row.total.people == people[row.name]
    assert found.base == totals.base == sum(column.base for column in found.columns)
    for at in range(len(found.columns)):
        codes = [rows[name].cells[at].people for name in ("Price", "Offers")]
        assert max(codes) <= rows["Money"].cells[at].people <= sum(codes)
