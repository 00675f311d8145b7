"""Delivered tables go out in Triple-S as the standard wants them, and come back as they were."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_files import coded_survey

from openends.domain.delivery import (
    DeliveredQuestion,
    DeliveredTable,
    Delivery,
    DeliveryChoice,
    Layout,
    MultipleResponseSet,
    Variable,
)
from openends.domain.errors import OutputError
from openends.files import read_survey
from openends.files.delivery.variables import delivered_table
from openends.files.triple_s.write_triple_s import write_triple_s

WAYS = [(version, form) for version in ("2.0", "3.0") for form in ("csv", "fixed")]
LABELS = {1: "Price", 2: "Staff & <tone>", 12: "价格", 98: "None / don't know", 99: "No answer"}


def is_plain(text):
    """Tell a text whose letters in Windows-1252 are not by chance those of another in UTF-8."""
    try:
        return text.encode("cp1252").decode("utf-8").isascii()
    except UnicodeDecodeError:
        return True


#: What a verbatim holds, in the letters that every version takes.
LETTERS = st.text(
    st.characters(codec="cp1252", exclude_categories=("Cc",)) | st.sampled_from('",;\t\n\r='),
    max_size=12,
).filter(is_plain)
NUMBERS = st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9, allow_nan=False)


def mentions(codes, labels, name="Q1"):
    """A question with a variable per mention, and what is to be read of it."""
    most = max([2, *map(len, codes)])
    variables = [
        Variable(
            name=f"{name}_{rank + 1}",
            label=f"mention {rank + 1}",
            values=[row[rank] if rank < len(row) else None for row in codes],
            value_labels=labels,
        )
        for rank in range(most)
    ]
    found = MultipleResponseSet(
        name=name, label="Why?", variables=tuple(each.name for each in variables)
    )
    meant = [
        "; ".join(dict.fromkeys(labels.get(code, str(code)) for code in row)) or None
        for row in codes
    ]
    return variables, found, meant


def dummies(rows, labels, name="Q2"):
    """A question with a variable per code; a row of None was not asked."""
    variables = [
        Variable(
            name=f"{name}_c{code:02d}",
            label=label,
            values=[None if row is None else int(code in row) for row in rows],
            value_labels={0: "not mentioned", 1: "mentioned"},
            code=code,
        )
        for code, label in labels.items()
    ]
    names = tuple(each.name for each in variables)
    found = MultipleResponseSet(name=name, label="What?", variables=names, counted=1)
    meant = [
        "; ".join(label for code, label in labels.items() if code in (row or ())) or None
        for row in rows
    ]
    return variables, found, meant


def one_line(text):
    return re.sub(r"[\t\n\r]+", " ", text).rstrip() or None


@st.composite
def tables(draw):
    """A table of all kinds of variables, and the columns that are to come back."""
    rows = draw(st.integers(1, 4))

    def several(strategy):
        return draw(st.lists(st.none() | strategy, min_size=rows, max_size=rows))

    texts, numbers, flags = several(LETTERS), several(NUMBERS), several(st.booleans())
    single = several(st.sampled_from([*LABELS, 7]))
    given_codes = [row or [] for row in several(st.lists(st.sampled_from([*LABELS, 7])))]
    given_codes = [list(dict.fromkeys(row)) for row in given_codes]
    zero = [[code % 2] if code is not None else [] for code in several(st.integers(0, 9))]
    asked = several(st.sets(st.sampled_from(list(LABELS))))
    q1, its_set, its_texts = mentions(given_codes, LABELS)
    q2, other_set, other_texts = dummies(asked, LABELS)
    q3, zero_set, zero_texts = mentions(zero, {0: "none", 1: "some"}, "Q3")
    q4, long_set, long_texts = dummies(asked, {code + 990: LABELS[code] for code in LABELS}, "Q4")
    table = DeliveredTable(
        variables=[
            Variable(name="id", label="", values=[f"R{at}" for at in range(rows)]),
            Variable(name="text", label="Verbatim", values=texts),
            *q1,
            Variable(name="number", label="", values=numbers),
            Variable(name="flag", label="", values=flags),
            *q2,
            Variable(name="one", label="Which?", values=single, value_labels=LABELS),
            *q3,
            *q4,
        ],
        sets=[its_set, other_set, zero_set, long_set],
    )
    return table, {
        "id": [f"R{at}" for at in range(rows)],
        "text": [None if text is None else one_line(text) for text in texts],
        "Q1": its_texts,
        "number": numbers,
        "flag": flags,
        "Q2": other_texts,
        "one": [LABELS.get(code, code) for code in single],
        "Q3": zero_texts,
        "Q4": [None] * rows if not any(long_texts) else long_texts,
    }


@pytest.mark.parametrize(("version", "form"), WAYS)
@settings(max_examples=15, deadline=None)
@given(made=tables())
def test_a_table_written_reads_back_as_it_was(folder, version, form, made):
    table, columns = made
    path = folder / "table.sss"
    write_triple_s(table, path, title="T", version=version, form=form)
    survey = read_survey(path)
    assert {column.name: list(column.values) for column in survey.columns} == columns
    labels = {column.name: column.label for column in survey.columns}
    assert (labels["Q1"], labels["Q2"], labels["text"]) == ("Why?", "What?", "Verbatim")


def coded_delivery(answers):
    """A question as the rest of the program codes it."""
    coded = coded_survey(answers, question="Why?").questions["why"]
    respondents = coded_survey(answers).survey.columns[0]
    question = DeliveredQuestion(short_name="Q1", coded=coded, codings=coded.codings)
    return Delivery(name="Study", respondents=respondents, background=(), questions=[question])


@pytest.mark.parametrize(
    ("layout", "values"),
    [
        (Layout.BINARY_DUMMY, {"id": (1, 2), "Q1": ("Price", None)}),
        (Layout.COLUMNS_BY_MENTION, {"id": (1, 2), "Q1_1": ("Price", "No answer")}),
        (Layout.WIDE_BY_QUESTION, {"id": (1, 2), "Q1_codes": ("Price", "No answer")}),
    ],
)
def test_every_layout_of_a_coded_question_can_be_delivered(tmp_path, layout, values):
    choice = DeliveryChoice(layout=layout)
    table = delivered_table(coded_delivery(["too dear", ""]), choice)
    write_triple_s(table, tmp_path / "a.xml", title="Study")
    survey = read_survey(tmp_path / "a.xml")
    for name, wanted in values.items():
        assert survey.column(name).values == wanted


def table_of(values, labels=LABELS, **more):
    variables, found, _ = mentions(values, labels)
    ids = Variable(name="id", label="", values=[f"R{at}" for at in range(len(values))])
    return DeliveredTable(variables=[ids, *variables, *more.values()], sets=[found])


@pytest.mark.parametrize(("version", "form"), WAYS)
@pytest.mark.parametrize("codes", [[[1]], [[]], [[], [], []]], ids=["one", "nobody", "none coded"])
def test_one_respondent_and_none_coded_are_delivered(tmp_path, version, form, codes):
    write_triple_s(table_of(codes), tmp_path / "a.sss", title="T", version=version, form=form)
    survey = read_survey(tmp_path / "a.sss")
    assert survey.column("Q1").values == tuple("Price" if row else None for row in codes)


@pytest.mark.parametrize("counted", [True, False], ids=["by code", "by mention"])
@pytest.mark.parametrize("form", ["csv", "fixed"])
def test_five_hundred_codes_are_delivered(tmp_path, form, counted):
    labels = {code: f"代码 {code}" for code in range(1, 501)}
    rows = [[code, 501 - code] for code in range(1, 251)]
    variables, found, meant = (dummies if counted else mentions)(rows, labels)
    table = DeliveredTable(variables=variables, sets=[found])
    write_triple_s(table, tmp_path / "a.sss", title="T", form=form)
    assert list(read_survey(tmp_path / "a.sss").columns[0].values) == meant


def test_what_version_2_cannot_hold_is_refused_and_nothing_written(tmp_path):
    text = Variable(name="Q1_text", label="Why?", values=["好"])
    with pytest.raises(OutputError, match=r"'Q1_text' has the character '好'.*write version 3\.0"):
        write_triple_s(table_of([[1]], text=text), tmp_path / "a.sss", title="T")
    assert list(tmp_path.iterdir()) == []
    write_triple_s(table_of([[1]], text=text), tmp_path / "a.sss", title="T", version="3.0")
    assert read_survey(tmp_path / "a.sss").column("Q1_text").values == ("好",)


def test_another_ending_and_an_empty_table_are_refused(tmp_path):
    with pytest.raises(OutputError, match=r"use the ending \.sss or \.xml"):
        write_triple_s(table_of([[1]]), tmp_path / "a.txt", title="T")
    with pytest.raises(OutputError, match="there is no variable to deliver"):
        write_triple_s(DeliveredTable(variables=[]), tmp_path / "a.sss", title="T")


#: Parts of each element in their order, and how often: what the standard's DTDs say of them.
PARTS = {
    "sss": "origin survey",
    "survey": "title record",
    "record": "(variable )*variable",
    "variable": "name label position( size|( spread)?( values)?)",
    "values": "(range|value)( value)*",
}
ATTRIBUTES = {
    "2.0": {"sss": "version", "record": "ident format( skip)?"},
    "3.0": {"sss": "version( xml:lang)?", "record": "ident format encoding( skip)?"},
}
OWN = {
    "variable": "ident type( use)?( format)?",
    "position": "start( finish)?",
    "spread": "subfields width",
    "range": "from to",
    "value": "code",
}


@pytest.mark.parametrize(("version", "form"), WAYS)
@settings(max_examples=8, deadline=None)
@given(made=tables())
def test_the_description_has_the_parts_of_the_standard_in_its_order(folder, version, form, made):
    path = folder / "table.sss"
    write_triple_s(made[0], path, title="T & <b>", version=version, form=form, language="de")
    root = ElementTree.fromstring(path.read_bytes())
    for element in root.iter():
        tag = element.tag
        assert re.fullmatch(PARTS.get(tag, ""), " ".join(child.tag for child in element)), tag
        names = " ".join(element.keys()).replace("{http://www.w3.org/XML/1998/namespace}", "xml:")
        assert re.fullmatch((ATTRIBUTES[version] | OWN).get(tag, ""), names), (tag, names)
    variables = root.findall("survey/record/variable")
    assert [each.get("ident") for each in variables] == [
        str(at) for at in range(1, len(variables) + 1)
    ]
    assert [each.get("use") for each in variables] == ["serial", *[None] * (len(variables) - 1)]
    assert len({each.findtext("name").casefold() for each in variables}) == len(variables)
    assert all(re.fullmatch(r"[A-Za-z][\w.]*", each.findtext("name")) for each in variables)
    lacking = [each.get("type") for each in variables if each.find("values") is None]
    assert set(lacking) <= {"character", "logical"}


def test_columns_follow_one_another_and_fit_their_values(tmp_path):
    number = Variable(name="n", label="", values=[-1.25, None, 100])
    write_triple_s(
        table_of([[1], [2, 12], []], n=number), tmp_path / "a.sss", title="T", form="fixed"
    )
    positions = [
        (int(each.get("start")), int(each.get("finish", each.get("start"))))
        for each in ElementTree.parse(tmp_path / "a.sss").iter("position")
    ]
    assert positions == [(1, 2), (3, 6), (7, 12)]
    assert (tmp_path / "a.asc").read_bytes() == b"R001   -1.25\r\nR10212      \r\nR2       100\r\n"


@pytest.mark.parametrize(
    ("ids", "kind", "use"),
    [
        ([1, 2], "quantity", "serial"),
        (["a", "b"], "character", "serial"),
        ([1, 1], "quantity", None),
        ([0, 1], "quantity", None),
        (["a", None], "character", None),
        ([1.5, 2], "quantity", None),
    ],
)
def test_only_what_tells_everybody_apart_is_the_serial(tmp_path, ids, kind, use):
    table = DeliveredTable(variables=[Variable(name="id", label="", values=ids)])
    write_triple_s(table, tmp_path / "a.sss", title="T")
    variable = ElementTree.parse(tmp_path / "a.sss").find("survey/record/variable")
    assert (variable.get("type"), variable.get("use")) == (kind, use)


def test_names_become_those_of_the_standard_and_the_label_keeps_what_was_there(tmp_path):
    names = ["Alter (Jahre)", "alter jahre", "Größe", "城市", "1st", "Q1.a", "_x"]
    variables = [Variable(name=name, label="", values=["a"]) for name in names]
    write_triple_s(DeliveredTable(variables=variables), tmp_path / "a.sss", title="T")
    survey = read_survey(tmp_path / "a.sss")
    assert survey.names == (
        "Alter_Jahre", "alter_jahre_2", "Groe", "V4", "V5_1st", "Q1.a", "x",
    )  # fmt: skip
    assert [column.label for column in survey.columns] == names


def test_numbers_without_a_text_and_special_numbers_are_told(tmp_path):
    variables = [
        Variable(name="id", label="", values=["a", "b"]),
        Variable(name="age", label="", values=[25, 99], value_labels={99: "not told"}),
        Variable(name="score", label="", values=[-1, 0.5], value_labels={-1: "low"}),
        Variable(name="gone", label="", values=[float("nan"), float("inf")]),
    ]
    write_triple_s(DeliveredTable(variables=variables), tmp_path / "a.sss", title="T")
    survey = read_survey(tmp_path / "a.sss")
    assert [column.values for column in survey.columns[1:]] == [
        (25, "not told"), ("low", 0.5), (None, None),
    ]  # fmt: skip


def test_a_set_of_variables_that_do_not_tell_their_codes_counts_them(tmp_path):
    variables = [Variable(name=name, label="", values=[1, 0, None]) for name in ("tv", "radio")]
    found = MultipleResponseSet(name="media", label="", variables=("tv", "radio"), counted=1)
    table = DeliveredTable(variables=variables, sets=[found])
    data = write_triple_s(table, tmp_path / "a.sss", title="T")
    assert data.read_text().split() == ["media", "11", "00", '""']


def test_the_same_table_gives_the_same_bytes(tmp_path):
    for name in ("a.sss", "b.sss"):
        write_triple_s(table_of([[1]]), tmp_path / name, title="T", version="3.0", language="de")
    assert (tmp_path / "a.sss").read_bytes() == (tmp_path / "b.sss").read_bytes()
    assert b'xml:lang="de"' in (tmp_path / "a.sss").read_bytes()
