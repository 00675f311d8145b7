"""A delivered table in a .sav file, read back by pyreadstat."""

from __future__ import annotations

import math

import pytest
from delivered_tables import codes_of, picks_of, question_of, read_back, table_of
from hypothesis import given, settings
from hypothesis import strategies as st

from openends.domain.delivery import DeliveredTable, Measure, MultipleResponseSet, Variable
from openends.domain.errors import OutputError
from openends.files import read_survey
from openends.files.spss.sav_dictionary import short_names
from openends.files.spss.spss_table import spss_table
from openends.files.spss.write_sav import write_sav

ASKED = "Was hat Ihnen gefallen? " * 20


def one(values, **more):
    return DeliveredTable(variables=[Variable(name="x", label="", values=values, **more)])


def written(folder, table, **more):
    path = folder / "out.sav"
    write_sav(table, path, **more)
    return read_back(path)


def labels_of(book):
    return {float(code.number): code.name for code in book}


@pytest.fixture(scope="module")
def mentions(tmp_path_factory):
    question = question_of("Q1", ASKED, codes_of(30), picks_of(40, 30))
    table = table_of("columns_by_mention", question, sentiment=True)
    return table, *written(tmp_path_factory.mktemp("mentions"), table)


def test_every_value_is_read_back(mentions):
    table, frame, _ = mentions
    for variable in table.variables:
        expected = ["" if value is None else value for value in variable.values]
        if frame[variable.name].dtype.is_numeric():
            expected = list(variable.values)
        assert frame[variable.name].to_list() == expected


def test_the_question_is_the_label_within_the_limit_of_spss(mentions):
    label = mentions[2].column_names_to_labels["Q1_1"]
    assert len(label.encode()) <= 255
    assert label.startswith("Was hat Ihnen gefallen? Was hat")
    assert label.endswith("…")


def test_codes_are_value_labels_within_the_limit_of_spss(mentions):
    labels = mentions[2].variable_value_labels["Q1_1"]
    assert labels[1] == "Größe & Qualität"
    assert labels[2] == "价格太高"
    assert labels[3].startswith("It's a long name of a code, a long")
    assert labels[3].endswith("…")
    assert len(labels[3].encode()) <= 120
    assert labels[99] == "No answer"
    assert labels == mentions[2].variable_value_labels["Q1_2"]


def test_none_and_no_answer_are_declared_missing(mentions):
    missing = mentions[2].missing_ranges
    assert missing["Q1_1"] == [{"lo": 98.0, "hi": 98.0}, {"lo": 99.0, "hi": 99.0}]
    assert "Q1_1_confidence" not in missing


def test_measures_and_formats_say_what_can_be_reckoned_with(mentions):
    meta = mentions[2]
    assert meta.variable_measure["Q1_1"] == "nominal"
    assert meta.variable_measure["Q1_1_confidence"] == "scale"
    assert meta.original_variable_types["Q1_1"] == "F8.0"
    assert meta.original_variable_types["Q1_1_confidence"] == "F8.3"
    assert meta.original_variable_types["Q1_1_sentiment"] == "A8"


def test_mentions_are_a_set_of_categories(mentions):
    (found,) = mentions[2].mr_sets.values()
    assert found["type"] == "C"
    assert found["label"].startswith("Was hat Ihnen gefallen? Was")
    assert found["variable_list"] == ["Q1_1", "Q1_2", "Q1_3"]


def test_a_variable_per_code_is_a_set_of_dichotomies(tmp_path):
    codes = codes_of(500)
    questions = [
        question_of("Q1", "¿Qué le gustó?", codes, picks_of(12, 500)),
        question_of("Warum_genau_sagen_Sie", "为什么?", codes[:2], picks_of(12, 2)),
    ]
    _, meta = written(tmp_path, table_of("binary_dummy", *questions))
    assert set(meta.mr_sets) == {"Q1", "Warum_genau_sagen_Sie"}
    first, second = meta.mr_sets["Q1"], meta.mr_sets["Warum_genau_sagen_Sie"]
    assert (first["type"], first["counted_value"], first["label"]) == ("D", 1, "¿Qué le gustó?")
    # Other and none are counted too; no answer is nothing that somebody says.
    assert first["variable_list"][:1] + first["variable_list"][-3:] == [
        "Q1_c01", "Q1_c503", "Q1_c97", "Q1_c98",
    ]  # fmt: skip
    assert len(first["variable_list"]) == 502
    assert second["label"] == "为什么?"
    assert second["variable_list"][0] == "Warum_genau_sagen_Sie_c01"
    assert meta.column_names_to_labels["Q1_c02"] == "价格太高"


