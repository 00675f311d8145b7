"""Responses that people coded are read with their codebook, and damage is named."""

import json

import pytest

from openends.domain.coding import Sentiment
from openends.domain.errors import CodebookProblem, FileProblem, InputError
from openends.services.evaluation_data import (
    PersonCoded,
    choose_rows,
    read_peoples_codebook,
    read_person_coded,
)

NAMES = {"1": "Price", "2": "Staff"}


@pytest.fixture
def codebook_file(tmp_path):
    def write(*entries):
        path = tmp_path / "codebook.json"
        path.write_text(json.dumps(entries), encoding="utf-8")
        return path

    return write


@pytest.fixture
def data_file(tmp_path):
    def write(*lines):
        path = tmp_path / "data.jsonl"
        written = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        path.write_text("\n".join(written), encoding="utf-8")
        return path

    return write


def entry(code, label, **more):
    return {"code": code, "label": label, **more}


def test_a_codebook_keeps_labels_definitions_and_categories(codebook_file):
    path = codebook_file(
        entry("P", "Price", definition="What it costs", category="Money"), entry("S", "Staff")
    )
    read = read_peoples_codebook(path)
    price, staff = read.codebook
    assert (price.name, price.definition, price.category) == ("Price", "What it costs", "Money")
    assert (staff.definition, staff.category) == ("", "")
    assert read.names == {"P": "Price", "S": "Staff"}


def test_codes_may_be_numbers_that_are_reserved_here(codebook_file):
    read = read_peoples_codebook(codebook_file(entry(97, "Other"), entry(99, "Nothing")))
    assert read.names == {"97": "Other", "99": "Nothing"}
    assert [code.number for code in read.codebook] == [1, 2]


def test_labels_that_are_alike_are_told_apart_by_category(codebook_file):
    path = codebook_file(
        entry("1", "Quality", category="Food"), entry("2", "quality", category="Room"),
        entry("3", "Price", category="Food"),
    )  # fmt: skip
    assert read_peoples_codebook(path).names == {
        "1": "Food - Quality",
        "2": "Room - quality",
        "3": "Price",
    }


def test_labels_and_categories_that_are_alike_are_told_apart_by_code(codebook_file):
    path = codebook_file(entry("q1", "Quality"), entry("q2", "Quality"))
    assert read_peoples_codebook(path).names == {"q1": "q1 - Quality", "q2": "q2 - Quality"}


def test_a_missing_category_leaves_no_trace_in_the_name(codebook_file):
    path = codebook_file(entry("1", "Quality", category="Food"), entry("2", "Quality"))
    assert read_peoples_codebook(path).names == {"1": "Food - Quality", "2": "Quality"}


def test_a_code_that_stands_for_two_labels_is_refused(codebook_file):
    with pytest.raises(CodebookProblem, match="code '1' for both 'Price' and 'Staff'"):
        read_peoples_codebook(codebook_file(entry("1", "Price"), entry(1, "Staff")))


def test_an_empty_label_is_refused(codebook_file):
    with pytest.raises(CodebookProblem, match="Code 2 of the codebook has no name"):
        read_peoples_codebook(codebook_file(entry("1", "Price"), entry("2", "  ")))


def test_a_codebook_that_is_no_json_is_refused(tmp_path):
    path = tmp_path / "codebook.json"
    path.write_text("[{", encoding="utf-8")
    with pytest.raises(CodebookProblem, match=r"codebook\.json is not valid JSON"):
        read_peoples_codebook(path)


def test_a_codebook_that_is_missing_is_refused(tmp_path):
    with pytest.raises(FileProblem, match="there is no such file"):
        read_peoples_codebook(tmp_path / "gone.json")


def test_any_other_codebook_file_is_read_as_for_coding(tmp_path):
    path = tmp_path / "codebook.csv"
    path.write_text("number,name\n5,Price\n7,Staff\n", encoding="utf-8")
    read = read_peoples_codebook(path)
    assert [code.name for code in read.codebook] == ["Price", "Staff"]
    assert read.names == {"5": "Price", "7": "Staff", "Price": "Price", "Staff": "Staff"}


