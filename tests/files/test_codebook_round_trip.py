from __future__ import annotations

import csv

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from openends.domain.codebook import Code, Codebook, CodingType, Rule, RuleKind
from openends.domain.errors import OutputError
from openends.domain.sentiment import Sentiment
from openends.files import read_codebook
from openends.files.codebook_cells import joined, split_examples
from openends.files.formula import guard_formula, unguard_formula
from openends.files.write_codebook import write_codebook

ENDINGS = [".yaml", ".json", ".csv", ".xlsx"]
#: Texts on one line, as a person types them, with what files could stumble over.
LINES = st.one_of(
    st.text(
        st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"),
        min_size=1,
        max_size=20,
    ),
    st.sampled_from(
        ["=1+1", "'=1", "+49", "-", "No", "null", "~", "007", "1.10", "1e5", "a | b", "|", "a;=b",
         "#", "- x", "x: y", "{a}", "*a", "&a", "'", '"', "2024-01-05", "n/a", "True", "😀", "@a"]
    ),
).map(lambda text: " ".join(text.split())).filter(bool)  # fmt: skip
PATTERNS = st.one_of(
    LINES, st.sampled_from(["good|bad", "a | text: b", "x  y", r"\d+", "^=", "|a"])
)
RULES = st.builds(
    Rule,
    kind=st.sampled_from([RuleKind.TEXT, RuleKind.PHRASE, RuleKind.VARIANT]),
    pattern=PATTERNS.map(str.strip),
) | st.builds(
    Rule,
    kind=st.just(RuleKind.REGEX),
    pattern=st.sampled_from(["good|bad", "a | text: b", "x  y", r"\d+", "^=", "|a", "[|]"]),
)
CODES = st.builds(
    Code,
    name=LINES,
    number=st.integers(1, 999_999_999).filter(lambda number: number not in {97, 98, 99}),
    definition=LINES | st.just(""),
    include=st.lists(LINES, max_size=3).map(tuple),
    exclude=st.lists(LINES, max_size=3).map(tuple),
    category=LINES | st.just(""),
    examples=st.lists(LINES, max_size=3).map(tuple),
    rules=st.lists(RULES, max_size=3).map(tuple),
    sentiment=st.none() | st.sampled_from(Sentiment),
)
LISTS = st.lists(
    CODES, min_size=1, max_size=4, unique_by=(lambda code: code.name.casefold(), lambda c: c.number)
)


@pytest.mark.parametrize("ending", ENDINGS)
@settings(max_examples=60, deadline=None)
@given(codes=LISTS)
def test_a_codebook_written_reads_back_the_same(folder, ending, codes):
    path = folder / f"codes{ending}"
    write_codebook(Codebook(codes=tuple(codes)), path)
    assert read_codebook(path).codes == tuple(codes)


@pytest.mark.parametrize("ending", [".yaml", ".yml", ".json"])
def test_documents_keep_type_language_and_lines(tmp_path, ending):
    code = Code(name="Pris", number=1, examples=("two\nlines,  with gaps",))
    codebook = Codebook(codes=(code,), coding_type=CodingType.ENTITY, language="no")
    write_codebook(codebook, tmp_path / f"codes{ending}")
    assert read_codebook(tmp_path / f"codes{ending}") == codebook


def test_a_formula_in_a_codebook_stays_text(tmp_path):
    codebook = Codebook(
        codes=(Code(name="=HYPERLINK(1)", number=1, definition="+1", examples=("@a",)),)
    )
    write_codebook(codebook, tmp_path / "codes.csv")
    with (tmp_path / "codes.csv").open(encoding="utf-8-sig", newline="") as file:
        row = list(csv.reader(file))[1]
    assert row == ["1", "'=HYPERLINK(1)", "", "'+1", "", "", "'@a", "", ""]
    write_codebook(codebook, tmp_path / "codes.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "codes.xlsx").active
    assert [cell.data_type for cell in sheet[2]] == [*"nsnsnnsnn"]


def test_an_unknown_ending_is_refused(tmp_path):
    with pytest.raises(OutputError, match=r"codes\.txt: use the ending \.yaml, \.json, \.csv, "):
        write_codebook(Codebook(codes=(Code(name="A", number=1),)), tmp_path / "codes.txt")
    assert list(tmp_path.iterdir()) == []


@given(texts=st.lists(LINES, max_size=5))
def test_texts_joined_in_a_cell_are_told_apart_again(texts):
    assert split_examples(joined(texts)) == texts


STARTS = tuple("=+-@\t\r＝＋－＠")


@settings(max_examples=500)
@given(
    text=st.text(
        st.sampled_from("=+-@'\t\r\n ;|!(a1\x00\u200b\xa0＝") | st.characters(), max_size=12
    )
)
@example("-")
@example(" =1")
@example("'=1")
@example("\u200b=1")
@example("\xa0\r")
def test_a_guarded_text_never_begins_as_a_formula_and_can_be_read_back(text):
    guarded = guard_formula(text)
    if text.strip() not in {"-", "--"}:
        assert not guarded.lstrip(" \n\xa0\u200b\ufeff\x00").startswith(STARTS)
    assert unguard_formula(guarded) == text


@pytest.mark.parametrize(
    ("cell", "guarded"),
    [
        ("good", "good"),
        ("=1+1", "'=1+1"),
        (" @SUM(A1)", "' @SUM(A1)"),
        ("-5 degrees", "'-5 degrees"),
        ("-", "-"),
        ("great ;-) really", "great ;-) really"),
        ("x;=cmd|'/C calc'!A0", "x;'=cmd|'/C calc'!A0"),
        ("x\n+cmd|'/C calc'!A0", "x\n'+cmd|'/C calc'!A0"),
        ("list:\n- one\n- two", "list:\n- one\n- two"),
        (-5, -5),
        (None, None),
        (True, True),
    ],
)
def test_only_what_a_spreadsheet_could_compute_is_guarded(cell, guarded):
    assert guard_formula(cell) == guarded
