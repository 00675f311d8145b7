"""Surveys in Triple-S are read, from columns and from commas, or refused in a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_files import rows_of

from openends.domain.errors import FileProblem, InputError
from openends.files import read_survey
from openends.files.read_survey import survey_files

XML = "<?xml version='1.0' encoding='UTF-8'?>"
CODES = "".join(
    f'<value code="{code}">{text}</value>'
    for code, text in ((1, "Price"), (2, "Staff &amp; &quot;tone&quot;"), (12, "价格"))
)


def variable(name, kind, start, finish="", inner="", label="", **attributes):
    more = "".join(f' {key}="{value}"' for key, value in attributes.items())
    end = f' finish="{finish}"' if finish else ""
    return (
        f'<variable ident="1" type="{kind}"{more}><name>{name}</name><label>{label}</label>'
        f'<position start="{start}"{end}/>{inner}</variable>'
    )


def values(inner=CODES, lowest="", highest=""):
    limits = f'<range from="{lowest}" to="{highest}"/>' if lowest else ""
    return f"<values>{limits}{inner}</values>"


@pytest.fixture
def triple_s(tmp_path):
    """Write a description with its data, and read them as a survey."""

    def read(variables, data, *, record="", sss='version="2.0"', name="s.sss", beside="", head=""):
        csv = 'format="csv"' in record
        path = tmp_path / name
        path.write_text(
            f"{head or XML}\n<sss {sss}><survey>"
            f'<title>T</title><record ident="V" {record}>{"".join(variables)}</record>'
            "</survey></sss>",
            encoding="utf-8",
        )
        content = data if isinstance(data, bytes) else data.encode()
        path.with_name(beside or f"s.{'csv' if csv else 'asc'}").write_bytes(content)
        return read_survey(path)

    return read


def column(survey, at=0):
    return survey.columns[at].values


EVERY_KIND = {
    "id": ("quantity", 4, ""),
    "day": ("date", 8, ""),
    "clock": ("time", 6, ""),
    "one": ("single", 2, values()),
    "bits": ("multiple", 12, values()),
    "spread": ("multiple", 4, '<spread subfields="2" width="2"/>' + values()),
    "miles": ("quantity", 6, values('<value code="999">not stated</value>', "-9.5", "500.0")),
    "yes": ("logical", 1, ""),
    "text": ("character", 12, "<size>12</size>"),
}
FIXED = (
    "000720240105093000 11000000000010112  12.51too dear    \r\n"
    "001119991231235959120100000000001200   9990  = 1+1 é\n"
    "0012\n"
)
CSV = (
    "id,day,clock,one,bits,spread,miles,yes,text\n"
    '7,20240105,093000,1,"100000000001",0112,12.5,1,too dear\n'
    '11,19991231,235959,12,"010000000000",12,999,0,"  = 1+1 é"\n'
    "12,,,,,,,,\n"
)
MEANT = [
    (7, "2024-01-05", "09:30:00", "Price", "Price; 价格", "Price; 价格", 12.5, True, "too dear"),
    (11, "1999-12-31", "23:59:59", "价格", 'Staff & "tone"', "价格", "not stated", False,
     "  = 1+1 é"),
    (12, None, None, None, None, None, None, None, None),
]  # fmt: skip


def test_every_kind_of_variable_is_read_from_columns_and_from_commas(triple_s):
    described, start = [], 1
    for name, (kind, width, inner) in EVERY_KIND.items():
        described.append(variable(name, kind, start, start + width - 1, inner))
        start += width
    assert rows_of(triple_s(described, FIXED)) == MEANT
    described = [
        variable(name, kind, at, "", inner)
        for at, (name, (kind, _, inner)) in enumerate(EVERY_KIND.items(), start=1)
    ]
    survey = triple_s(described, CSV, record='format="csv" skip="1"', name="s.XML")
    assert rows_of(survey) == MEANT
    assert survey.warnings == ()


SPREAD = f'<spread subfields="{{}}" width="2"/>{values()}'


@pytest.mark.parametrize(
    ("kind", "inner", "field", "meant"),
    [
        ("single", values(), "07", 7),
        ("single", values(), "00", None),
        ("single", values('<value code="0">none</value>'), "00", "none"),
        ("single", values("", "0", "9"), "0", 0),
        ("single", values('<value code="A1"/>'), "A1", "A1"),
        ("single", values(), "x", "x"),
        ("multiple", values(), "00", None),
        ("multiple", values(), "001", "3"),
        ("multiple", SPREAD.format(3), "011201", "Price; 价格"),
        ("multiple", SPREAD.format(2), "112", "Price; 价格"),
        ("multiple", SPREAD.format(2), " 1 2", 'Price; Staff & "tone"'),
        ("multiple", SPREAD.format(1), "0112", "Price"),
        ("quantity", "", "-.5", -0.5),
        ("quantity", "", "1e5", "1e5"),
        ("quantity", "", "123456789012345678901", "123456789012345678901"),
        ("quantity", values('<value code="099">many</value>'), "99", "many"),
        ("logical", "", "Y", "Y"),
        ("date", "", "2024", "2024"),
        ("time", "", "93000", "09:30:00"),
    ],
)  # fmt: skip
def test_a_field_means_what_the_standard_says(triple_s, kind, inner, field, meant):
    survey = triple_s([variable("v", kind, 1, "", inner)], f'"{field}",\n', record='format="csv"')
    assert column(survey) == (meant,)


def test_literal_codes_are_texts(triple_s):
    inner = '<spread subfields="2" width="2"/>' + values('<value code="00">none</value>')
    described = variable("v", "multiple", 1, "", inner, format="literal")
    assert column(triple_s([described], "0001\n00\n", record='format="csv"')) == (
        "none; 01",
        "none",
    )


def test_subfields_in_fields_of_their_own_are_read(triple_s):
    inner = '<spread subfields="3" width="2"/>' + values()
    described = [variable("v", "multiple", 1, 3, inner), variable("w", "multiple", 4, 5, values())]
    survey = triple_s(described, "1,12,,0,1\n,2,,1,0\n", record='format="csv"')
    assert rows_of(survey) == [("Price; 价格", 'Staff & "tone"'), ('Staff & "tone"', "Price")]
    assert survey.warnings == ()


def test_the_question_is_the_interview_text_in_the_first_language(triple_s):
    texts = (
        'short<text mode="analysis">Visits</text><text mode="interview" xml:lang="de">Wie?</text>'
        '<text mode="interview">How often<br/>do you come?</text>'
    )
    own = '<text xml:lang="fr">Oui</text><text xml:lang="en">Yes</text>'
    described = variable("v", "single", 1, "", values(f'<value code="1">{own}</value>'), texts)
    survey = triple_s([described], "1\n", sss='version="3.0" xml:lang="en" languages="en fr de"')
    assert survey.columns[0].label == "How often do you come?"
    assert column(survey) == ("Yes",)


def test_an_old_document_type_is_named_and_not_fetched(triple_s):
    head = (
        '<?xml version="1.0"?><!DOCTYPE sss PUBLIC "-//triple-s//DTD Survey Interchange v1.1//EN" '
        '"http://127.0.0.1:9/sss.dtd">'
    )
    described = variable("v", "character", 1, 4, label="caf&eacute; &unknown;")
    survey = triple_s([described], "good\n", head=head, sss='version="1.1"')
    assert survey.columns[0].label == "café &unknown;"


@pytest.mark.parametrize(
    ("encoding", "content", "text", "notes"),
    [
        ("", "é".encode(), "é", ()),
        ("", "é".encode("cp1252"), "é", ()),
        ("", "\ufeffé".encode(), "é", ()),
        ("UTF-8", "价".encode(), "价", ()),
        ("Windows-1252", "é".encode(), "Ã©", ()),
        ("UTF-8", "é".encode("cp1252"), "é",
         ("s.csv is not in UTF-8, as its description says.",)),
        ("", ("żółw " * 90).encode("cp1250"), ("żółw " * 90).strip(),
         ("The file was read as cp1250, not UTF-8.",)),
    ],
)  # fmt: skip
def test_the_encoding_is_the_one_that_is_told_or_the_standards(
    triple_s, encoding, content, text, notes
):
    record = 'format="csv"' + (f' encoding="{encoding}"' if encoding else "")
    survey = triple_s([variable("v", "character", 1)], content + b"\n", record=record)
    assert column(survey) == (text,)
    assert survey.warnings[: len(notes)] == notes


def test_columns_count_characters_unless_all_lines_are_equally_long_in_bytes(triple_s):
    described = [variable("v", "character", 1, 3), variable("w", "quantity", 4)]
    characters = triple_s(described, "éé 1\nee 2\n")
    assert (rows_of(characters), characters.warnings) == ([("éé", 1), ("ee", 2)], ())
    counted = triple_s(described, "é 1\nee 2\n")
    assert rows_of(counted) == [("é", 1), ("ee", 2)]
    assert counted.warnings == ("Columns of s.asc were counted in bytes, as its lines are.",)


def test_data_lie_beside_the_description_under_its_name_or_the_one_it_tells(triple_s, tmp_path):
    described = [variable("v", "character", 1, 4)]
    assert column(triple_s(described, "told\n", record='href="t.dat"', beside="t.dat")) == ("told",)
    survey = triple_s(described, "kept\n", record='href="gone.dat"', beside="s.TXT")
    assert column(survey) == ("kept",)
    assert survey_files(tmp_path / "s.sss") == (tmp_path / "s.sss", tmp_path / "s.TXT")
    assert survey_files(tmp_path / "a.csv") == (tmp_path / "a.csv",)


@pytest.mark.parametrize("href", ["../s.asc", "/etc/passwd", "a\\b.asc", "file:s.asc", "..", "C:x"])
def test_data_elsewhere_are_never_read(triple_s, href):
    with pytest.raises(FileProblem, match="names a data file elsewhere"):
        triple_s([variable("v", "character", 1, 4)], "good\n", record=f'href="{href}"')


GOOD = variable("v", "character", 1, 4)


@pytest.mark.parametrize(
    ("variables", "data", "record", "sentence"),
    [
        ([], "good\n", "", "s.sss describes 0 variables"),
        ([variable("v", "colour", 1)], "good\n", "", "has the type 'colour'"),
        ([variable("v", "single", 0)], "good\n", "", "has the position start '0'"),
        ([variable("v", "single", "9" * 40)], "good\n", "", "has the position start '999"),
        ([variable("v", "single", 4, 2)], "good\n", "", "ends at 2, before it starts at 4"),
        ([GOOD.replace('<position start="1" finish="4"/>', "")], "good\n", "", "has no position"),
        ([variable("v", "multiple", 1, 4, '<spread subfields="9"/>')], "good\n", "",
         "has 9 subfields of 1, more than its 4 characters hold"),
        ([variable("v", "multiple", 1, 4, '<spread subfields="0"/>')], "good\n", "",
         "has the number of subfields '0'"),
        ([GOOD], "good\n", 'skip="-1"', "has the skip '-1'"),
        ([GOOD], "good\n", 'skip="7"', "s.asc holds no rows"),
        ([GOOD], "\n \n", "", "s.asc holds no rows"),
        ([GOOD], "", "", "s.asc is empty"),
        ([variable("v", "character", 90, 99)], "good\n", "",
         "'v' is said to stand at column 90 of s.asc, whose longest row has 4"),
        ([GOOD, variable("w", "character", 7)], "a,b\n", 'format="csv"',
         "'w' is said to stand at field 7 of s.csv, whose longest row has 2"),
        ([variable("v", "character", 1, 999_999)] * 20, "good\n", "", "overlap so that a column"),
        ([GOOD], b"PK\x03\x04" + b"\x00" * 99, "", "s.asc is not a text file"),
    ],
)  # fmt: skip
def test_a_description_that_does_not_fit_its_data_is_refused(
    triple_s, variables, data, record, sentence
):
    with pytest.raises(FileProblem) as refused:
        triple_s(variables, data, record=record)
    assert sentence in refused.value.message
    assert refused.value.message.endswith(".")


def test_a_variable_behind_the_end_of_all_lines_is_empty_and_said_to_be(triple_s):
    survey = triple_s([GOOD, variable("w", "character", 9, 12)], "good\n")
    assert rows_of(survey) == [("good", None)]
    assert "No row of s.asc reaches to 'w' at 9" in survey.warnings[0]


@pytest.mark.parametrize("record", ["", 'format="csv"'])
def test_rows_without_anything_are_left_out_and_said_to_be(triple_s, record):
    data = "a,\n,\nb,\n\n" if record else "a\n  \nb\n\n"
    survey = triple_s([variable("v", "character", 1)], data, record=record)
    assert column(survey) == ("a", "b")
    assert survey.warnings == ("1 empty row was left out.",)


def test_texts_written_out_have_a_limit(triple_s, monkeypatch):
    monkeypatch.setattr("openends.files.triple_s.triple_s_values.UNPACKED_BYTES", 20)
    with pytest.raises(FileProblem, match="written out are larger than"):
        triple_s([variable("v", "multiple", 1, 2, values())], "10\n11\n01\n")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("<html/>", "s.xml is XML, but no Triple-S"),
        ("not XML", "s.xml is not well-formed XML at line 1"),
        ("SSS\nVERSION 1.0\n", "s.xml is Triple-S from before its XML"),
        ("<sss version='2.0'><hierarchy/></sss>", "describes no record of variables"),
        ("<!DOCTYPE sss [<!ENTITY a 'aa'><!ENTITY b '&a;&a;'>]><sss>&b;</sss>",
         "declares entities of its own"),
        ("<!DOCTYPE sss [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><sss>&a;</sss>",
         "declares entities of its own"),
        ("<sss>&a;</sss>", "is not well-formed XML at line 1 (undefined entity)"),
    ],
)  # fmt: skip
def test_other_xml_and_hostile_xml_is_refused(survey_from, content, sentence):
    with pytest.raises(FileProblem) as refused:
        survey_from("s.xml", content)
    assert sentence in refused.value.message


def test_a_description_without_data_says_what_is_missing(survey_from):
    content = f"<sss><survey><record>{GOOD}</record></survey></sss>"
    with pytest.raises(FileProblem, match=r"The data of s\.sss are missing: put s\.asc beside it"):
        survey_from("s.sss", content)


def test_a_description_larger_than_any_is_refused(survey_from, monkeypatch):
    monkeypatch.setattr("openends.files.triple_s.triple_s_description.DESCRIPTION_BYTES", 10)
    with pytest.raises(FileProblem, match="as no description of a survey is"):
        survey_from("s.sss", "<sss>           </sss>")


def test_names_used_twice_are_told_apart(triple_s):
    survey = triple_s([GOOD, variable("v", "character", 5), variable("", "character", 6)], "good12")
    assert survey.names == ("v", "v_2", "1")


PIECES = [
    b"<",
    b">",
    b"'",
    b"&",
    b"\x00",
    b"\xff",
    b"\xe9",
    b"-1",
    b"99999999",
    b"width",
    b"csv",
    b"<br/>",
]
WHOLE = f"<sss><survey><record ident='A'>{GOOD}</record></survey></sss>".encode()


@settings(max_examples=60, deadline=None)
@given(
    start=st.integers(0, len(WHOLE)),
    length=st.integers(0, 30),
    piece=st.sampled_from(PIECES),
    data=st.binary(max_size=30),
)
def test_whatever_is_broken_the_survey_is_read_or_refused(folder, start, length, piece, data):
    (folder / "s.sss").write_bytes(WHOLE[:start] + piece + WHOLE[start + length :])
    for ending in ("asc", "csv"):
        (folder / f"s.{ending}").write_bytes(data)
    try:
        survey = read_survey(folder / "s.sss")
    except InputError as error:
        assert error.message.endswith(".")
        assert "\n" not in error.message
    else:
        assert len({len(column.values) for column in survey.columns}) == 1