def test_a_full_row_is_read(data_file):
    path = data_file(
        {
            "id": "r7", "text": "dear", "question": "Why?", "codes": ["1", 2], "split": "test",
            "sentiment": "negative", "code_sentiment": {"1": "negative", "2": None},
        }
    )  # fmt: skip
    assert read_person_coded(path, NAMES) == [
        PersonCoded(
            id="r7",
            text="dear",
            question="Why?",
            codes=("Price", "Staff"),
            sentiment=Sentiment.NEGATIVE,
            code_sentiment={"Price": Sentiment.NEGATIVE},
            split="test",
        )
    ]


def test_a_row_needs_its_text_only(data_file):
    assert read_person_coded(data_file({"text": ""}), NAMES) == [PersonCoded(id="1", text="")]


def test_rows_without_an_id_have_the_number_of_their_line(data_file):
    path = data_file({"text": "a"}, "", {"text": "b", "id": None}, {"text": "c", "id": 0})
    assert [row.id for row in read_person_coded(path)] == ["1", "3", "0"]


def test_codes_are_left_out_without_a_codebook(data_file):
    path = data_file({"text": "a", "codes": ["unknown"], "code_sentiment": {"unknown": "mixed"}})
    (row,) = read_person_coded(path)
    assert (row.codes, row.code_sentiment) == ((), {})


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "Line 2 of data.jsonl is not valid JSON"),
        ("[1]", "Line 2 of data.jsonl has no 'text'"),
        ('{"txt": "a"}', "Line 2 of data.jsonl has no 'text'"),
        ('{"text": 5}', "Line 2 of data.jsonl has no 'text'"),
        ('{"text": "a", "codes": "1"}', "Line 2 of data.jsonl has 'codes' that are no list"),
        ('{"text": "a", "code_sentiment": [1]}', "'code_sentiment' that is no object"),
        ('{"text": "a", "sentiment": "sad"}', "Line 2 of data.jsonl has the sentiment 'sad'"),
        ('{"text": "a", "sentiment": []}', "Line 2 of data.jsonl has the sentiment"),
    ],
)
def test_a_damaged_row_is_named_by_its_line(data_file, line, problem):
    with pytest.raises(FileProblem) as caught:
        read_person_coded(data_file({"text": "fine"}, line), NAMES)
    assert problem in caught.value.message


@pytest.mark.parametrize("row", [{"codes": ["9"]}, {"code_sentiment": {"9": "mixed"}}])
def test_a_code_that_the_codebook_lacks_is_named(data_file, row):
    with pytest.raises(CodebookProblem, match=r"Line 1 of data\.jsonl has the code '9'"):
        read_person_coded(data_file({"text": "a", **row}), NAMES)


def test_a_file_without_rows_is_refused(data_file):
    with pytest.raises(FileProblem, match="holds no responses"):
        read_person_coded(data_file("", "  "))


def test_a_data_file_that_is_missing_is_refused(tmp_path):
    with pytest.raises(FileProblem, match="there is no such file"):
        read_person_coded(tmp_path / "gone.jsonl")


def rows(*splits):
    return [PersonCoded(id=str(n), text="a", split=split) for n, split in enumerate(splits)]


def chosen(given, split=None, limit=None, seed=0):
    return [row.id for row in choose_rows(given, split=split, limit=limit, seed=seed)]


def test_the_test_rows_are_measured_on_if_there_are_any():
    assert chosen(rows("train", "test", "test")) == ["1", "2"]
    assert chosen(rows("", "")) == ["0", "1"]


def test_a_split_can_be_chosen():
    given = rows("train", "test", "train")
    assert chosen(given, "train") == ["0", "2"]
    assert chosen(given, "all") == ["0", "1", "2"]


def test_a_split_without_rows_is_refused():
    with pytest.raises(InputError, match="No row belongs to the split 'train'"):
        chosen(rows("test"), "train")


def test_a_limit_draws_rows_in_their_order_and_the_seed_decides_which():
    given = rows(*["test"] * 200)
    drawn = chosen(given, limit=20, seed=1)
    assert len(set(drawn)) == 20
    assert drawn == sorted(drawn, key=int)
    assert drawn == chosen(given, limit=20, seed=1) != chosen(given, limit=20, seed=2)


def test_a_limit_beyond_the_rows_takes_all():
    assert chosen(rows("test", "test"), limit=5) == ["0", "1"]
