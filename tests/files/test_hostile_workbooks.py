from __future__ import annotations

import re
import resource
import struct
import subprocess
import sys
import zipfile

import msoffcrypto.format.ooxml
import openpyxl
import pytest
import xlsxwriter
from made_files import repacked

from openends.domain.errors import FileProblem
from openends.files import read_survey
from openends.files.sheet_extent import Extent

SHEET = "xl/worksheets/sheet1.xml"
HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = "</sheetData></worksheet>"
FAR = '<c r="XFD1048576" t="str"><v>x</v></c>'
#: Memory that refusing a file may take, the interpreter and its libraries included.
MEMORY = 2_000_000_000


@pytest.fixture
def workbook(tmp_path):
    path = tmp_path / "real.xlsx"
    book = openpyxl.Workbook()
    for row in (["id", "why"], [1, "good"]):
        book.active.append(row)
    book.save(path)
    return path


def refused(path):
    """Return the sentence with which another process, short of memory, refuses the file."""
    code = (
        "import sys, pathlib; from openends.files import read_survey\n"
        "from openends.domain.errors import FileProblem\n"
        "try: read_survey(pathlib.Path(sys.argv[1]))\n"
        "except FileProblem as error: print(error.message)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()


@pytest.fixture
def bomb(workbook):
    """A workbook of 200 MB in 0.2 MB."""
    with zipfile.ZipFile(workbook, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.xml", bytes(200_000_000))
    return workbook


@pytest.mark.parametrize("told", [200_000_000, 999], ids=["honest", "lying about its size"])
def test_a_zip_bomb_is_refused_before_it_is_unpacked(bomb, told):
    content = bomb.read_bytes()
    size = struct.pack("<I", 200_000_000)
    assert content.count(size) == 2
    bomb.write_bytes(content.replace(size, struct.pack("<I", told)))
    assert re.fullmatch(
        r"real\.xlsx unpacks to more than \d\d MB from 0\.2 MB, as no real survey does; save it "
        r"anew in Excel\.",
        refused(bomb),
    )


@pytest.mark.parametrize(
    "cell",
    [
        FAR,
        FAR.replace('"', "'"),
        FAR.replace("XFD", "xfd"),
        FAR.replace("r=", "r \n =  "),
        FAR.replace("<c ", "<c s='" + "0" * 5000 + "' "),
        FAR.replace("<c ", "<c x='>' "),
        '<c r="A59999999999999"><v>1</v></c>',
        '<c r="AAAAAAAAAAAA5"><v>1</v></c>',
        '</row><row r="1048576">' + "<c><v>1</v></c>" * 200,
    ],
    ids=["last cell", "single quotes", "small letters", "spaces", "far in the tag",
         "bracket in quotes", "row that overflows", "column that overflows", "cells without place"],
)  # fmt: skip
def test_cells_far_apart_are_refused_before_room_is_made(workbook, tmp_path, cell):
    first = '<row r="1"><c r="A1" t="str"><v>why</v></c></row>'
    sheet = f"{HEAD}{first}<row>{cell}</row>{TAIL}"
    message = refused(repacked(workbook, tmp_path / "far.xlsx", {SHEET: sheet.encode()}))
    assert message.startswith("far.xlsx spreads over 1,048,576 rows and") or message.startswith(
        "far.xlsx is a damaged workbook"
    )


def test_a_workbook_that_claims_to_hold_billions_of_texts_is_refused(workbook, tmp_path):
    texts = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="1" '
        'uniqueCount="9999999999999"><si><t>why</t></si></sst>'
    )
    path = repacked(workbook, tmp_path / "b.xlsx", {"xl/sharedStrings.xml": texts.encode()})
    if "xl/sharedStrings.xml" not in zipfile.ZipFile(path).namelist():
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("xl/sharedStrings.xml", texts)
    assert refused(path).startswith("b.xlsx is a damaged workbook")


def test_no_number_in_a_workbook_brings_the_reader_down(tmp_path):
    path = tmp_path / "whole.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["id", "why", "day"])
        sheet.write_row(1, 0, [1, "good", 45_000], day)
        sheet.merge_range("A3:B3", "both")
        sheet.add_table("E1:F3")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    outcomes = set()
    for name, part in parts.items():
        for number in re.finditer(rb'="[A-Z]*(\d+)"', part):
            forged = part[: number.start(1)] + b"9999999999999" + part[number.end(1) :]
            try:
                outcomes.add(len(read_survey(repacked(path, tmp_path / "a.xlsx", {name: forged}))))
            except FileProblem as error:
                outcomes.add(error.message.split(";")[0])
    assert outcomes <= {1, 2, "a.xlsx is a damaged workbook"}
    assert len(outcomes) > 1


def test_entities_that_multiply_are_refused(workbook, tmp_path):
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    sheet = f'{bomb}{HEAD}<row r="1"><c r="A1" t="str"><v>&b;</v></c></row>{TAIL}'
    path = repacked(workbook, tmp_path / "b.xlsx", {SHEET: sheet.encode()})
    assert refused(path).startswith("b.xlsx is a damaged workbook")


XML = b'<sheetData><row r="1"><c r="A1"/><c   r = "XFD1048576"><v>1</v></c></row>'


@pytest.mark.parametrize("size", range(1, len(XML)))
def test_the_extent_does_not_depend_on_where_the_parts_are_cut(size):
    extent = Extent()
    for start in range(0, len(XML), size):
        extent.add(XML[start : start + size])
    assert (extent.rows, extent.columns) == (1_048_576, 16_384)


def test_a_workbook_with_a_password_is_named_as_such(workbook, tmp_path):
    path = tmp_path / "secret.xlsx"
    with workbook.open("rb") as plain, path.open("wb") as encrypted:
        msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt("password", encrypted)
    with pytest.raises(FileProblem) as caught:
        read_survey(path)
    assert caught.value.message == (
        "secret.xlsx is protected with a password; save it without one and try again."
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600), "is an old Excel file (.xls); save it as .xlsx"),
        (b"id,why\n1,good\n", "is not an Excel workbook, whatever its ending says"),
        (b"PK\x03\x04 not really", "is a damaged workbook"),
    ],
    ids=["xls", "csv", "no archive"],
)
def test_what_is_no_workbook_is_refused(survey_from, content, words):
    with pytest.raises(FileProblem) as caught:
        survey_from("a.xlsx", content)
    assert caught.value.message.startswith(f"a.xlsx {words}")


def test_an_archive_of_something_else_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(FileProblem, match="is a zip archive but not an Excel workbook"):
        read_survey(tmp_path / "a.xlsx")


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9], ids=["a fifth", "half", "nearly all"])
def test_a_workbook_of_which_only_a_part_arrived_is_damaged(workbook, survey_from, part):
    content = workbook.read_bytes()
    with pytest.raises(FileProblem, match=r"^a\.xlsx is a damaged workbook; open it in Excel"):
        survey_from("a.xlsx", content[: int(part * len(content))])


def test_broken_xml_is_damage_and_nothing_else_is_said(workbook, tmp_path, capfd):
    path = repacked(workbook, tmp_path / "b.xlsx", {SHEET: (HEAD + "<row><c r='A1'>").encode()})
    with pytest.raises(FileProblem, match=r"^b\.xlsx is a damaged workbook"):
        read_survey(path)
    assert capfd.readouterr() == ("", "")
