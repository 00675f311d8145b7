"""What cannot be coded ends with one sentence, exit status 2 and nothing left behind."""

import io
import zipfile

import msoffcrypto.format.ooxml
import openpyxl
import pytest

CSV = "id,score,town,empty,why\n1,5,Rome,,good price\n2,4,Bonn,, \n3,3,Rome,,too slow for me\n"
BLANK = "id,why\n1,\n2,   \n3,\n"
CODED = 'id,why,"why: status"\n1,good price,coded\n2,too slow,coded\n'


def workbook():
    book = openpyxl.Workbook()
    for row in (["id", "why"], [1, "good price"], [2, "too slow"]):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def protected():
    content = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(workbook())).encrypt("secret", content)
    return content.getvalue()


def bomb():
    content = io.BytesIO(workbook())
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.xml", bytes(200_000_000))
    return content.getvalue()


@pytest.fixture
def refused(openends, tmp_path):
    """Run the command on what it must refuse, and return the sentence it says."""
    parts = tmp_path / "parts"
    parts.mkdir()

    def run(*arguments, stdin=None):
        before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
        done = openends(*arguments, stdin=stdin, TMPDIR=str(parts))
        assert done.returncode == 2, done.stderr
        assert done.stdout == ""
        assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before
        lines = done.stderr.splitlines()
        assert len(lines) == 1
        assert lines[0].startswith("openends: ")
        assert lines[0].endswith(".")
        return lines[0].removeprefix("openends: ")

    return run


@pytest.mark.parametrize(
    ("name", "content", "options", "sentence"),
    [
        ("data.csv", CSV, ["-t", "wy"],
         "data.csv has no column 'wy' (did you mean 'why'?); it has id, score, town, empty, why."),
        ("data.csv", CSV, ["-t", "empty"],
         "Column 'empty' of data.csv is empty; choose another with --text."),
        ("data.csv", CSV, ["-t", "score"],
         "Column 'score' of data.csv holds numbers, not answers in words; choose another with "
         "--text."),
        ("data.csv", BLANK, ["-t", "why"],
         "Column 'why' of data.csv is empty; choose another with --text."),
        ("data.csv", CODED, ["-t", "why"],
         "Column 'why' of data.csv was coded before; remove the columns that begin with 'why: ' or "
         "give the original file."),
        ("data.csv", CSV, ["-t", "why", "--id", "ids"],
         "data.csv has no column 'ids' (did you mean 'id'?); it has id, score, town, empty, why."),
        ("data.csv", workbook(), [],
         "data.csv is not a text file: its content is an Excel workbook or another zip archive; "
         "give it the ending .xlsx."),
        ("data.sav", CSV, [],
         "data.sav is not an SPSS file, whatever its ending says; save it as .sav."),
        ("data.xlsx", CSV, [],
         "data.xlsx is not an Excel workbook, whatever its ending says; if it is text, give it the "
         "ending .csv."),
        ("data.xlsx", protected(), [],
         "data.xlsx is protected with a password; save it without one and try again."),
        ("data.xlsx", workbook()[:3_000], [],
         "data.xlsx is a damaged workbook; open it in Excel, save it anew and try again."),
        ("data.xlsx", bomb(), [],
         "data.xlsx unpacks to more than 50 MB from 0.2 MB, as no real survey does; save it anew "
         "in Excel."),
        ("data.jsonl", '{"why": "good"}\n{"why": \n', [],
         'Line 2 of data.jsonl is not JSON; write one JSON object a line, like {"id": "1", "text": '
         '"..."}.'),
        ("data.csv", "", [], "data.csv is empty; give a file with content."),
    ],
    ids=["unknown column", "empty column", "numbers", "all blank", "coded before", "unknown id",
         "workbook as csv", "csv as sav", "csv as xlsx", "password", "damaged", "zip bomb",
         "broken line", "empty file"],
)  # fmt: skip
def test_data_that_cannot_be_coded_is_refused(refused, tmp_path, name, content, options, sentence):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert refused("code", name, *options, "--out", "coded.xlsx") == sentence