@pytest.mark.parametrize("layout", ["wide_by_question", "columns_by_mention", "binary_dummy"])
@pytest.mark.parametrize("picks", [[(0,)], [None, None]], ids=["one respondent", "none coded"])
def test_small_studies_are_written_too(tmp_path, layout, picks):
    table = table_of(layout, question_of("Q1", "Why?", codes_of(3), picks), sentiment=True)
    frame, meta = written(tmp_path, table)
    assert len(frame) == len(picks)
    assert meta.column_names == [variable.name for variable in table.variables]


def test_our_own_reader_has_the_names_of_the_codes(tmp_path):
    table = table_of("columns_by_mention", question_of("Q1", "Why?", codes_of(2), [(0, 1), None]))
    write_sav(table, tmp_path / "out.sav")
    survey = read_survey(tmp_path / "out.sav")
    assert survey.column("Q1_1").values == ("Größe & Qualität", None)
    assert survey.column("Q1_2").values == ("价格太高", None)
    assert survey.column("Q1_2").label == "Why? - mention 2"


def test_a_table_without_respondents_keeps_its_labels(tmp_path):
    frame, meta = written(tmp_path, one([], value_labels={1: "yes"}))
    assert len(frame) == 0
    assert meta.variable_value_labels == {"x": {1.0: "yes"}}


@pytest.mark.parametrize("size", [1, 8, 9, 255, 256, 504, 505, 1000, 32_767])
def test_texts_of_any_length_are_read_back(tmp_path, size):
    long = "".join(chr(33 + place % 90) for place in range(size))
    frame, meta = written(tmp_path, one([long, None, "a"]))
    assert frame["x"].to_list() == [long, "", "a"]
    assert meta.original_variable_types["x"] == f"A{size}"


def test_a_text_that_is_too_long_ends_with_an_ellipsis_between_letters(tmp_path):
    frame, _ = written(tmp_path, one(["ab" + "价" * 11_000]))
    text = frame["x"][0]
    assert len(text.encode()) <= 32_767
    assert text == "ab" + "价" * (len(text) - 3) + "…"


@pytest.mark.parametrize(
    ("values", "read", "kind"),
    [
        ([1, "one", None], ["1", "one", ""], "A3"),
        ([10**20, 7], ["100000000000000000000", "7"], "A21"),
        ([math.inf, 1.5], ["inf", "1.5"], "A3"),
        ([-1.7976931348623157e308], ["-1.7976931348623157e+308"], "A24"),
        ([math.nan, 1.5], [None, 1.5], "F8.1"),
        ([2**53, -(2**53)], [2.0**53, -(2.0**53)], "F17.0"),
        ([0.1, 123456.25, -3], [0.1, 123456.25, -3.0], "F9.2"),
        ([1e-7, 2.0], [1e-7, 2.0], "F9.7"),
        ([1e300], [1e300], "F40.0"),
        ([True, False, None], [1.0, 0.0, None], "F8.0"),
        ([True, "maybe"], ["True", "maybe"], "A5"),
        ([None, None], ["", ""], "A1"),
        (["", ""], ["", ""], "A1"),
        (["a\0b  ", "c\ud800", " d\ne"], ["ab", "c?", " d\ne"], "A4"),
    ],
)
def test_values_keep_what_they_are(tmp_path, values, read, kind):
    frame, meta = written(tmp_path, one(values))
    assert frame["x"].to_list() == read
    assert meta.original_variable_types["x"] == kind


def test_truth_has_labels(tmp_path):
    _, meta = written(tmp_path, one([True, None]))
    assert meta.variable_value_labels == {"x": {0.0: "false", 1.0: "true"}}


def test_numbers_without_any_value_stay_numbers(tmp_path):
    _, meta = written(tmp_path, one([None], measure=Measure.SCALE, decimals=3))
    assert meta.original_variable_types["x"] == "F8.3"


def test_a_text_is_on_no_scale(tmp_path):
    _, meta = written(tmp_path, one(["12", 13], measure=Measure.SCALE))
    assert meta.variable_measure["x"] == "nominal"


def test_a_name_that_spss_refuses_stays_as_label(tmp_path):
    variables = [
        Variable(name="2024 Umsatz (€)", label="", values=[1]),
        Variable(name="by", label="Reason", values=["a"]),
        Variable(name="fine", label="", values=[1]),
    ]
    _, meta = written(tmp_path, DeliveredTable(variables=variables))
    assert meta.column_names_to_labels == {
        "V_2024_Umsatz": "2024 Umsatz (€)",
        "V_by": "Reason",
        "fine": None,
    }


