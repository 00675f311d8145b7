"""What columns are taken for, with the reason, and what is left to the researcher."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openends.domain.column_role import ColumnRole, MappedColumn
from openends.domain.errors import ColumnProblem
from openends.domain.survey import Column, Survey
from openends.services.choose_columns import choose_id_column, choose_text_columns
from openends.services.chosen_columns import background_columns, check_mapping
from openends.services.map_columns import map_columns

WORDS = ("the price is too high", "friendly people work there", "it was far too slow")
FEW = ("a friend told me", None, "a poster on the bus")
ANSWERS = {"id": (1, 2, 3), "why": WORDS}


def survey(labels=None, **columns):
    named = tuple(
        Column(name=name, values=tuple(values), label=(labels or {}).get(name, ""))
        for name, values in columns.items()
    )
    return Survey(columns=named, source="a.csv")


def roles(*args, **columns):
    return {each.name: str(each.role) for each in map_columns(survey(*args, **columns)).columns}


@pytest.mark.parametrize(
    ("name", "values", "role"),
    [
        ("age", (34, 51, 34), "background"),
        ("town", ("Rome", "Rome", "Bonn"), "background"),
        ("empty", (None, " ", ""), "ignore"),
        ("when", ("2026-01-05", "2026-01-06 10:00", None), "ignore"),
        ("mail", ("a@b.de", "c@d.fr", None), "ignore"),
        ("First Name", ("Ann", "Bob", "Cy"), "ignore"),
        ("IPAddress", ("1.1.1.1", "1.1.1.2", "1.1.1.1"), "ignore"),
        ("Status", ("Complete", "Complete", "Partial"), "ignore"),
        ("improve", WORDS, "text"),
    ],
)
def test_a_column_is_taken_for_what_it_holds(name, values, role):
    found = roles(**ANSWERS, **{name: values})
    assert found == {"id": "id", "why": "text", name: role}


def test_numbers_of_their_own_for_everybody_are_no_background():
    answers = tuple(f"the price of {letter * 3} is high" for letter in "abcdefghijkl")
    rows = {"why": answers, "panel_no": tuple(range(1000, 1012))}
    assert roles(**rows) == {"why": "text", "panel_no": "ignore"}


def test_short_texts_that_differ_are_left_to_the_researcher():
    brands = tuple(f"Brand{chr(65 + at)}" for at in range(24))
    mapped = map_columns(survey(brand=brands, why=WORDS * 8)).columns[0]
    assert mapped.role is ColumnRole.BACKGROUND
    assert mapped.reason.endswith("name it as text if they are answers.")


@pytest.mark.parametrize(
    ("names", "other", "closed"),
    [
        (("Q5",), "Q5_other", ("Q5",)),
        (("Q5",), "Q5 other specify", ("Q5",)),
        (("Q5_1", "Q5_2", "Q5_97"), "Q5_97_text", ("Q5_1", "Q5_2", "Q5_97")),
        (("Q5_1", "Q5_2"), "Q5_oth", ("Q5_1", "Q5_2")),
        (("Q5",), "Q5_7_TEXT", ("Q5",)),
        (("channel", "Q7_1", "Q7_2"), "Other (please specify)", ("Q7_1", "Q7_2")),
        (("channel",), "Sonstiges, bitte angeben", ("channel",)),
        (("channel",), "Autre (précisez)", ("channel",)),
    ],
)
def test_what_was_written_beside_other_is_found_with_its_closed_question(names, other, closed):
    mapped = map_columns(survey(**ANSWERS, **dict.fromkeys(names, (1, 0, 1)), **{other: FEW}))
    (found,) = mapped.of(ColumnRole.OTHER_SPECIFY)
    assert (found.name, found.belongs_to) == (other, closed)
    assert mapped.named(ColumnRole.TEXT) == ("why",)


def test_the_question_in_a_label_tells_the_closed_question_too():
    labels = {"a1": "Where? - TV", "a2": "Where? - Radio", "a9": "Where? - Other (please specify)"}
    columns = {"a1": (1, 0, 1), "x": (5, 6, 5), "a2": (0, 0, 1), "y": (5, 5, 6), "a9": FEW}
    (found,) = map_columns(survey(labels, **ANSWERS, **columns)).of(ColumnRole.OTHER_SPECIFY)
    assert found.belongs_to == ("a1", "a2")


@pytest.mark.parametrize(
    ("name", "values"),
    [("Q9_other", WORDS), ("brother", WORDS), ("any_other", WORDS), ("Q1_text", WORDS)],
)
def test_an_open_question_that_is_only_called_like_other_stays_one(name, values):
    assert roles(id=(1, 2, 3), town=("Rome", "Rome", "Bonn"), **{name: values})[name] == "text"


@pytest.mark.parametrize("values", [(1, 0, 1), ("Other", None, "Other"), (None, None, None)])
def test_a_box_that_was_ticked_is_no_other_text(values):
    assert roles(**ANSWERS, Q5=(1, 2, 1), Q5_other=values)["Q5_other"] != "other_specify"


@pytest.mark.parametrize(
    "coded",
    [
        {"why_1": (1, 2, 98), "why_2": (None, 3, None)},
        {"why_c01": (1, 0, 0), "why_c02": (0, 1, 1)},
        {"why_codes": ("Price; Staff", "Staff", "Price")},
        {"codes": ("Price", "Price; Staff", "Staff")},
        {"why: status": ("coded",) * 3, "why: codes": ("Price", "Price", "Price")},
    ],
    ids=["mentions", "dummies", "names", "beside the only question", "our own"],
)
def test_codes_that_people_gave_are_found_beside_their_question(coded):
    mapped = map_columns(survey(**ANSWERS, **coded))
    found = mapped.of(ColumnRole.CODED)
    assert {each.name for each in found} == {name for name in coded if "status" not in name}
    assert {each.belongs_to for each in found} == {("why",)}


def test_columns_of_a_closed_question_are_no_codes_of_an_open_one():
    found = roles(**ANSWERS, Q5_1=(1, 0, 1), Q5_2=(0, 0, 1), age_2=(1, 2, 1))
    assert "coded" not in found.values()


def test_code_and_columns_choose_by_one_rule():
    table = survey(**ANSWERS, Q5=(1, 2, 1), Q5_other=FEW, why_codes=("A; B", "A", "B"))
    assert choose_text_columns(table, []) == ("why",)
    assert choose_id_column(table, None) == map_columns(table).id_column == "id"


def test_what_stands_beside_other_is_coded_where_there_is_nothing_else():
    assert choose_text_columns(survey(id=(1, 2, 3), Q5=(1, 2, 1), Q5_other=FEW), []) == (
        "Q5_other",
    )


def test_a_mapping_keeps_closed_questions_as_background_and_ignores_what_it_does_not_name():
    table = survey(**ANSWERS, Q5=(1, 2, 1), Q5_other=FEW, age=(34, 51, 34))
    other = MappedColumn(name="q5_OTHER", role=ColumnRole.OTHER_SPECIFY, belongs_to=("q5",))
    mapping = check_mapping(table, [other])
    assert mapping.named(ColumnRole.IGNORE) == ("id", "why", "Q5", "age")
    assert background_columns(mapping) == ["Q5"]


def test_a_mapping_takes_twenty_questions_at_most():
    names = [f"q{number}" for number in range(21)]
    given = [MappedColumn(name=name, role=ColumnRole.TEXT) for name in names]
    with pytest.raises(ColumnProblem, match=r"21 columns with answers; at most 20 become"):
        check_mapping(survey(**dict.fromkeys(names, WORDS)), given)


CELLS = st.one_of(st.none(), st.integers(0, 3), st.floats(), st.booleans(), st.text(max_size=9))
NAMES = st.one_of(
    st.text(min_size=1, max_size=12),
    st.sampled_from(["id", "Q1", "Q1_1", "Q1_2", "Q1_text", "Q1_97_other", "codes", "Q1: status"]),
)


@given(
    st.dictionaries(NAMES, st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=9),
    st.text(max_size=20),
)
def test_every_column_of_any_file_has_a_role_and_a_reason(columns, label):
    table = survey(dict.fromkeys(columns, label), **columns)
    mapped = map_columns(table)
    assert tuple(each.name for each in mapped.columns) == table.names
    assert all(each.reason.endswith(".") and 0 < each.confidence < 1 for each in mapped.columns)
    assert len(mapped.of(ColumnRole.ID)) <= 1
    for each in mapped.columns:
        assert set(each.belongs_to) <= set(table.names) - {each.name}
