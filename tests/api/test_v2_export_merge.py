"""POST /v2/export/merge: the client's own file with the codes of a project."""

import io
import zipfile

import openpyxl
import polars
import pyreadstat
import pytest
import xlsxwriter
from v2_steps import NOBODYS, refusal, steps_of

CODES = [
    {"number": 1, "code": "Price", "rules": [{"kind": "phrase", "pattern": "expensive"}]},
    {"number": 2, "code": "Staff", "rules": [{"kind": "phrase", "pattern": "staff"}]},
]
ANSWERS = {"1": "too expensive", "2": "expensive, and the staff", "3": ""}


@pytest.fixture(scope="module")
def steps(shared):
    return steps_of(shared.database, shared.client)


@pytest.fixture(scope="module")
def project(steps):
    """A project with a coded question and one that is not coded."""
    project = steps.project(name="Study")
    question = steps.question(project, text="Why?", codes=CODES)
    body = [{"id": who, "text": answer} for who, answer in ANSWERS.items()]
    steps.data(steps.post(f"{question['path']}/responses", {"responses": body}), 201)
    steps.code_all(question)
    return project["id"], question["id"], steps.question(project, text="Later")["id"]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """The client's file as a .sav, a workbook and a table; who is 3 comes first."""
    folder = tmp_path_factory.mktemp("client")
    ids = [3.0, 1.0, 2.0]
    pyreadstat.write_sav(polars.DataFrame({"RESPID": ids}), str(folder / "client.sav"))
    with xlsxwriter.Workbook(str(folder / "client.xlsx")) as book:
        book.add_worksheet().write_column(0, 0, ["RESPID", *ids])
    (folder / "client.csv").write_bytes(b"RESPID;x\n3;a\n1;b\n2;c\n")
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def merge(steps, project, files):
    """Send a file; query parameters and parts of the form may be others."""

    def send(name, parts=None, headers=None, **query):
        query = {"project_id": project[0], "key": "respid"} | query
        return steps.client.post(
            "/v2/export/merge",
            params={each: value for each, value in query.items() if value is not None},
            files=parts or {"file": (name, files.get(name, b""))},
            headers=steps.headers | (headers or {}),
        )

    return send


def sav(response, path):
    path.write_bytes(response.content)
    return pyreadstat.read_sav(str(path), output_format="polars", user_missing=True)


def test_a_sav_comes_back_with_the_codes(merge, project, tmp_path):
    response = merge("client.sav", include_confidence="true")
    assert response.status_code == 200, response.text
    name = f'attachment; filename="merged-{project[0][:8]}.sav"'
    assert response.headers["content-disposition"] == name
    assert "x-note" not in response.headers
    frame, meta = sav(response, tmp_path / "out.sav")
    assert frame.columns == ["RESPID", "Why_1", "Why_1_confidence", "Why_2", "Why_2_confidence"]
    assert frame["Why_1"].to_list() == [99, 1, 1]
    assert frame["Why_2"].to_list() == [None, None, 2]
    assert meta.column_names_to_labels["Why_1"] == "Why? - mention 1"


def test_so_do_a_workbook_and_a_table(merge):
    book = merge("client.xlsx", include_code_names="true")
    rows = openpyxl.load_workbook(io.BytesIO(book.content)).active.iter_rows(values_only=True)
    assert list(rows)[1:] == [
        (3, "No answer", None), (1, "Price", None), (2, "Price", "Staff"),
    ]  # fmt: skip
    table = merge("client.csv", layout="binary_dummy", prefix="C_")
    header, *lines = table.text.splitlines()
    assert header.startswith("RESPID;x;C_Why_c01 Price;C_Why_c02 Staff;")
    assert lines == ["3;a;0;0;0;0;1", "1;b;1;0;0;0;0", "2;c;1;1;0;0;0"]


