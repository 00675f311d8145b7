"""The syntax that gives a data file what a .sav has of itself."""

from __future__ import annotations

import pytest

from openends.domain.delivery import DeliveredTable, Measure, MultipleResponseSet, Variable
from openends.domain.errors import OutputError
from openends.files.spss.write_sps import write_sps

LABELS = {0: "not mentioned", 1: "it's there"}
TABLE = DeliveredTable(
    variables=[
        Variable(name="by", label="", values=["a", "bcd"]),
        Variable(name="age", label="Age", values=[20, 31.5], measure=Measure.SCALE),
        Variable(name="Q1_c01", label="Price", values=[0, 1], value_labels=LABELS),
        Variable(name="Q1_c02", label="'Staff'", values=[1, 1], value_labels=LABELS),
        Variable(
            name="Q2", label="", values=[1, 99], value_labels={99: "No answer"}, missing=(98, 99)
        ),
    ],
    sets=[
        MultipleResponseSet(name="Q1", label="Why?", variables=("Q1_c01", "Q1_c02"), counted=1),
        MultipleResponseSet(name="Q2", label="", variables=("Q2", "Q1_c01")),
    ],
)
DICTIONARY = """
VARIABLE LABELS
  V_by 'by'
  / age 'Age'
  / Q1_c01 'Price'
  / Q1_c02 '''Staff'''.

VALUE LABELS
  Q1_c01 Q1_c02 0 'not mentioned' 1 'it''s there'
  / Q2 99 'No answer'.

MISSING VALUES
  Q2 (98, 99).

VARIABLE LEVEL
  V_by Q1_c01 Q1_c02 Q2 (NOMINAL)
  / age (SCALE).

MRSETS
  /MDGROUP NAME=$Q1 LABEL= 'Why?' VALUE=1 VARIABLES= Q1_c01 Q1_c02
  /MCGROUP NAME=$Q2 VARIABLES= Q2 Q1_c01.
"""


def written(folder, table, data_file):
    write_sps(table, folder / "out.sps", data_file=data_file)
    return (folder / "out.sps").read_text("utf-8-sig")


def test_all_that_is_known_of_the_variables_follows_the_data(tmp_path):
    text = written(tmp_path, TABLE, "Pierre's study.sav")
    assert text == f"* Encoding: UTF-8.\n\nGET\n  FILE= 'Pierre''s study.sav'.\n{DICTIONARY}"


def test_the_columns_of_a_csv_are_read_by_their_places(tmp_path):
    text = written(tmp_path, TABLE, "study.CSV")
    assert text.endswith(
        f"  V_by A3\n  age F8.1\n  Q1_c01 F8.0\n  Q1_c02 F8.0\n  Q2 F8.0.\n{DICTIONARY}"
    )
    assert "  /DELIMITERS= ','\n" in text


def test_long_labels_and_lists_go_on_in_lines_that_begin_with_blanks(tmp_path):
    variables = [
        Variable(name=f"a_name_of_some_length_{at}", label="价" * 80 + "'" * 10, values=[1])
        for at in range(40)
    ]
    names = tuple(variable.name for variable in variables)
    table = DeliveredTable(
        variables=variables, sets=[MultipleResponseSet(name="s", label="", variables=names)]
    )
    text = written(tmp_path, table, "a.sav")
    lines = text.encode().splitlines()
    assert max(map(len, lines)) < 250
    assert text.count("价" * 50 + "'") == 40
    starts = [line for line in text.splitlines() if line[:1].strip()]
    assert starts == ["* Encoding: UTF-8.", "GET", "VARIABLE LABELS", "VARIABLE LEVEL", "MRSETS"]


def test_a_table_without_variables_has_no_syntax(tmp_path):
    with pytest.raises(OutputError, match=r"the table has no variable; choose at least one"):
        write_sps(DeliveredTable(variables=[]), tmp_path / "out.sps", data_file="a.sav")
