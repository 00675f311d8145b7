"""A coding manual is read as it was left, and nothing else is taken for one."""

import os

import pytest

from openends.domain.errors import FileProblem, OutputError
from openends.files.coding_manual import LARGEST, read_manual, write_manual

TEXT = "# Coding manual\n\n## 1 Größe\n\n- Here: 大きい\n"


def test_what_is_written_is_read_back_letter_by_letter(tmp_path):
    write_manual(TEXT, tmp_path / "manual.md")
    assert (tmp_path / "manual.md").read_bytes() == TEXT.encode()
    assert read_manual(tmp_path / "manual.md") == TEXT


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_what_an_editor_makes_of_it_is_read_too(tmp_path, encoding):
    (tmp_path / "manual.md").write_bytes(TEXT.encode(encoding))
    assert read_manual(tmp_path / "manual.md").removeprefix("\ufeff") == TEXT


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\n \t\n", "no words"),
        (b"PK\x03\x04" + bytes(2_000), "plain text"),
        (bytes(range(32)) * 100, "plain text"),
        (b"x" * (LARGEST + 1), "shorten it"),
        (b"x" * 25_000_000, "larger"),
    ],
    ids=["empty", "blank", "a workbook", "binary", "long", "endless"],
)
def test_what_is_no_manual_is_refused(tmp_path, content, said):
    (tmp_path / "manual.md").write_bytes(content)
    with pytest.raises(FileProblem, match=said):
        read_manual(tmp_path / "manual.md")


def test_folders_and_pipes_are_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path, said in ((tmp_path, "folder"), (tmp_path / "pipe", "no ordinary file")):
        with pytest.raises(FileProblem, match=said):
            read_manual(path)


def test_a_place_that_cannot_be_written_to_is_said(tmp_path):
    with pytest.raises(OutputError):
        write_manual(TEXT, tmp_path / "nowhere" / "manual.md")
