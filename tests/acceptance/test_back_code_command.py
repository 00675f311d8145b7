"""``openends back-code``: Other answers back onto the list, as people ask for it."""

import json

import openpyxl
import pytest

LIST = "number,name\n1,Price\n2,Taste\n96,Don't know\n"
ROWS = [
    *("r1,97,price", "r2,97,Pirce", "r3,97,don't know", "r4,97,my dog", "r5,97,"),
    *("r6,1,", "r7,2,", "r8,,price"),
]
CLOSED = ("--closed", "Q5", "--other-text", "Q5_other", "--other", "97", "--codebook", "list.csv")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    text = "\n".join(["respondent_id,Q5,Q5_other", *ROWS]) + "\n"
    (tmp_path / "closed.csv").write_text(text, encoding="utf-8")
    return tmp_path


def said(done):
    """Return the one sentence of an error, and that it is nothing but one."""
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    return line


def test_a_question_is_written_before_and_after(openends, folder):
    outputs = [folder / f"Q5{ending}" for ending in (".xlsx", ".csv", ".sav", ".json")]
    done = openends("back-code", "closed.csv", *CLOSED, *[f"--out={path}" for path in outputs])
    assert done.returncode == 0, done.stderr
    assert "8 asked, percent of everyone asked" in done.stdout
    assert all(path.exists() for path in outputs)
    told = json.loads((folder / "Q5.json").read_text("utf-8"))
    after = {one["respondent"]: one["after"] for one in told["answers"]}
    assert after == {
        **{"r1": [1], "r2": [1], "r3": [96], "r4": [97]},
        **{"r5": [97], "r6": [1], "r7": [2], "r8": [1]},
    }


def test_what_a_person_decides_in_the_workbook_holds_in_later_runs(openends, folder):
    first = ("--out", "first.xlsx", "--out", "first.json")
    assert openends("back-code", "closed.csv", *CLOSED, *first).returncode == 0
    book = openpyxl.load_workbook(folder / "first.xlsx")
    trace = book["Trace"]
    column = [cell.value for cell in trace[1]].index("decided") + 1
    (row,) = (row[0].row for row in trace.iter_rows() if row[0].value == "r4")
    trace.cell(row, column, 2)
    book.save(folder / "decided.xlsx")
    given = ("--before", "first.json", "--reviewed", "decided.xlsx", "--out", "second.json")
    done = openends("back-code", "closed.csv", *CLOSED, *given)
    assert done.returncode == 0, done.stderr
    assert "1 respondent is counted otherwise than in the earlier run" in done.stdout
    third = ("--before", "second.json", "--out", "third.json")
    assert openends("back-code", "closed.csv", *CLOSED, *third).returncode == 0
    for name in ("second.json", "third.json"):
        answers = json.loads((folder / name).read_text("utf-8"))["answers"]
        (one,) = (one for one in answers if one["respondent"] == "r4")
        assert (one["after"], one["decided"]) == ([2], True)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--other", "95"), "has no option '95'"),
        (("--codebook", "none.csv"), "There is no codebook none.csv"),
        (("--other-text", "Q6"), "has no column 'Q6'"),
        (("--other-text", "Q5"), "named as closed question and as Other text"),
        (("--out", "Q5.txt"), "use the ending .xlsx, .csv, .sav or .json"),
        (("--out", "closed.csv"), "closed.csv"),
        (("--before", "list.csv"), "is no outcome of openends back-code"),
        (("--reviewed", "list.csv"), "has no column 'decided'"),
    ],
)
def test_what_cannot_be_used_is_told_in_a_sentence(openends, folder, options, told):
    line = said(openends("back-code", "closed.csv", *CLOSED, *options))
    assert line.startswith("openends: ")
    assert told in line


def test_ids_that_do_not_tell_respondents_apart_are_refused(openends, folder):
    text = "who,Q5,Q5_other\na,97,price\na,97,taste\n"
    (folder / "twice.csv").write_text(text, encoding="utf-8")
    line = said(openends("back-code", "twice.csv", *CLOSED, "--id", "who"))
    assert "does not tell respondents apart" in line


def test_nothing_is_written_when_it_was_not_asked_for(openends, folder):
    done = openends("back-code", "closed.csv", *CLOSED)
    assert done.returncode == 0, done.stderr
    assert "Nothing was written; add --out back_coded.xlsx." in done.stdout
