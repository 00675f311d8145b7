"""GNU PSPP, which shares no line with ReadStat, reads the delivered .sav and runs its syntax.

PSPP 1.6 shows multiple-response sets and has no table of them (neither MULT RESPONSE nor CTABLES),
so the people in a set are counted by COUNT and AGGREGATE over the members that it names.
"""

from __future__ import annotations

import csv
import io

import pytest
from delivered_tables import (
    codes_of,
    picks_of,
    question_of,
    read_back,
    run_pspp,
    table_of,
)

from openends.domain.delivery import DeliveredTable, Measure, MultipleResponseSet, Variable
from openends.domain.survey import Column
from openends.engine.tabulate.tabulate import tabulate
from openends.files.spss.spss_table import spss_table
from openends.files.spss.write_sav import write_sav
from openends.files.spss.write_sps import write_sps

PEOPLE = 60
ASKED = 'Was hat Ihnen - "alles in allem" - gefallen, und warum? It\'s $5. ' * 5


def questions():
    return [
        question_of("Q1", ASKED, codes_of(12), picks_of(PEOPLE, 12)),
        question_of("Warum_genau_sagen_Sie_das", "为什么?", codes_of(3), picks_of(PEOPLE, 3)),
    ]


def background():
    return [
        Column(name="How old?", values=tuple(20 + at for at in range(PEOPLE))),
        Column(name="weight", values=tuple(0.5 + at / 8 for at in range(PEOPLE)), label="Weight"),
        Column(name="V00001", values=("x" * 700, *["Köln, 'south'"] * (PEOPLE - 1))),
    ]


def odd():
    """Names, labels and values that only just go."""
    labels = {1: "y" * 119, 2: "''", 500: "价" * 40}
    values = [1, 2, 500, 98]
    members = [
        Variable(
            name=name,
            label=name[0] + "'" * 250,
            values=values,
            value_labels=labels,
            missing=(98, 99),
        )
        for name in ("VALUE", "label", "x" * 64, "价" * 21, "V1_A", "By")
    ]
    names = tuple(variable.name for variable in members)
    texts = [
        Variable(name=name, label="é" * 127, values=["a", None, "ü" * 700, "'\""])
        for name in ("VARIABLES", "long text, and what it says", "long text, and what it means")
    ]
    yes = Variable(name="2 yes", label="", values=[True, False, None, True])
    sets = [
        MultipleResponseSet(name="all of it", label="'\"' " * 50, variables=names),
        MultipleResponseSet(name="Q$1.a", label="", variables=names[:2], counted=500),
    ]
    return DeliveredTable(variables=[*members, *texts, yes], sets=sets)


TABLES = {
    "mentions": lambda: table_of(
        "columns_by_mention", *questions(), background=background(), sentiment=True
    ),
    "dummies": lambda: table_of("binary_dummy", *questions(), background=background()),
    "many": lambda: table_of("binary_dummy", question_of("Q", "", codes_of(500), picks_of(9, 500))),
    "single": lambda: table_of("binary_dummy", question_of("Q", "?", codes_of(2), [(0,)])),
    "nobody": lambda: table_of("binary_dummy", question_of("Q", "?", codes_of(2), [None, None])),
    "odd": odd,
}


@pytest.fixture(scope="module")
def tables():
    return {name: make() for name, make in TABLES.items()}


@pytest.fixture(scope="module")
def said(tables, tmp_path_factory):
    """The folder of all files, and what PSPP said about each table; one process does it all."""
    folder = tmp_path_factory.mktemp("pspp")
    syntax = []
    for name, table in tables.items():
        write_sav(table, folder / f"{name}.sav")
        write_sav(without_labels(table), folder / f"{name}_bare.sav")
        write_sps(table, folder / f"{name}_sav.sps", data_file=f"{name}_bare.sav")
        write_csv(table, folder / f"{name}.csv")
        write_sps(table, folder / f"{name}_csv.sps", data_file=f"{name}.csv", delimiter=";")
        syntax += [
            f"ECHO 'table {name}'.",
            f"GET FILE='{name}.sav'.",
            "MRSETS /DISPLAY NAME=ALL.",
            f"SAVE OUTFILE='{name}_again.sav'.",
            f"INSERT FILE='{name}_sav.sps' SYNTAX=BATCH.",
            f"SAVE OUTFILE='{name}_from_sav.sav'.",
            f"INSERT FILE='{name}_csv.sps'.",
            f"SAVE OUTFILE='{name}_from_csv.sav'.",
        ]
    syntax += [line for name in ("mentions", "dummies") for line in counting(name, tables[name])]
    parts = run_pspp(folder, *syntax).split("table ")[1:]
    return folder, {part.partition("\n")[0].strip('"'): part for part in parts}


