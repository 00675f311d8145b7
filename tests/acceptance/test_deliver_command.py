"""``openends deliver``: the codes in the client's own file."""

import json
from datetime import UTC, datetime
from functools import partial

import openpyxl
import polars
import pyreadstat
import pytest
import xlsxwriter

from command import run_here
from openends.domain.organization import without_key
from openends.encoders import load_encoders
from openends.files.read_codebook import read_codebook
from openends.services.code_now import code_now
from openends.services.coding_request import CodingRequest
from openends.services.manage_organizations import create_organization
from openends.store.database import Database
from openends.store.responses import NewResponse

CODES = """codes:
  - {name: Price, number: 1, category: Value, rules: ["phrase: expensive"]}
  - {name: Größe, number: 2, rules: ["phrase: size"]}
  - {name: Staff, number: 3, rules: ["phrase: staff"]}
"""
#: R6 is not in the client's file; R5 was interviewed twice, R9 is not coded.
SURVEY = """id,why,other
R1,too expensive,the staff
R2,the size and the staff,
R3,,expensive
R4,don't know,the size
R5,expensive,
R6,the size,
"""
CLIENT = ("R2", "R1", "R3", "R4", "R5", "R5", "R9", " ")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A coded survey, and the client's file as .sav, .xlsx and .csv."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "codes.yaml").write_text(CODES, encoding="utf-8")
    (folder / "survey.csv").write_text(SURVEY, encoding="utf-8")
    arguments = "code survey.csv --text why --text other --id id --codebook codes.yaml"
    done = run_here(
        [*arguments.split(), "--out", "coded.json", "--out", "coded.xlsx"],
        cwd=folder,
        environment={},
    )
    assert done.returncode == 0, done.stderr
    rows = {"RESPID": list(CLIENT), "age": [20.0 + at for at in range(len(CLIENT))]}
    pyreadstat.write_sav(
        polars.DataFrame(rows), str(folder / "client.sav"), column_labels=["Who", "How old?"]
    )
    with xlsxwriter.Workbook(str(folder / "client.xlsx")) as book:
        sheet = book.add_worksheet("Data")
        for column, (name, values) in enumerate(rows.items()):
            sheet.write_column(0, column, [name, *values])
    lines = [f"{who};{age}" for who, age in zip(*rows.values(), strict=True)]
    (folder / "client.csv").write_text("\n".join(["RESPID;age", *lines]) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def deliver(folder, tmp_path):
    """Deliver into a client's file; what was printed, and the new file."""

    def run(client, *options, status=1, coded="coded.json", key="RESPID"):
        out = tmp_path / f"out{(folder / client).suffix}"
        words = ["deliver", client, coded, "--key", key, "--out", out, *options]
        done = run_here(words, cwd=folder, environment={})
        assert done.returncode == status, done.stderr
        return (done.stderr if status == 2 else done.stdout), out

    return run


def test_everybody_who_can_be_told_gets_their_codes_and_the_others_are_listed(deliver):
    said, out = deliver("client.sav", "--text", "why", "--sentiment")
    lines = "".join(said.split("\n")).replace(str(out), "OUT")
    for told in (
        "4 variables added, 4 of 8 cases have codes.",
        "1 key is in client.sav and not in coded.json: R9",
        "1 key is in coded.json and not in client.sav: R6",
        "1 key is more than once in client.sav; these cases got no codes: R5",
        "1 row has no key in client.sav.",
    ):
        assert told in lines
    frame, meta = pyreadstat.read_sav(str(out), output_format="polars", user_missing=True)
    assert frame.columns == [
        "RESPID",
        "age",
        "why_1",
        "why_1_sentiment",
        "why_2",
        "why_2_sentiment",
    ]
    assert frame["RESPID"].to_list() == [*CLIENT[:-1], ""]
    assert frame["why_1"].to_list() == [2, 1, 99, 98, None, None, None, None]
    assert frame["why_2"].to_list() == [3, *[None] * 7]
    assert meta.column_names_to_labels["RESPID"] == "Who"
    assert meta.variable_value_labels["why_1"][2] == "Größe"


def test_all_questions_go_into_one_file(deliver):
    _, out = deliver("client.sav", "--layout", "binary_dummy", "--prefix", "C_")
    frame, meta = pyreadstat.read_sav(str(out), output_format="polars")
    assert frame["C_why_c03"].to_list()[:4] == [1, 0, 0, 0]
    assert frame["C_other_c03"].to_list()[:4] == [0, 1, 0, 0]
    assert set(meta.mr_sets) == {"C_why", "C_other"}


def test_a_workbook_and_a_table_come_back_as_what_they_are(deliver):
    _, book = deliver("client.xlsx", "--text", "why", "--names", "--confidence")
    rows = list(openpyxl.load_workbook(book)["Data"].iter_rows(values_only=True))
    assert rows[0] == ("RESPID", "age", "why_1", "why_1_confidence", "why_2", "why_2_confidence")
    assert [row[2] for row in rows[1:5]] == ["Größe", "Price", "No answer", "None / don't know"]
    _, table = deliver("client.csv", "--text", "other")
    assert table.read_text(encoding="utf-8").splitlines()[:5] == [
        "RESPID;age;other_1", "R2;20.0;99", "R1;21.0;3", "R3;22.0;1", "R4;23.0;2",
    ]  # fmt: skip


def test_nobody_left_out_is_a_status_of_0(deliver, folder):
    (folder / "all.csv").write_text(SURVEY, encoding="utf-8")
    said, _ = deliver("all.csv", "--text", "why", "--prefix", "C_", status=0, key="ID")
    # One sentence; a terminal may break its line.
    assert " ".join(said.split()).endswith("6 of 6 cases have codes.")


def test_the_first_twenty_ids_are_listed(deliver, folder):
    more = SURVEY + "".join(f"X{at},x,\n" for at in range(25))
    (folder / "more.csv").write_text(more, encoding="utf-8")
    said, _ = deliver("more.csv", "--prefix", "C_", key="id")
    said = " ".join(said.split())
    assert "25 keys are in more.csv and not in coded.json: X0, X1," in said
    assert said.endswith("X18, X19, ...")


def test_another_column_of_the_coded_file_may_hold_the_keys(deliver, folder):
    content = json.loads((folder / "coded.json").read_bytes())
    content["id_column"] = None
    content["other_columns"]["RESPID"] = [1, 2.0, "3", " 4 ", 5, 5]
    (folder / "numbered.json").write_text(json.dumps(content), encoding="utf-8")
    (folder / "numbers.csv").write_text("nr\n1\n2\n3.0\n4\n5\n", encoding="utf-8")
    error, _ = deliver("numbers.csv", status=2, coded="numbered.json", key="nr")
    assert "was coded without a column of ids" in error
    options = ("--id", "RESPID", "--text", "why")
    said, out = deliver("numbers.csv", *options, coded="numbered.json", key="nr")
    assert "1 key is more than once in numbered.json; their codes went nowhere: 5" in said
    assert [line.split(",")[1] for line in out.read_text(encoding="utf-8").splitlines()[1:]] == [
        "1", "2", "99", "98", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("client", "options", "said"),
    [
        ("client.sav", {"key": "WHO"}, "client.sav has no variable 'WHO'; it has RESPID, age."),
        ("client.sav", {"key": "age"}, "No case of client.sav has the key of a coded respondent"),
        ("client.sav", {"coded": "coded.xlsx"}, "coded.xlsx is no result of openends code --out"),
        ("client.sav", {"coded": "none.json"}, "There is no coded file none.json"),
        ("cleint.sav", {}, "There is no file cleint.sav (there is client.sav)"),
        ("codes.yaml", {}, "codes.yaml is no .sav, .xlsx or .csv"),
    ],
)
def test_what_cannot_be_used_is_said_in_a_sentence(deliver, client, options, said):
    error, out = deliver(client, status=2, **options)
    assert said in " ".join(error.split())
    assert error.count("\n") == 1
    assert not out.exists()


def test_options_that_do_not_fit_are_refused(deliver, folder, tmp_path):
    error, _ = deliver("client.sav", "--text", "nothing", status=2)
    assert "coded.json has no coded column 'nothing'; it has why, other." in error
    error, _ = deliver("client.sav", "--id", "nothing", status=2)
    assert "coded.json has no column 'nothing'; it has id" in error
    for out, said in (
        (tmp_path / "out.csv", "the client's file comes back as what it is; use the ending .sav"),
        (folder / "client.sav", "it is the file that is read, and would be lost"),
    ):
        words = ["deliver", "client.sav", "coded.json", "--key", "RESPID", "--out", out]
        done = run_here(words, cwd=folder, environment={})
        assert (done.returncode, said in " ".join(done.stderr.split())) == (2, True)


@pytest.fixture(scope="module")
def project(folder):
    """A server's database with the same answers, coded in a project."""
    url = f"sqlite:///{folder / 'server.db'}"
    database, now = Database(url), datetime(2026, 1, 2, tzinfo=UTC)
    database.upgrade()
    codebook = read_codebook(folder / "codes.yaml")
    answers = [line.split(",") for line in SURVEY.splitlines()[1:]]
    request = CodingRequest(
        responses=tuple(NewResponse(id=who, text=why) for who, why, _ in answers),
        codebook=codebook,
        question_text="Why?",
    )
    caller = without_key(create_organization(database, "Field", now=now))
    done = code_now(database, caller, request, partial(load_encoders, "fast"), now=now)
    database.close()
    return ["--project", done.data["project_id"], "--database", url]


def test_a_servers_project_is_delivered_at_its_own_machine(folder, project, tmp_path):
    out = tmp_path / "out.csv"

    def run(*more):
        words = ["deliver", "client.csv", "--key", "RESPID", "--out", out, *project, *more]
        return run_here(words, cwd=folder, environment={})

    done = run("--org", "field")
    assert done.returncode == 1, done.stderr
    assert "1 key is in the project and not in client.csv: R6" in " ".join(done.stdout.split())
    rows = [line.split(";") for line in out.read_text(encoding="utf-8").splitlines()]
    assert rows[0] == ["RESPID", "age", "Why_1", "Why_2"]
    assert rows[2] == ["R1", "21.0", "1", ""]
    for more, said in (
        (["--org", "Other"], "Other"),
        (["--org", "Field", "--text", "why"], "leave them out with --project"),
    ):
        refused = run(*more)
        assert refused.returncode == 2
        assert said in refused.stderr
    both = run_here(
        ["deliver", "client.csv", "--key", "RESPID", "--out", out], cwd=folder, environment={}
    )
    assert (both.returncode, "either a coded file" in both.stderr) == (2, True)
