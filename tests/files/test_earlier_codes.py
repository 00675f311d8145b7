"""Codes that people gave before, in the columns of a data file."""

import pytest

from openends.domain.codebook import Code, Codebook
from openends.domain.errors import ColumnProblem
from openends.domain.survey import Column, Survey
from openends.files.read_reviewed import read_reviewed
from openends.files.write_sheets import write_sheets
from openends.services.coded_layouts import read_layout
from openends.services.earlier_codes import read_earlier_codes

WORDS = ("the price is too high", "friendly people work there", "nothing at all to say", None, "so")
CODES = Codebook(
    codes=(Code(name="Price", number=1), Code(name="Staff", number=2), Code(name="Speed", number=7))
)


def survey(labels=None, **columns):
    named = tuple(
        Column(name=name, values=tuple(values), label=(labels or {}).get(name, ""))
        for name, values in {"id": ("a", "b", "c", "d", "e"), "why": WORDS, **columns}.items()
    )
    return Survey(columns=named, source="a.csv")


def codes_of(earlier):
    return {identity: codes for identity, _, codes in earlier.rows}


@pytest.mark.parametrize(
    "columns",
    [
        {"why_1": (7, 2, 98, 1, None), "why_2": (1, None, None, None, None)},
        {"why_1": ("07", "02", "98", "1", ""), "why_2": ("1", "", "", "", "")},
        {"why_c1": (1, 0, 0, 1, None), "why_c2": (0, 1, 0, 0, None), "why_c7": (1, 0, 0, 0, None)},
        {"why_codes": ("Speed; price", "STAFF", "99", "Price", None)},
        {"why_codes": ("7;1", "2", "97", "1", None)},
    ],
    ids=["mentions", "mentions as text", "dummies", "names", "numbers in a cell"],
)
def test_codes_are_looked_up_in_the_codebook_whatever_their_layout(columns):
    earlier = read_earlier_codes(survey(**columns), codebook=CODES, text="why", coded=list(columns))
    found = codes_of(earlier)
    assert {name: set(codes) for name, codes in found.items()} == {
        "a": {"Price", "Speed"}, "b": {"Staff"}, "c": set(),
    }  # fmt: skip
    assert earlier.codebook is CODES


def test_names_make_a_codebook_the_most_frequent_first():
    earlier = read_earlier_codes(
        survey(why_codes=("Staff; Price", "price", "Price", "Staff", None))
    )
    assert [(code.name, code.number) for code in earlier.codebook] == [("Price", 1), ("Staff", 2)]


def test_columns_of_one_and_nought_are_called_by_their_labels():
    labels = {"why_1": "Why? - Price", "why_2": "Why? - Staff"}
    table = survey(labels, why_1=(1, 0, 0, 0, None), why_2=(1, 1, 0, 1, None))
    assert codes_of(read_earlier_codes(table)) == {
        "a": ("Price", "Staff"), "b": ("Staff",), "c": (),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "options", "words"),
    [
        ({"why_1": (1, 2, 3, 4, 5), "why_2": (1, 1, 1, 1, 1)}, {}, "such as 1; give the codebook"),
        ({"why_1": (1, 2, 3, 4, 5), "why_2": (1, 1, 1, 1, 1)}, {"codebook": CODES},
         "has the code '3', which the codebook lacks"),
        ({}, {}, "known to hold codes on an open question; name those that do with --coded"),
        ({"x": (None,) * 5}, {"coded": ["x"], "text": "why"}, "has a code in x; name the right"),
        ({"k": (0, 0, 0, 0, 0), "l": (0, 0, 0, 0, 0)}, {"coded": ["k", "l"], "text": "why"},
         "give nobody a code"),
        ({"k": ("A;B", None, None, None, None)},
         {"coded": ["k"], "text": "why", "codebook": Codebook(codes=(Code(name="A;B", number=1),))},
         "'A;B' has a semicolon in its name"),
    ],
    ids=["no names", "unknown", "none", "empty", "nobody", "semicolon"],
)  # fmt: skip
def test_what_cannot_be_taken_says_what_to_do(columns, options, words):
    with pytest.raises(ColumnProblem) as caught:
        read_earlier_codes(survey(**columns), **options)
    assert words in caught.value.message


def test_the_table_teaches_and_can_be_compared_with(tmp_path):
    columns = {"why_1": (7, 2, 98, 1, None), "why_2": (1, None, None, None, None)}
    earlier = read_earlier_codes(survey(**columns), codebook=CODES)
    path = tmp_path / "earlier.xlsx"
    write_sheets([earlier.sheet()], path)
    reviewed = read_reviewed(path).of("why", CODES)
    assert [(each.text, each.codes) for each in reviewed] == [
        (WORDS[0], ("Speed", "Price")), (WORDS[1], ("Staff",)), (WORDS[2], ()),
    ]  # fmt: skip
    compared = read_layout(path, None, None)
    assert {row.id: row.codes for row in compared.rows} == codes_of(earlier)