def test_whoever_is_left_out_is_named_and_nothing_comes_unless_that_is_allowed(merge):
    parts = {"file": ("client.csv", b"RESPID\n1\n4\n5\n5\n")}
    said = refusal(merge("client.csv", parts), 422, "VALIDATION_ERROR")
    assert "2 keys are in client.csv and not in the project: 4, 5" in said
    assert "2 keys are in the project and not in client.csv: 2, 3" in said
    assert "allow_unmatched=true" in said
    response = merge("client.csv", parts, allow_unmatched="true")
    assert response.text.splitlines() == ["RESPID,Why_1", "1,1", "4,", "5,", "5,"]
    assert response.headers["x-note"].startswith("2 keys are in client.csv and not in the project.")
    assert ": 4" not in response.headers["x-note"]


@pytest.mark.parametrize(
    ("name", "query", "said"),
    [
        ("client.sav", {"key": "who"}, "client.sav has no variable 'who'"),
        ("client.sav", {"key": None}, "key"),
        ("client.sav", {"layout": "wide_by_question"}, "layout"),
        ("client.sav", {"prefix": "x" * 21}, "prefix"),
        ("client.doc", {}, "Codes can be added to .csv, .sav, .tsv, .txt, .xlsm, .xlsx, .zsav"),
        ("empty.csv", {}, "client.csv is empty"),
    ],
)
def test_what_cannot_be_used_is_refused(merge, name, query, said):
    assert said in refusal(merge(name, **query), 422, "VALIDATION_ERROR")


def test_a_name_that_the_client_has_is_refused(merge):
    parts = {"file": ("x.csv", b"RESPID,why_1\n1,\n2,\n3,\n")}
    said = refusal(merge("x.csv", parts), 422, "VALIDATION_ERROR")
    assert "client.csv has Why_1 already" in said
    assert merge("x.csv", parts, prefix="N").status_code == 200


def bomb():
    """A workbook of some kilobytes that unpacks to hundreds of megabytes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", bomb()),
        ("a.xlsx", b"PK\x03\x04" + bytes(99)),
        ("a.sav", b"$FL2" + b"\xff" * 400),
        ("a.zsav", b"$FL3" + bytes(400)),
        ("../../etc/a.csv", b'RESPID\n"1\n'),
    ],
)
def test_a_hostile_file_does_no_harm(merge, name, content):
    said = refusal(merge(name, {"file": (name, content)}), 422, "VALIDATION_ERROR")
    assert said.startswith("client.")


@pytest.mark.parametrize("part", ["mapping", "data", "key"])
def test_a_part_that_a_merge_has_no_use_for_is_refused(merge, files, part):
    parts = {"file": ("client.sav", files["client.sav"]), part: (part, b"{}")}
    if part == "mapping":
        parts[part] = (None, "{}")
    assert "part" in refusal(merge("client.sav", parts), 422, "VALIDATION_ERROR").casefold()


def test_what_is_not_coded_or_not_theirs_is_not_merged(merge, shared, project):
    said = refusal(merge("client.sav", question_ids=project[2]), 422, "NO_DATA")
    assert project[2] in said
    assert merge("client.sav", question_ids=project[1]).status_code == 200
    refusal(merge("client.sav", project_id=NOBODYS), 404, "NOT_FOUND")
    refusal(merge("client.sav", question_ids=NOBODYS), 404, "NOT_FOUND")
    others = steps_of(shared.database, shared.client)
    refusal(merge("client.sav", headers=others.headers), 404, "NOT_FOUND")


def test_a_file_that_is_too_large_is_refused_before_it_is_read(merge, shared):
    body = bytes(shared.client.app.state.settings.body_limit + 1)
    said = refusal(merge("big.csv", {"file": ("big.csv", body)}), 413, "VALIDATION_ERROR")
    assert "larger than" in said


def test_a_repeated_merge_is_made_anew(merge):
    answers = [merge("client.csv", headers={"Idempotency-Key": "again"}) for _ in range(2)]
    assert answers[0].content == answers[1].content
