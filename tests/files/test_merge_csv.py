"""Columns added to delimited text: every line goes on as it was."""

from __future__ import annotations

import csv

import pytest

from openends.domain.delivery import DeliveredTable, Variable
from openends.domain.errors import ColumnProblem, FileProblem, FormatProblem
from openends.files.merge.merge_open import open_client_file


def added(**columns):
    return DeliveredTable(
        variables=[
            Variable(name=name, heading=name.replace("_", " "), label="", values=values)
            for name, values in columns.items()
        ]
    )


def merged(folder, content, key, table, name="client.csv"):
    path = folder / name
    path.write_bytes(content)
    client = open_client_file(path, key)
    client.merge(table, folder / "out.csv")
    return client, (folder / "out.csv").read_bytes()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"id,why\n1,a\n2,b\n", b"id,why,Q 1\n1,a,5\n2,b,\n"),
        (b"id;why\r\n1;a\r\n2;b", b"id;why;Q 1\r\n1;a;5\r\n2;b;"),
        (b'id\twhy\n1\t"a\n\tb"\n2\t""\n', b'id\twhy\tQ 1\n1\t"a\n\tb"\t5\n2\t""\t\n'),
        (b"\xef\xbb\xbfid,why\n1,\xc3\xa9\n2,b\n", b"\xef\xbb\xbfid,why,Q 1\n1,\xc3\xa9,5\n2,b,\n"),
        (b"id,why\n1,\xe9\x80\x93\n2,b\n", b"id,why,Q 1\n1,\xe9\x80\x93,5\n2,b,\n"),
        (b"sep=;\nid;why\n1;a\n2;b\n", b"sep=;\nid;why;Q 1\n1;a;5\n2;b;\n"),
        (b"\n\nid,why\n\n1,a\n2\n\n", b"\n\nid,why,Q 1\n\n1,a,5\n2,,\n\n"),
        (b"id|why\r1|a, or \"b\"\r2|  b \r", b"id|why|Q 1\r1|a, or \"b\"|5\r2|  b |\r"),
    ],
)  # fmt: skip
def test_every_line_goes_on_as_it_was(tmp_path, before, after):
    client, content = merged(tmp_path, before, "ID", added(Q_1=[5, None]))
    assert content == after
    assert client.keys == ["1", "2"]


def test_utf_16_stays_utf_16(tmp_path):
    before = "\ufeffid\twhy\r\n1\té\r\n".encode("utf-16-le")
    _, content = merged(tmp_path, before, "id", added(Q_1=["价"]), "client.txt")
    assert content == "\ufeffid\twhy\tQ 1\r\n1\té\t价\r\n".encode("utf-16-le")


def test_what_is_added_is_quoted_and_no_formula(tmp_path):
    table = added(Q_1=['a "b", c', "=1+1"], Q_2=[0.5, "x\ny"])
    _, content = merged(tmp_path, b"id,why\n1,a\n2,b\n", "id", table)
    rows = list(csv.reader(content.decode().splitlines(keepends=True)))
    assert rows[1:] == [["1", "a", 'a "b", c', "0.5"], ["2", "b", "'=1+1", "x\ny"]]


@pytest.mark.parametrize(
    ("content", "key", "error", "said"),
    [
        (b"id,why\n1,a\n", "name", ColumnProblem, "has no variable 'name'; it has id, why"),
        (b"id,ID\n1,a\n", "Id", ColumnProblem, "has 2 variables 'Id'; rename all but one"),
        (b"id,q 1\n1,a\n", "id", ColumnProblem, "client.csv has Q 1 already"),
        (b"id,why\n1,a,b\n", "id", FileProblem, "Row 1 under the header .* has more cells"),
        (b'id,why\n1,"a\n', "id", FileProblem, "quotation marks that do not fit together"),
        (b"id,why\n", "id", FileProblem, "no row under its header"),
        (b"", "id", FileProblem, "is empty"),
        (b"\xff\xfeid,\xd8", "id", FileProblem, "says that it is utf-16-le and is not"),
        (b"id,why\n1,\xe9\n", "id", FormatProblem, "'é' into client.csv, whose encoding is not"),
    ],
)
def test_what_cannot_be_kept_in_line_is_refused(tmp_path, content, key, error, said):
    with pytest.raises(error, match=said):
        merged(tmp_path, content, key, added(Q_1=["é"]))
    assert not (tmp_path / "out.csv").exists()


def test_a_file_of_another_kind_is_refused(tmp_path):
    (tmp_path / "client.doc").write_bytes(b"id,why\n1,a\n")
    with pytest.raises(FileProblem, match=r"is no \.sav, \.xlsx or \.csv"):
        open_client_file(tmp_path / "client.doc", "id")
