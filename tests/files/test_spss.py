from __future__ import annotations

import struct
from datetime import date, datetime, time

import pandas as pd
import pyreadstat
import pytest
from made_files import rows_of

from openends.domain.errors import FileProblem
from openends.files import read_survey

LONG = "a very long answer, " * 400
FRAME = pd.DataFrame(
    {
        "id": [1.0, 2.0, 3.0],
        "sex": [1.0, 2.0, 9.0],
        "q5": [LONG, "", "Größe und Qualität"],
        "day": [date(2024, 1, 5), None, date(1999, 12, 31)],
        "moment": [datetime(2024, 1, 5, 10, 30), None, datetime(2024, 1, 6)],
        "clock": [time(10, 30), None, time(1)],
        "score": [1.5, None, 2.0],
        "grade": ["a", "b", "z"],
    }
)
LABELS = {"sex": {1: "male", 2: "female"}, "grade": {"a": "Älteste", "b": "second"}}


def written(path, frame=FRAME, **options):
    pyreadstat.write_sav(frame, str(path), **options)
    return path


@pytest.fixture
def survey_file(tmp_path):
    return written(
        tmp_path / "a.sav",
        variable_value_labels=LABELS,
        column_labels={"q5": "Why did you buy it?"},
        missing_ranges={"sex": [9]},
    )


@pytest.mark.parametrize("ending", ["a.sav", "A.SAV", "a.zsav"])
def test_every_variable_is_read(tmp_path, ending):
    path = written(tmp_path / ending, variable_value_labels=LABELS, row_compress=ending == "a.zsav")
    assert rows_of(read_survey(path)) == [
        (1, "male", LONG.rstrip(), "2024-01-05", "2024-01-05T10:30:00", "10:30:00", 1.5, "Älteste"),
        (2, "female", None, None, None, None, None, "second"),
        (3, 9, "Größe und Qualität", "1999-12-31", "2024-01-06", "01:00:00", 2, "z"),
    ]


def test_a_value_declared_missing_is_no_value(survey_file):
    assert read_survey(survey_file).column("sex").values == ("male", "female", None)


def test_the_variable_label_is_the_question(survey_file):
    survey = read_survey(survey_file)
    assert survey.column("q5").label == "Why did you buy it?"
    assert survey.column("id").label == ""
    assert survey.warnings == ()


def test_texts_in_another_encoding_than_the_file_says_are_mended(survey_file):
    content = survey_file.read_bytes()
    for text in ("Größe und Qualität", "Älteste"):
        old = text.encode("cp1252").ljust(len(text.encode()))
        content = content.replace(text.encode(), old)
    survey_file.write_bytes(content)
    survey = read_survey(survey_file)
    assert survey.column("q5").values[2] == "Größe und Qualität"
    assert survey.column("grade").values[0].strip() == "Älteste"
    assert survey.warnings == (
        "2 texts were read as cp1252, not as the file's own encoding, utf-8.",
    )


def test_a_file_in_the_code_page_that_it_names_is_read_silently(survey_file):
    content = survey_file.read_bytes()
    record = struct.pack("<4i", 7, 20, 1, 5)
    assert record + b"UTF-8" in content
    content = content.replace(record + b"UTF-8", record + b"cp437")
    for text in ("Größe und Qualität", "Älteste"):
        content = content.replace(text.encode(), text.encode("cp437").ljust(len(text.encode())))
    survey_file.write_bytes(content)
    survey = read_survey(survey_file)
    assert survey.column("q5").values[2] == "Größe und Qualität"
    assert survey.warnings == ()


@pytest.mark.parametrize("part", [0.01, 0.1, 0.5, 0.99])
def test_a_file_of_which_only_a_part_arrived_is_damaged(survey_file, survey_from, part):
    content = survey_file.read_bytes()
    with pytest.raises(FileProblem, match=r"^b\.sav is a damaged SPSS file; open it in SPSS"):
        survey_from("b.sav", content[: int(part * len(content))])


def test_a_text_that_claims_to_be_wider_than_the_file_is_damage(tmp_path):
    frame = pd.DataFrame({"why": ["word " * 100]})
    path = written(tmp_path / "a.sav", frame)
    content = path.read_bytes()
    # The record of the widths of very long texts: "NAME=WIDTH".
    assert content.count(b"=00500") == 1
    path.write_bytes(content.replace(b"=00500", b"=99999"))
    with pytest.raises(FileProblem, match="is a damaged SPSS file"):
        read_survey(path)


def test_a_broken_byte_anywhere_is_read_or_refused_but_never_crashes(tmp_path):
    frame = FRAME[["id", "sex", "day", "grade"]]
    path = written(tmp_path / "a.sav", frame, variable_value_labels=LABELS)
    content = path.read_bytes()
    outcomes = set()
    for at in range(4, len(content), 3):
        broken = bytearray(content)
        broken[at] = 0xFF
        path.write_bytes(broken)
        try:
            outcomes.add(len(read_survey(path)))
        except FileProblem as error:
            outcomes.add(error.message.split(";")[0])
    assert outcomes == {3, "a.sav is a damaged SPSS file"}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"id,why\n1,good\n", "is not an SPSS file, whatever its ending says"),
        (b"PK\x03\x04", "is not an SPSS file, whatever its ending says"),
        (b"$FL2" + bytes(500), "is a damaged SPSS file"),
    ],
    ids=["csv", "zip", "only the mark"],
)
def test_what_is_no_spss_file_is_refused(survey_from, content, words):
    with pytest.raises(FileProblem) as caught:
        survey_from("a.sav", content)
    assert caught.value.message.startswith(f"a.sav {words}")


def test_a_file_without_cases_is_refused(tmp_path):
    path = written(tmp_path / "a.sav", FRAME.head(0))
    with pytest.raises(FileProblem, match=r"^a\.sav holds no rows; give a file with at least one"):
        read_survey(path)
