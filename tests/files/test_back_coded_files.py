"""Back-coded questions in files: before and after side by side, and read again."""

import csv
import dataclasses
import json

import openpyxl
import pyreadstat
import pytest
from delivered_tables import run_pspp

from openends.domain.back_coding import (
    BackCodedAnswer,
    BackCoding,
    ClosedQuestion,
    LaterChange,
    Move,
    Option,
)
from openends.domain.codebook import Rule, RuleKind
from openends.domain.coding import Evidence, Layer
from openends.domain.errors import FileProblem
from openends.files.back_coding_json import back_coding_to_dict, read_back_coding
from openends.files.delivery.back_coded import back_coded_sheets, before_and_after
from openends.files.read_decisions import read_decisions
from openends.files.spss.write_sav import write_sav
from openends.files.write_sheets import write_sheets

HOSTILE = '=HYPERLINK("x")'
TEXT = "Preis, zu hoch 价格"


def answer(respondent, before, after, text="", **more):
    return BackCodedAnswer(
        respondent=respondent, text=text, asked=True, before=before, after=after, **more
    )


def done_with(*, multiple):
    rules = (Rule(kind=RuleKind.PHRASE, pattern="zu teuer"),)
    question = ClosedQuestion(
        name="Q5",
        text="Warum?",
        options=(
            Option(number=1, name="Größe & Preis", rules=rules, examples=("teuer",)),
            Option(number=97, name="Other"),
        ),
        other=97,
        multiple=multiple,
    )
    move = Move(number=1, layer=Layer.EXACT, confidence=0.98, evidence=Evidence.of(TEXT, 0, 5))
    person = Move(number=2, layer=Layer.PERSON, confidence=1.0, evidence=Evidence.of(HOSTILE, 0, 5))
    answers = (
        answer("r1", (97,), (1,), TEXT, moves=(move,), why="'Preis' is listed", confidence=0.98),
        answer("r2", (97,), (2,), HOSTILE, moves=(person,), decided=True),
        answer("r3", (1,), (1,)),
        answer("r4", (97,), (97,), "my dog", suggested=1, confidence=0.6, needs_review=True),
        BackCodedAnswer(respondent="r5", text="", asked=False, before=(), after=()),
    )
    return BackCoding(
        question=question,
        new_codes=(Option(number=2, name="Geschenk 礼物", definition="ein Geschenk"),),
        answers=answers,
        threshold=2.0,
        earlier_codes=frozenset({2}),
        changes=(LaterChange(respondent="r2", text=HOSTILE, then=(97,), now=(2,), why="new"),),
        notes=("1 respondent is gone.",),
    )


def test_a_single_question_has_a_variable_before_and_after_in_spss(tmp_path):
    path = tmp_path / "Q5.sav"
    write_sav(before_and_after(done_with(multiple=False)), path)
    table, meta = pyreadstat.read_sav(str(path), output_format="polars")
    assert table["Q5_before"].to_list() == [97, 97, 1, 97, None]
    assert table["Q5_after"].to_list() == [1, 2, 1, 97, None]
    labels = meta.variable_value_labels
    assert labels["Q5_before"] == {1: "Größe & Preis", 97: "Other"}
    assert labels["Q5_after"] == {1: "Größe & Preis", 2: "Geschenk 礼物", 97: "Other"}
    assert table["Q5_other_text"].to_list()[0] == TEXT


def test_several_punches_are_two_sets_in_spss_and_the_base_is_the_same(tmp_path):
    path = tmp_path / "Q5.sav"
    done = done_with(multiple=True)
    write_sav(before_and_after(done), path)
    table, meta = pyreadstat.read_sav(str(path), output_format="polars")
    sets = meta.mr_sets
    assert {name.strip("$") for name in sets} == {"Q5_before", "Q5_after"}
    for members in (one["variable_list"] for one in sets.values()):
        assert [sum(each is not None for each in table[name].to_list()) for name in members] == (
            [done.asked] * len(members)
        )
    assert table["Q5_before_c97"].to_list() == [1, 1, 0, 1, None]
    assert table["Q5_after_c97"].to_list() == [0, 0, 0, 1, None]


def test_pspp_sees_the_sets_before_and_after(tmp_path):
    write_sav(before_and_after(done_with(multiple=True)), tmp_path / "Q5.sav")
    printed = run_pspp(tmp_path, "GET FILE='Q5.sav'.\nMRSETS /DISPLAY NAME=ALL.\n")
    assert "$Q5_before" in printed
    assert "$Q5_after" in printed


