"""The export of suggestions, read back by programs that did not write it."""

import csv
import zipfile
from datetime import UTC, datetime

import openpyxl
import pytest

from openends.domain.errors import OutputError
from openends.domain.suggestion import (
    MeasuredEffect,
    SuggestedPart,
    Suggestion,
    SuggestionStatus,
    SuggestionType,
)
from openends.services.refinement_file import ListedSuggestion, write_suggestions

CODES = {1: "Price", 7: "=Noise"}
FORMULAS = ("=1+1", "+49 30 1", "-5 degrees", "@SUM(A1)", "=cmd|'/C calc'!A0", "\t=1", "＝1")
PENDING, APPLIED, DISMISSED = SuggestionStatus


def suggestion(kind, **fields):
    given = {"confidence": 0.5, "rationale": "3 people say so.", "response_ids": ("a", "b", "c")}
    return Suggestion(type=kind, **{**given, **fields})


LISTED = [
    ListedSuggestion(
        id="1",
        suggestion=suggestion(
            SuggestionType.NEW_CODE, name="Delivery", definition="When it comes.", category="Order"
        ),
    ),
    ListedSuggestion(
        id="2",
        suggestion=suggestion(SuggestionType.MERGE_CODES, source_code=7, target_code=1),
        status=APPLIED,
        resolved_at=datetime(2026, 3, 1, 12, 30, 5, tzinfo=UTC),
        resolved_by="ann",
    ),
    ListedSuggestion(
        id="3",
        suggestion=suggestion(
            SuggestionType.SPLIT_CODE,
            target_code=50,
            parts=(
                SuggestedPart(name="Pump", definition="Its noise.", response_ids=("a", "b")),
                SuggestedPart(name="Grinder", definition="Its dust.", response_ids=("c",)),
            ),
        ),
        status=DISMISSED,
        resolved_at=datetime(2026, 3, 2, tzinfo=UTC),
        resolved_by="ben",
        dismiss_reason="Too fine, and rare",
    ),
    ListedSuggestion(
        id="4",
        suggestion=suggestion(
            SuggestionType.UPDATE_DEFINITION,
            target_code=1,
            source_code=7,
            include=("pods", "fees"),
            exclude=("pump (see Noise)",),
            effect=MeasuredEffect(decisions=20, right_before=12, right_after=15),
        ),
    ),
]


def sheets(tmp_path, listed=LISTED):
    write_suggestions(listed, CODES, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def table(tmp_path, listed=LISTED):
    write_suggestions(listed, CODES, tmp_path / "a.csv")
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_workbook_has_a_sheet_by_status_behind_the_summary(tmp_path):
    found = sheets(tmp_path)
    assert list(found) == ["Summary", "Pending", "Applied", "Dismissed"]
    ids = {name: [row[0] for row in rows[1:]] for name, rows in found.items()}
    assert (ids["Pending"], ids["Applied"], ids["Dismissed"]) == (["1", "4"], ["2"], ["3"])


def test_the_summary_counts_by_type_and_status(tmp_path):
    header, *rows = sheets(tmp_path)["Summary"]
    assert header == ("type", "pending", "applied", "dismissed", "all")
    counts = {row[0]: row[1:] for row in rows}
    assert counts["new_code"] == (1, 0, 0, 1)
    assert counts["split_code"] == (0, 0, 1, 1)
    assert counts["assign_existing"] == (0, 0, 0, 0)
    assert counts["all"] == (2, 1, 1, 4)


def test_the_table_has_every_suggestion_with_its_status(tmp_path):
    rows = table(tmp_path)
    assert [row["id"] for row in rows] == ["1", "2", "3", "4"]
    assert [row["status"] for row in rows] == ["pending", "applied", "dismissed", "pending"]
    assert rows[0]["name"] == "Delivery"
    assert rows[1]["resolved at"] == "2026-03-01T12:30:05+00:00"
    assert (rows[2]["resolved by"], rows[2]["dismiss reason"]) == ("ben", "Too fine, and rare")
    assert rows[3]["include"] == "pods; fees"
    assert [rows[3][name] for name in ("decisions", "right before", "right after")] == [
        "20",
        "12",
        "15",
    ]
    assert {row["response ids"] for row in rows} == {"a, b, c"}


def test_a_code_stands_by_number_and_name_or_by_number_where_it_is_gone(tmp_path):
    rows = table(tmp_path)
    assert (rows[1]["target code"], rows[1]["source code"]) == ("1 Price", "7 =Noise")
    assert rows[2]["target code"] == "50"
    assert rows[0]["target code"] == ""


def test_the_parts_of_a_split_stand_with_their_people(tmp_path):
    assert table(tmp_path)[2]["parts"] == "Pump (2): Its noise.\nGrinder (1): Its dust."


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_never_becomes_a_formula(tmp_path, text):
    listed = [
        ListedSuggestion(
            id=text,
            suggestion=suggestion(
                SuggestionType.NEW_CODE, name=text, definition=text, response_ids=(text, text)
            ),
            status=DISMISSED,
            resolved_by=text,
            dismiss_reason=text,
        )
    ]
    for row in table(tmp_path, listed):
        for value in (row["name"], row["dismiss reason"], row["resolved by"], row["response ids"]):
            assert value.startswith("'")
    write_suggestions(listed, CODES, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "n"}
    assert text in {cell.value for cell in cells}


def test_a_question_without_suggestions_has_all_sheets_and_a_header(tmp_path):
    found = sheets(tmp_path, [])
    assert [len(rows) for name, rows in found.items() if name != "Summary"] == [1, 1, 1]
    assert table(tmp_path, []) == []


def test_the_same_suggestions_give_the_same_bytes(tmp_path):
    for name in ("a.xlsx", "b.xlsx", "a.csv", "b.csv"):
        write_suggestions(LISTED, CODES, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert zipfile.ZipFile(tmp_path / "a.xlsx").testzip() is None


def test_another_ending_is_refused_and_nothing_is_left(tmp_path):
    with pytest.raises(OutputError, match=r"\.xlsx or \.csv"):
        write_suggestions(LISTED, CODES, tmp_path / "a.json")
    assert list(tmp_path.iterdir()) == []