def without_labels(table):
    return DeliveredTable(
        variables=[
            Variable(
                name=each.name,
                label="",
                values=each.values,
                decimals=each.decimals,
                measure=Measure.NOMINAL if each.width else Measure.SCALE,
            )
            for each in spss_table(table).variables
        ]
    )


def write_csv(table, path):
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow(variable.name for variable in table.variables)
        for row in zip(*(variable.values for variable in table.variables), strict=True):
            rows.writerow(int(cell) if isinstance(cell, bool) else cell for cell in row)


def counting(name, table):
    """Syntax that counts the people with each code of each set into a file."""
    yield f"GET FILE='{name}.sav'."
    sums = []
    for place, each in enumerate(spss_table(table).sets):
        members = " ".join(each.variables)
        if each.counted is not None:
            yield f"COUNT n{place}={members} ({each.counted})."
            yield f"COMPUTE base{place} = n{place} > 0."
            sums += [f"/s{place}_{member}=SUM({member})" for member in each.variables]
            sums.append(f"/base{place}=SUM(base{place})")
            continue
        for number in range(1, 13):
            yield f"COUNT n{place}_{number}={members} ({number})."
            yield f"COMPUTE p{place}_{number} = n{place}_{number} > 0."
            sums.append(f"/s{place}_{number}=SUM(p{place}_{number})")
    yield "COMPUTE everybody=1."
    yield f"AGGREGATE OUTFILE='{name}_counts.sav' /BREAK=everybody"
    yield "\n".join(f"  {each}" for each in sums) + "."


@pytest.mark.parametrize("name", TABLES)
def test_pspp_shows_every_set_with_its_variables(said, tables, name):
    # PSPP leaves out a column in which nothing stands.
    lines = said[1][name].splitlines()
    header = next(place for place, line in enumerate(lines) if line.startswith("Name,Label,"))
    shown = csv.DictReader(io.StringIO("\n".join(lines[header:]).partition("\n\n")[0]))
    found = {row["Name"]: row for row in shown}
    sets = spss_table(tables[name]).sets
    assert sorted(found) == sorted(each.name for each in sets)
    for each in sets:
        row = found[each.name]
        assert row["Label"] == each.label
        assert row["Member Variables"].splitlines() == list(each.variables)
        kind = ("Categories", "") if each.counted is None else ("Dichotomies", str(each.counted))
        assert (row["Encoding"], row.get("Counted Value", "")) == kind


@pytest.mark.parametrize("what", ["again", "from_sav", "from_csv"])
@pytest.mark.parametrize("name", TABLES)
def test_what_pspp_reads_or_makes_from_syntax_is_what_we_wrote(said, name, what):
    ours, ours_meta = read_back(said[0] / f"{name}.sav")
    theirs, theirs_meta = read_back(said[0] / f"{name}_{what}.sav")
    assert theirs.columns == ours.columns
    for column in ours.columns:
        assert theirs[column].to_list() == ours[column].to_list(), column
    about = ["column_names_to_labels", "variable_value_labels", "missing_ranges", "mr_sets"]
    for field in [*about, "variable_measure"]:
        assert getattr(theirs_meta, field) == getattr(ours_meta, field), field
    if what == "again":
        for field in ["original_variable_types", "variable_display_width"]:
            assert getattr(theirs_meta, field) == getattr(ours_meta, field), field


@pytest.mark.parametrize("name", ["mentions", "dummies"])
def test_the_people_in_a_set_are_those_that_we_count(said, tables, name):
    frame, _ = read_back(said[0] / f"{name}_counts.sav")
    counts = dict(zip(frame.columns, frame.row(0), strict=True))
    for place, question in enumerate(questions()):
        for code in tabulate(question.coded).codes:
            number = code.code.number
            found = (
                counts[f"s{place}_{number}"]
                if name == "mentions"
                else counts[f"s{place}_{question.short_name}_c{number:02d}"]
            )
            assert found == code.people, (question.short_name, code.code.name)


def test_the_base_of_a_set_of_dichotomies_is_ours(said):
    frame, _ = read_back(said[0] / "dummies_counts.sav")
    bases = [tabulate(question.coded).base for question in questions()]
    assert [frame["base0"][0], frame["base1"][0]] == bases
    assert 0 < bases[0] < PEOPLE


def test_no_line_of_the_syntax_is_longer_than_spss_reads(said):
    files = sorted(said[0].glob("*_*.sps"))
    assert len(files) == 2 * len(TABLES)
    for file in files:
        content = file.read_bytes()
        assert content.startswith(b"\xef\xbb\xbf* Encoding: UTF-8.\n")
        assert max(map(len, content.splitlines())) < 250
