"""The result of the Python interface."""

import csv
import json

import openpyxl
import pandas
import polars
import pytest

import openends
from openends.domain.errors import OutputError
from openends.domain.response import Response

ANSWERS = {"a": "too loud", "b": "cheap, and the coffee tastes great", "c": None}


@pytest.fixture(scope="module")
def result():
    return openends.code(ANSWERS, codebook=["Noise", "Price", "Taste"], question="What about it?")


def test_printing_shows_the_question_and_the_counts(result):
    lines = str(result).splitlines()
    assert lines[0] == "What about it?"
    assert lines[1] == "3 asked, 2 answered, 3 codes, 0 need review"
    assert [line.split() for line in lines[2:]] == [
        ["Noise", "1", "50%"],
        ["Price", "1", "50%"],
        ["Taste", "1", "50%"],
    ]
    assert repr(result) == "<3 coded responses, 3 codes>"


def test_ids_come_from_a_mapping(result):
    assert [coding.response_id for coding in result.codings] == ["a", "b", "c"]


def test_responses_may_carry_their_language():
    responses = [Response(id="x", text="zu laut", language="de"), Response(id="y", text="too loud")]
    assert [
        coding.language for coding in openends.code(responses, codebook=["Noise", "Price"]).codings
    ] == ["de", "en"]


def test_dictionaries_hold_every_mention(result):
    rows = result.to_dicts()
    assert [len(row["mentions"]) for row in rows] == [1, 2, 0]
    evidence = rows[0]["mentions"][0]["evidence"]
    assert evidence == {"start": 0, "length": 8, "text": "too loud"}


def test_frames_have_a_row_per_mention_and_one_where_there_is_none(result):
    frame = result.to_polars()
    assert isinstance(frame, polars.DataFrame)
    assert frame["id"].to_list() == ["a", "b", "b", "c"]
    assert frame["code"].to_list() == ["Noise", "Price", "Taste", None]
    other = result.to_pandas()
    assert isinstance(other, pandas.DataFrame)
    assert other["id"].tolist() == frame["id"].to_list()


def test_save_writes_by_the_ending(result, tmp_path):
    for ending in ("xlsx", "csv", "json", "html"):
        result.save(tmp_path / f"coded.{ending}")
    sheet = openpyxl.load_workbook(tmp_path / "coded.xlsx")["Coded"]
    assert [cell.value for cell in sheet["A"]] == ["id", "a", "b", "c"]
    with (tmp_path / "coded.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["text: codes"] for row in csv.DictReader(file)] == ["Noise", "Price; Taste", ""]
    loaded = json.loads((tmp_path / "coded.json").read_text(encoding="utf-8"))
    assert loaded["questions"][0]["responses"][0]["id"] == "a"
    assert "What about it?" in (tmp_path / "coded.html").read_text(encoding="utf-8")


def test_an_unknown_ending_is_refused_and_nothing_is_left(result, tmp_path):
    with pytest.raises(OutputError, match="ending"):
        result.save(tmp_path / "coded.docx")
    assert list(tmp_path.iterdir()) == []


def test_a_saved_codebook_can_be_given_again(result, tmp_path):
    result.save_codebook(tmp_path / "codes.yaml")
    again = openends.code(ANSWERS, codebook=tmp_path / "codes.yaml", question="What about it?")
    assert again.codebook == result.codebook
    assert again.codings == result.codings


def test_only_the_public_names_are_exported():
    assert openends.__all__ == ["CodedResponses", "__version__", "code"]
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        _ = openends.nothing_of_the_kind
