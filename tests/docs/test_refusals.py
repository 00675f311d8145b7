"""The sentences that the reference quotes are those that the program says."""

import zipfile
from pathlib import Path

import pytest
from pages import DOCS
from running import PageFailed, run_command

from openends.sample import survey_path

WORKBOOK = "<workbook/>"
FAR = '<row r="1"><c r="A1"/></row><row r="1048576"><c r="XFD1048576"/></row>'


def zipped(*sheets):
    """Return a function that writes a workbook of the given sheets."""

    def write(path):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/workbook.xml", WORKBOOK)
            for number, sheet in enumerate(sheets, start=1):
                archive.writestr(f"xl/worksheets/sheet{number}.xml", f"<sheetData>{sheet}")

    return write


#: A description of one variable; its data are nowhere.
TRIPLE_S = (
    "<sss version='2.0'><survey><record ident='A'{}><variable ident='1' type='character'>"
    "<name>why</name><label>Why?</label><position start='1'/><size>1</size></variable></record>"
    "</survey></sss>"
)
#: File, what is in it, and what follows its name on the command line.
FILES = {
    "a missing file": ("surve.csv", None, ""),
    "a folder": ("demo", Path.mkdir, ""),
    "an empty file": ("answers.csv", "", ""),
    "a header alone": ("answers.csv", "id,why\n", ""),
    "an unknown ending": ("answers.doc", "id,why\n", ""),
    "an old workbook": ("answers.xls", "id,why\n", ""),
    "another format": ("answers.csv", zipped(), ""),
    "a web page": ("answers.csv", "<html>", ""),
    "far too many cells": ("answers.xlsx", zipped(FAR), ""),
    "a damaged workbook": ("answers.xlsx", zipped("<row>"), ""),
    "a survey without data": ("survey.sss", TRIPLE_S.format(""), ""),
    "data elsewhere": ("survey.sss", TRIPLE_S.format(" href='../survey.asc'"), ""),
    "hostile XML": ("survey.sss", "<!DOCTYPE sss [<!ENTITY a 'aa'>]><sss>&a;</sss>", ""),
    "a broken line": ("answers.jsonl", '{"text": "a"}\n{"text"\n', ""),
    "no such column": ("survey.csv", None, "--text imprve"),
    "numbers": ("survey.csv", None, "--text age_group"),
    "coded before": (
        "coded.csv",
        "id,improve,improve: status\n1,too loud,coded\n",
        "--text improve",
    ),
    "its own input": ("survey.csv", None, "--text improve --out survey.csv"),
    "one result twice": ("survey.csv", None, "--text improve --out coded.csv --out coded.csv"),
    "no such folder": ("survey.csv", None, "--text improve --out results/coded.xlsx"),
}

#: What is in codes.yaml.
CODEBOOKS = {
    "no list": "name: Price\n",
    "two names alike": "[Price, price]",
    "a number twice": "[{name: Price, number: 3}, {name: Noise, number: 3}]",
    "a reserved number": "[{name: Other, number: 97}]",
    "no name": "[Price, {number: 3}]",
    "an unknown kind": "[{name: Price, rules: ['word: price']}]",
    "a broken expression": "[{name: Price, rules: ['regex: (']}]",
    "broken YAML": "codes:\n  - {name: Price\n  - [\n",
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    tmp_path.joinpath("survey.csv").write_bytes(survey_path().read_bytes())
    return tmp_path


def quoted(page, what):
    """Return the sentence that a page quotes for something that is refused."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return next(
        line.split(" | ", 1)[1].removesuffix(" |")
        for line in text.splitlines()
        if line.startswith(f"| {what} | ")
    )


def said(command):
    """Return what the program says when it refuses, which must end it with status 2."""
    with pytest.raises(PageFailed) as failed:
        run_command(command)
    status, _, sentence = str(failed.value).partition("\n")[2].partition(": openends: ")
    assert status == "exit 2"
    return sentence.strip()


@pytest.mark.parametrize("what", FILES)
def test_a_file_is_refused_in_the_words_of_the_reference(what, folder):
    name, content, options = FILES[what]
    if callable(content):
        content(folder / name)
    elif content is not None:
        (folder / name).write_text(content, encoding="utf-8")
    assert said(f"openends code {name} {options}") == quoted("reference/files.md", what)


@pytest.mark.parametrize("what", CODEBOOKS)
def test_a_codebook_is_refused_in_the_words_of_the_reference(what, folder):
    folder.joinpath("codes.yaml").write_text(CODEBOOKS[what], encoding="utf-8")
    command = "openends code survey.csv --text improve --codebook codes.yaml"
    assert said(command) == quoted("reference/codebook-file.md", what)