def test_a_missing_file_is_refused_and_the_nearest_named(refused, tmp_path):
    (tmp_path / "data.csv").write_text(CSV)
    assert refused("code", "dat.csv", "--out", "coded.csv") == (
        "There is no file dat.csv (there is data.csv); check the name."
    )


@pytest.mark.parametrize(
    ("stdin", "sentence"),
    [
        ("", "The input is empty; give one answer a line."),
        ("\n \n", "Column 'text' of the input is empty; give another file."),
        ("1\n2\n3\n",
         "Column 'text' of the input holds numbers, not answers in words; give another file."),
    ],
    ids=["nothing", "blank lines", "numbers"],
)  # fmt: skip
def test_standard_input_without_answers_is_refused(refused, stdin, sentence):
    assert refused("code", "-", "--json", stdin=stdin) == sentence


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("codes.yaml", "- Price\n- price\n",
         "The codebook has two codes named alike: 'Price' and 'price'; rename or merge one (case "
         "does not count)."),
        ("codes.csv", "number,name\n1,Price\n2,\n",
         "Code 2 of codes.csv has an empty name; name it or delete the row."),
        ("codes.csv", "number,title\n1,Price\n",
         "Code 1 of codes.csv has no 'name'; give every code one."),
        ("codes.yaml", "codes:\n\t- name: Price\n",
         "The codebook codes.yaml is not valid YAML at line 2; correct it and try again."),
        ("codes.yaml", "- name: Price\n  rules: ['word: dear']\n",
         "Code 1 of codes.yaml has the rule 'word: dear'; write text, phrase, regex or variant, a "
         "colon, and what to look for."),
    ],
    ids=["names alike", "empty name", "no name", "tab in yaml", "unknown rule"],
)  # fmt: skip
def test_a_codebook_that_cannot_be_used_is_refused(refused, tmp_path, name, content, sentence):
    (tmp_path / "data.csv").write_text(CSV)
    (tmp_path / name).write_text(content)
    options = ["-t", "why", "--codebook", name, "--out", "coded.csv"]
    assert refused("code", "data.csv", *options) == sentence


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--out", "none/coded.csv"],
         "Cannot write none/coded.csv: there is no folder none; create it or choose another."),
        (["--out", "data.csv/coded.csv"],
         "Cannot write data.csv/coded.csv: data.csv is no folder; choose another place."),
        (["--out", "folder.csv"], "Cannot write folder.csv: it is a folder; add a file name."),
        (["--out", "coded.pdf"],
         "Cannot write coded.pdf: use the ending .xlsx, .csv, .json, .sav or .sss."),
        (["--out", "/proc/coded.csv"],
         "Cannot write /proc/coded.csv: No such file or directory; make room or choose another "
         "place."),
        (["--report", "report.pdf"], "Cannot write the report report.pdf: use the ending .html."),
        (["--codebook-out", "codes.txt"],
         "Cannot write the codebook codes.txt: use the ending .yaml, .json, .csv, .xlsx or .qdc."),
        (["--out", "data.csv"],
         "Cannot write data.csv: it is the file that is read, and would be lost; choose another "
         "name."),
        (["--codebook", "codes.yaml", "--codebook-out", "./codes.yaml"],
         "Cannot write codes.yaml: it is the file that is read, and would be lost; choose another "
         "name."),
        (["--out", "a.csv", "--codebook-out", "a.csv"],
         "Cannot write a.csv twice; give every result its own name."),
    ],
    ids=["no folder", "below a file", "folder", "ending", "system folder", "report", "codebook",
         "the data itself", "the codebook itself", "twice"],
)  # fmt: skip
def test_a_result_that_cannot_be_written_is_refused_before_the_work_begins(
    refused, tmp_path, options, sentence
):
    (tmp_path / "data.csv").write_text(CSV)
    (tmp_path / "codes.yaml").write_text("- Price\n")
    (tmp_path / "folder.csv").mkdir()
    assert refused("code", "data.csv", "-t", "why", *options) == sentence
    assert (tmp_path / "data.csv").read_text() == CSV