def test_short_names_are_nobody_elses_name():
    names = ["V00001", "a_long_name_of_it", "V00003", "a_long_name_of_that", "Ähre", "verbatim"]
    widths = [0, 600, 0, 0, 0, 600]
    values = [["x" * width] if width else [1] for width in widths]
    variables = [
        Variable(name=name, label="", values=value)
        for name, value in zip(names, values, strict=True)
    ]
    table = spss_table(DeliveredTable(variables=variables))
    assert short_names(table.variables) == [
        ["V00001"], ["V00002", "V00004", "V00005"], ["V00003"], ["V00006"], ["V00007"],
        ["VERBATIM", "V00008", "V00009"],
    ]  # fmt: skip


def test_sets_need_two_variables_of_numbers(tmp_path):
    variables = [
        Variable(name="a", label="", values=[1]),
        Variable(name="b", label="", values=["x"]),
        Variable(name="c", label="", values=[1]),
    ]
    sets = [
        MultipleResponseSet(name=name, label="", variables=tuple(members))
        for name, members in {"alone": "a", "texts": "ab", "Time": "ac", "time": "ca"}.items()
    ]
    _, meta = written(tmp_path, DeliveredTable(variables=variables, sets=sets))
    members = {name: each["variable_list"] for name, each in meta.mr_sets.items()}
    assert members == {"V_Time": ["a", "c"], "V_time_2": ["c", "a"]}


def test_the_same_table_gives_the_same_bytes(tmp_path):
    question = question_of("Q1", "Why?", codes_of(5), picks_of(20, 5))
    table = table_of("binary_dummy", question)
    paths = [tmp_path / "a.sav", tmp_path / "b.sav"]
    for path in paths:
        write_sav(table, path, file_label="Größe " * 20)
    first, second = (path.read_bytes() for path in paths)
    assert first == second
    assert first[92:109] == b"01 Jan 0000:00:00"
    label = read_back(paths[0])[1].file_label
    assert label == "Größe " * 7 + "Grö…"
    assert len(label.encode()) <= 64


def test_a_table_without_variables_is_refused(tmp_path):
    with pytest.raises(OutputError, match=r"the table has no variable; choose at least one"):
        write_sav(DeliveredTable(variables=[]), tmp_path / "out.sav")


def test_what_spss_cannot_hold_is_said_and_leaves_no_file(tmp_path):
    table = one([1], missing=(1, 2, 3, 4))
    with pytest.raises(OutputError, match=r"^Cannot write .*out\.sav as a file of SPSS: "):
        write_sav(table, tmp_path / "out.sav")
    assert list(tmp_path.iterdir()) == []


def or_nothing(values):
    """The values with None where a text is empty: SPSS knows no difference."""
    return [None if value == "" else value for value in values]


# Everything that SPSS holds: no blanks at the end, no half characters, no end of a C string.
_texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=300)
_held = _texts.map(lambda text: text.rstrip(" "))
_numbers = st.one_of(st.integers(-(2**53), 2**53), st.floats(-1e307, 1e307), st.booleans())


@st.composite
def _tables(draw):
    rows = draw(st.integers(1, 4))
    names = draw(st.lists(_texts, min_size=1, max_size=5, unique_by=lambda name: name.casefold()))
    variables = []
    for name in names:
        cells = draw(st.sampled_from([_held, _numbers]))
        values = draw(st.lists(st.none() | cells, min_size=rows, max_size=rows))
        labels = draw(st.dictionaries(st.integers(-9, 999), _texts, max_size=4))
        variables.append(
            Variable(
                name=name,
                label=draw(_texts),
                values=values,
                measure=draw(st.sampled_from(Measure)),
                value_labels=labels,
                missing=tuple(sorted(labels))[:3],
            )
        )
    return DeliveredTable(variables=variables)


@settings(max_examples=60, deadline=None)
@given(table=_tables())
def test_whatever_a_table_holds_is_read_back(folder, table):
    frame, meta = written(folder, table)
    expected = spss_table(table).variables
    assert meta.column_names == [variable.name for variable in expected]
    for given_, variable in zip(table.variables, expected, strict=True):
        assert or_nothing(frame[variable.name]) == or_nothing(given_.values)
        assert (meta.column_names_to_labels[variable.name] or "") == variable.label
        labels = meta.variable_value_labels.get(variable.name, {})
        assert labels == dict(variable.value_labels)
        missing = [entry["lo"] for entry in meta.missing_ranges.get(variable.name, [])]
        assert missing == [float(number) for number in variable.missing]
        assert meta.variable_measure[variable.name] == variable.measure
