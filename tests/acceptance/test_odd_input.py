"""What can be coded is coded, with a note where something was done to it."""

import csv
import json
import subprocess

import openpyxl
import pandas as pd
import pyreadstat
import pytest

FORMULA = "=HYPERLINK(A1) too dear"


def coded_rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def responses(path):
    return json.loads(path.read_bytes())["questions"][0]["responses"]


@pytest.fixture
def done(openends):
    """Run the command, which must succeed, and return what it said."""

    def run(*arguments, stdin=None):
        finished = openends("code", *arguments, stdin=stdin)
        assert finished.returncode == 0, finished.stderr
        assert finished.stderr == ""
        return finished.stdout

    return run


def test_odd_answers_are_coded_beside_good_ones(done, tmp_path):
    answers = {
        "emoji": "😀👍",
        "family": "👨‍👩‍👧‍👦 ❤️",
        "nul": "too\x00 expensive for me",
        "long": "the price is too high, " * 90_000,
        "formula": FORMULA,
        "lines": "slow delivery\r\nand rude staff",
        "broken": "the cafÃ© was nice",
        "wide": "ｔｏｏ　ｅｘｐｅｎｓｉｖｅ",
        "right to left": "السعر مرتفع جدا",
        "joined": "z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L too expensive",
        "blank": " ",
        "good": "too expensive",
    }
    with (tmp_path / "data.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "why"), *answers.items()])
    assert (tmp_path / "data.csv").stat().st_size > 2_000_000
    outputs = ("--out", "c.json", "--out", "c.csv", "--out", "c.xlsx", "--report", "r.html")
    said = done("data.csv", "-t", "why", *outputs)
    assert "1 NUL character was removed." in said
    assert "1 answer was longer than 10,000 characters and cut there." in said
    codings = {coding["id"]: coding for coding in responses(tmp_path / "c.json")}
    assert list(codings) == list(answers)
    assert codings["blank"]["status"] == "no_answer"
    assert codings["nul"]["text"] == "too expensive for me"
    assert codings["broken"]["text"] == "the café was nice"
    assert len(codings["long"]["text"]) <= 10_000
    for coding in codings.values():
        for mention in coding["mentions"]:
            start, length, text = (mention["evidence"][key] for key in ("start", "length", "text"))
            assert coding["text"][start : start + length] == text
    csv.field_size_limit(10_000_000)
    rows = {row["id"]: row for row in coded_rows(tmp_path / "c.csv")}
    assert rows["formula"]["why"] == f"'{FORMULA}"
    assert rows["long"]["why"] == answers["long"]
    book = openpyxl.load_workbook(tmp_path / "c.xlsx")
    assert {cell.data_type for sheet in book for row in sheet for cell in row} <= {"s", "n", "b"}
    assert (tmp_path / "r.html").stat().st_size < 5_000_000


def test_fifty_thousand_identical_answers_are_one_code(done, tmp_path):
    lines = "\n".join(f"{number},too expensive" for number in range(50_000))
    (tmp_path / "data.csv").write_text(f"id,why\n{lines}\n", encoding="utf-8")
    said = done("data.csv", "-t", "why", "--codebook-out", "codes.json", "--out", "c.csv")
    assert "50,000 asked, 50,000 answered (the base)" in said
    assert len(json.loads((tmp_path / "codes.json").read_bytes())["codes"]) == 1
    rows = coded_rows(tmp_path / "c.csv")
    assert len(rows) == 50_000
    assert {row["why: status"] for row in rows} == {"coded"}
    assert len({tuple(row.values())[1:] for row in rows}) == 1


@pytest.mark.parametrize("answer", ["👍", FORMULA], ids=["emoji", "formula"])
def test_one_answer_is_coded(done, answer):
    (line,) = done("-", "--json", stdin=f"{answer}\n").splitlines()
    coding = json.loads(line)
    assert (coding["id"], coding["text"]) == ("1", answer)
    assert coding["status"] in {"coded", "other"}


def test_a_mostly_blank_column_keeps_every_row(done, tmp_path):
    answers = [""] * 200
    answers[7], answers[150], answers[199] = "too expensive", "the price is too high", "slow"
    lines = "\n".join(f"{number},{answer}" for number, answer in enumerate(answers))
    (tmp_path / "data.csv").write_text(f"id,why\n{lines}\n")
    assert "200 asked, 3 answered (the base)" in done("data.csv", "-t", "why", "--out", "c.csv")
    rows = coded_rows(tmp_path / "c.csv")
    assert [row["id"] for row in rows] == [str(number) for number in range(200)]
    assert sum(row["why: status"] == "no_answer" for row in rows) == 197


def test_an_export_in_mixed_encodings_is_mended_and_says_so(done, tmp_path):
    good = "id;why\n1;zu teuer, schön aber\n2;größer wäre besser\n3;der Preis für alles\n"
    stray = "4;viel zu groß und häßlich\n"
    (tmp_path / "data.csv").write_bytes(b"\xef\xbb\xbf" + good.encode() + stray.encode("cp1252"))
    said = done("data.csv", "-t", "why", "--out", "c.json")
    assert "1 line was in another encoding than the rest (UTF-8) and read as Windows-1252." in said
    texts = [coding["text"] for coding in responses(tmp_path / "c.json")]
    assert texts[1] == "größer wäre besser"
    assert texts[3] == "viel zu groß und häßlich"


def test_an_spss_file_is_coded_with_its_labels_and_question(done, tmp_path):
    frame = pd.DataFrame({"id": [1.0, 2.0], "sex": [1.0, 2.0], "q5": ["zu teuer", "schöne Form"]})
    pyreadstat.write_sav(
        frame,
        str(tmp_path / "data.sav"),
        column_labels={"q5": "Why did you buy it?"},
        variable_value_labels={"sex": {1: "male", 2: "female"}},
    )
    said = done("data.sav", "-t", "Q5", "--out", "c.xlsx")
    assert "Why did you buy it?" in said
    rows = list(openpyxl.load_workbook(tmp_path / "c.xlsx")["Coded"].values)
    assert [row[:3] for row in rows] == [
        ("id", "sex", "q5"),
        (1, "male", "zu teuer"),
        (2, "female", "schöne Form"),
    ]


def test_a_terminal_with_few_characters_shows_question_marks(openends):
    done = openends.process("code", "-", stdin="too loud\n", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "????" in done.stdout


def test_a_question_in_broken_characters_is_written_without_them(openends, tmp_path):
    done = openends("code", "-", "--question", b"Why\xff?", "--out", "a.json", stdin="too loud\n")
    assert done.returncode == 0, done.stderr
    assert '"question": "Why??"' in (tmp_path / "a.json").read_text(encoding="utf-8")


def test_a_fault_of_the_program_is_said_without_a_trace(openends):
    # No file may grow beyond a kilobyte: the language model cannot be unpacked.
    limited = f"ulimit -f 1; echo 'too loud' | '{openends.command}' code -"
    done = subprocess.run(
        ["bash", "-c", limited], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 1
    assert done.stderr.startswith("openends: This is a fault of Openends (OSError: ")
    assert "Traceback" not in done.stderr
