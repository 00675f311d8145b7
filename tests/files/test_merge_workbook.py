"""Columns added to a client's workbook: every other part stays byte for byte."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
import xlsxwriter

from openends.domain.delivery import DeliveredTable, Variable
from openends.domain.errors import ColumnProblem, FileProblem, FormatProblem
from openends.files import read_survey
from openends.files.merge.merge_open import open_client_file

PEOPLE = 6
#: A picture of one point.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


def client_workbook(path):
    """Everything that libraries lose: a chart, a picture, a comment, a table, a rule, a list."""
    with xlsxwriter.Workbook(str(path)) as book:
        notes = book.add_worksheet("Read me")
        notes.write(0, 0, "Which file this is")
        notes.insert_image("B2", "point.png", {"image_data": io.BytesIO(PNG)})
        data = book.add_worksheet("Data")
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        data.freeze_panes(1, 1)
        data.autofilter(0, 0, PEOPLE, 3)
        data.set_column(0, 3, 18)
        for column, name in enumerate(("Respondent", "id", "why", "when")):
            data.write(0, column, name, bold)
        for row in range(1, PEOPLE + 1):
            data.write(row, 0, f"R{row}")
            data.write(row, 1, row)
            data.write_rich_string(row, 2, "so ", bold, f"good & <{row}>")
            data.write(row, 3, 45000 + row, day)
        data.write_formula(PEOPLE + 2, 1, f"=SUM(B2:B{PEOPLE + 1})", None, 21)
        data.write_comment(1, 1, "who")
        data.conditional_format(1, 1, PEOPLE, 1, {"type": "data_bar"})
        data.data_validation(1, 2, PEOPLE, 2, {"validate": "length", "criteria": ">", "value": 0})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": f"=Data!$B$2:$B${PEOPLE + 1}"})
        data.insert_chart("H2", chart)
        hidden = book.add_worksheet("Hidden")
        hidden.hide()
        hidden.write_row(0, 0, ["Respondent", "x"])
        hidden.write_row(1, 0, ["R1", 1])
        book.define_name("Ids", "=Data!$A$2:$A$7")
        table = book.add_worksheet("Table")
        table.add_table(0, 0, 2, 1, {"columns": [{"header": "key"}, {"header": "n"}],
                                     "data": [["a", 1], ["b", 2]]})  # fmt: skip


def added(rows, **columns):
    columns = columns or {"Q_1": [1, None, 500], "Q_2": ["=a & <b>", " é价 ", "_x0041_"]}
    return DeliveredTable(
        variables=[
            Variable(
                name=name,
                heading=name.replace("_", " "),
                label="",
                values=[values[row % len(values)] for row in range(rows)],
            )
            for name, values in columns.items()
        ]
    )


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    folder = tmp_path_factory.mktemp("books")
    client_workbook(folder / "client.xlsx")
    client = open_client_file(folder / "client.xlsx", "respondent")
    client.merge(added(len(client.keys)), folder / "new.xlsx")
    return folder / "client.xlsx", folder / "new.xlsx"


def parts(path):
    with zipfile.ZipFile(path) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def test_every_part_but_the_sheet_is_there_byte_for_byte(both):
    old, new = map(parts, both)
    assert list(old) == list(new)
    assert [name for name in old if old[name] != new[name]] == ["xl/worksheets/sheet2.xml"]
    # What is easily lost is there to be lost.
    kinds = {name.split("/")[1] for name in old if name.count("/") > 1}
    assert {"charts", "drawings", "media", "tables", "worksheets"} <= kinds
    assert "xl/comments1.xml" in old


def test_the_sheet_differs_by_cells_its_extent_and_spans_alone(both):
    old, new = (parts(path)["xl/worksheets/sheet2.xml"].decode() for path in both)
    for column in "EF":
        while (at := new.find(f'<c r="{column}')) >= 0:
            new = new[:at] + new[new.index("</c>", at) + 4 :]
    assert new.replace('ref="A1:F9"', 'ref="A1:D9"') == old.replace(' spans="1:4"', "")


def test_excel_s_readers_find_what_was_added(both):
    book = openpyxl.load_workbook(both[1])
    sheet = book["Data"]
    # Excel shows "_x0041_" where "_x005F_x0041_" stands, and "A" where "_x0041_" does.
    cells = [[cell.value for cell in row[4:]] for row in sheet.iter_rows(max_row=PEOPLE + 1)]
    assert cells[:4] == [
        ["Q 1", "Q 2"], [1, "=a & <b>"], [None, " é价 "], [500, "_x005F_x0041_"],
    ]  # fmt: skip
    assert sheet["F2"].data_type == "s"
    assert sheet["B9"].value == f"=SUM(B2:B{PEOPLE + 1})"
    survey = read_survey(both[1], "Data")
    assert survey.names == ("Respondent", "id", "why", "when", "Q 1", "Q 2")
    assert survey.column("Q 1").values[:3] == (1, None, 500)


def test_each_row_is_known_by_its_key(both):
    assert open_client_file(both[0], "Respondent").keys == ["R1", "R2", "R3", "R4", "R5", "R6", ""]
    assert open_client_file(both[0], "id").keys == ["1", "2", "3", "4", "5", "6", "21"]
    assert open_client_file(both[0], "why").keys[0] == "so good & <1>"
    # The first sheet that has such a column, those in sight before the hidden ones.
    assert open_client_file(both[0], "x").keys == ["1"]
    assert open_client_file(both[0], "key").keys == ["a", "b"]


def test_columns_can_be_added_again(both, tmp_path):
    client = open_client_file(both[1], "Respondent")
    client.merge(added(len(client.keys), More=[7]), tmp_path / "third.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "third.xlsx")["Data"]
    assert [cell.value for cell in sheet[2]][4:] == [1, "=a & <b>", 7]
    with pytest.raises(ColumnProblem, match=r"new.xlsx has Q 1, Q 2 already"):
        client.merge(added(len(client.keys)), tmp_path / "out.xlsx")


def test_a_column_that_no_sheet_has_is_refused(both):
    with pytest.raises(ColumnProblem, match=r"no variable 'Respond' \(did you mean 'Respondent'"):
        open_client_file(both[0], "Respond")


def rewritten(source, target, changes):
    """Copy a workbook with other content in some parts; None leaves a part out."""
    with zipfile.ZipFile(target, "w") as out:
        for name, content in (parts(source) | changes).items():
            if content is not None:
                out.writestr(name, content)
    return target


ROWS = (
    b'<x:row><x:c t="inlineStr"><x:is><x:t>id</x:t></x:is></x:c></x:row>'
    b'<x:row r="4" spans="1:1"><x:c><x:v>7.0</x:v></x:c></x:row><x:row r="5"/>'
    b'<x:row r="6"><x:c t="str"><x:v>8</x:v></x:c><x:c r="E6" s="1"/></x:row>'
)
SHEET = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<x:worksheet xmlns:x='
    b'"http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>%s</x:sheetData>'
    b"</x:worksheet>"
)
FIRST = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_sheets_of_other_programs_are_added_to_as_well(both, tmp_path, mark):
    odd = rewritten(both[0], tmp_path / "odd.xlsx", {FIRST: mark + SHEET % ROWS})
    client = open_client_file(odd, "id")
    assert client.keys == ["7", "8"]
    client.merge(added(2, Q_1=[3, "a"]), tmp_path / "new.xlsx")
    assert openpyxl.load_workbook(tmp_path / "new.xlsx")["Read me"]["F6"].value == "a"
    assert parts(tmp_path / "new.xlsx")[FIRST].replace(b"'", b'"') == mark + SHEET % (
        b'<x:row><x:c t="inlineStr"><x:is><x:t>id</x:t></x:is></x:c><x:c r="F1" t="inlineStr">'
        b'<x:is><x:t xml:space="preserve">Q 1</x:t></x:is></x:c></x:row>'
        b'<x:row r="4"><x:c><x:v>7.0</x:v></x:c><x:c r="F4"><x:v>3</x:v></x:c></x:row>'
        b'<x:row r="5"/><x:row r="6"><x:c t="str"><x:v>8</x:v></x:c><x:c r="E6" s="1"/>'
        b'<x:c r="F6" t="inlineStr"><x:is><x:t xml:space="preserve">a</x:t></x:is></x:c></x:row>'
    )


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"_xmlsignatures/sig1.xml": b"<a/>"}, "is signed, and nothing can be added"),
        ({FIRST: (SHEET % ROWS).replace(b"?>", b"?>" + ENTITIES)}, "nothing can be added to"),
        ({FIRST: (SHEET % ROWS).replace(b"UTF-8", b"UTF-16")}, "nothing can be added to|damaged"),
        ({FIRST: (SHEET % ROWS).decode().encode("utf-16")}, "nothing can be added to"),
        ({FIRST: SHEET % ROWS[:99]}, "is a damaged workbook"),
        ({FIRST: SHEET % ROWS.replace(b't="inlineStr"', b't="s"')}, "is a damaged workbook"),
        ({FIRST: SHEET % ROWS[:66]}, "no row under its header"),
        ({"xl/_rels/workbook.xml.rels": None}, "is a damaged workbook"),
        ({"xl/sharedStrings.xml": ENTITIES + b"<x/>"}, "is a damaged workbook"),
        ({"xl/workbook.xml": b"<workbook><sheets>"}, "is not well-formed XML"),
    ],
)
def test_a_workbook_that_cannot_be_kept_whole_is_refused(both, tmp_path, changes, said):
    odd = rewritten(both[0], tmp_path / "odd.xlsx", changes)
    with pytest.raises(FileProblem, match=said):
        open_client_file(odd, "id")


def test_a_sheet_without_room_is_refused(both, tmp_path):
    rows = ROWS.replace(b"E6", b"XFD6")
    odd = rewritten(both[0], tmp_path / "odd.xlsx", {FIRST: SHEET % rows})
    with pytest.raises(FormatProblem, match="no room for 2 columns"):
        open_client_file(odd, "id").merge(added(2), tmp_path / "out.xlsx")