def test_the_workbook_says_what_moved_and_why(tmp_path):
    path = tmp_path / "Q5.xlsx"
    write_sheets(back_coded_sheets(done_with(multiple=False)), path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [
        *("Before and after", "Trace", "Counts", "New codes", "Changes", "About"),
    ]
    trace = list(book["Trace"].iter_rows(values_only=True))
    rows = [dict(zip(trace[0], row, strict=True)) for row in trace[1:]]
    assert [row["respondent"] for row in rows] == ["r1", "r2", "r4"]
    assert (rows[0]["before"], rows[0]["after"]) == ("97 Other", "1 Größe & Preis")
    assert (rows[0]["evidence"], rows[0]["layer"]) == ("Preis", "exact")
    assert (rows[1]["decided"], rows[2]["suggested"]) == ("2", "1 Größe & Preis")
    assert rows[1]["text"] == HOSTILE
    assert all(cell.data_type != "f" for row in book["Trace"].iter_rows() for cell in row)
    counts = list(book["Counts"].iter_rows(min_row=2, values_only=True))
    assert [row[:6] for row in counts] == [
        (1, "Größe & Preis", 1, 2, 25, 50),
        (2, "Geschenk 礼物", 0, 1, 0, 25),
        (97, "Other", 3, 1, 75, 25),
    ]


def test_a_csv_has_no_formula(tmp_path):
    path = tmp_path / "Q5.csv"
    write_sheets(back_coded_sheets(done_with(multiple=False)), path)
    rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
    assert [row["Q5_after"] for row in rows] == ["1", "2", "1", "97", ""]
    assert rows[1]["Q5_other_text"] == "'" + HOSTILE


@pytest.mark.parametrize("multiple", [True, False])
def test_an_outcome_is_read_as_it_was_written(tmp_path, multiple):
    path = tmp_path / "Q5.json"
    done = done_with(multiple=multiple)
    write_sheets(back_coded_sheets(done), path, back_coding_to_dict(done))
    again = read_back_coding(path)
    assert again == dataclasses.replace(done, changes=(), notes=(), earlier_codes=frozenset())


@pytest.mark.parametrize(
    "content",
    [
        b"[]",
        b"not json",
        b'{"form": "openends back-coding 2"}',
        b'{"form": "openends back-coding 1"}',
        b'{"form": "openends back-coding 1", "question": 1}',
        b"\xff\xfe",
        b"[" * 5000,
    ],
)
def test_what_is_no_outcome_is_refused_in_a_sentence(tmp_path, content):
    path = tmp_path / "Q5.json"
    path.write_bytes(content)
    with pytest.raises(FileProblem, match=r"Q5\.json"):
        read_back_coding(path)


def test_an_outcome_that_was_changed_is_refused(tmp_path):
    path = tmp_path / "Q5.json"
    content = json.loads(json.dumps(back_coding_to_dict(done_with(multiple=False))))
    content["answers"][0]["after"] = ["1"]
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(FileProblem, match="damaged or was changed"):
        read_back_coding(path)


def decisions(folder, cell, *, single):
    path = folder / "decided.csv"
    path.write_text(f"respondent,decided\nr1,{cell}\nr2,\n", encoding="utf-8")
    return read_decisions(path, {1: "Price", 2: "Taste", 97: "Other"}, single=single)


def test_decisions_are_numbers_or_names_and_blank_ones_are_none(tmp_path):
    assert decisions(tmp_path, "1", single=True) == {"r1": [1]}
    assert decisions(tmp_path, "taste; 97", single=False) == {"r1": [2, 97]}


@pytest.mark.parametrize(("cell", "single"), [("5", False), ("1; 2", True), ("Noise", True)])
def test_a_decision_that_the_list_does_not_know_is_refused(tmp_path, cell, single):
    with pytest.raises(FileProblem, match="for respondent r1"):
        decisions(tmp_path, cell, single=single)


def test_decisions_are_read_from_the_sheet_that_was_written(tmp_path):
    path = tmp_path / "Q5.xlsx"
    write_sheets(back_coded_sheets(done_with(multiple=False)), path)
    assert read_decisions(path, {1: "a", 2: "b", 97: "c"}, single=True) == {"r2": [2]}
