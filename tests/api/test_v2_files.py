"""Data files over HTTP: a proposal, and the questions that a mapping makes of it."""

import json

import pytest
from openpyxl import Workbook
from v2_steps import NOBODYS, refusal, steps_of

from openends.api.v2.models import coding
from openends.services import import_survey, read_upload

SURVEY = """RESPID,age,why,Q5,Q5_other
17,34,The price is far too high,Other,A friend told me about it
18,51,,TV,
19,28,Friendly people work there,Other,Saw a poster on the bus
"""
MAPPING = {
    "columns": [
        {"name": "RESPID", "role": "id"},
        {"name": "why", "role": "text", "label": "Why did you come?"},
        {"name": "age", "role": "background"},
        {"name": "q5_other", "role": "other_specify", "belongs_to": ["Q5"]},
    ]
}
PROJECT_FILES = "/v2/projects/{}/files"


@pytest.fixture(scope="session")
def bringer(shared):
    return steps_of(shared.database, shared.client)


@pytest.fixture(scope="session")
def project(bringer):
    return bringer.project()


@pytest.fixture
def send(bringer, project):
    """Sends a file to the project, or to another."""

    def send(content=SURVEY, name="survey.csv", mapping=None, to=project["id"], more=None, **heads):
        parts = {"file": (name, content.encode() if isinstance(content, str) else content)}
        data = {} if mapping is None else {"mapping": json.dumps(mapping)}
        return bringer.client.post(
            PROJECT_FILES.format(to),
            files=parts | (more or {}),
            data=data,
            headers=bringer.headers | heads,
        )

    return send


def test_a_file_without_a_mapping_is_told_about_and_not_kept(bringer, send, project):
    data = bringer.data(send())
    assert [(each["name"], each["role"], each["belongs_to"]) for each in data["columns"]] == [
        ("RESPID", "id", []),
        ("age", "background", []),
        ("why", "text", []),
        ("Q5", "background", []),
        ("Q5_other", "other_specify", ["Q5"]),
    ]
    assert (data["file"], data["rows"], data["questions"]) == ("survey.csv", 3, [])
    assert data["columns"][0]["examples"] == ["17", "18", "19"]
    shown = bringer.data(bringer.get(f"/v2/projects/{project['id']}"))
    assert shown["questions"] == []


def test_a_mapping_makes_questions_with_responses_and_background(bringer, send):
    project = bringer.project()
    data = bringer.data(send(mapping=MAPPING, to=project["id"]), 201)
    assert [
        (each["column"], each["text"], each["response_count"]) for each in data["questions"]
    ] == [
        ("why", "Why did you come?", 3),
        ("Q5_other", "Q5_other", 2),
    ]
    why, other = (
        bringer.data(bringer.get(f"/v2/projects/{project['id']}/questions/{each['id']}/responses"))
        for each in data["questions"]
    )
    assert [(each["id"], each["text"]) for each in why] == [
        ("17", "The price is far too high"), ("18", ""), ("19", "Friendly people work there"),
    ]  # fmt: skip
    assert [each["id"] for each in other] == ["17", "19"]
    assert why[0]["demographics"] == {"age": 34, "Q5": "Other"}


def test_the_proposal_can_be_sent_back_as_it_is(bringer, send):
    to = bringer.project()["id"]
    proposed = {"columns": bringer.data(send())["columns"]}
    data = bringer.data(send(mapping=proposed, to=to), 201)
    assert [each["column"] for each in data["questions"]] == ["why", "Q5_other"]
    assert [each["short_name"] for each in data["questions"]] == ["why", "Q5_other"]


def test_a_file_that_is_sent_twice_with_a_key_comes_in_once(bringer, send):
    to = bringer.project()["id"]
    first, second = (send(mapping=MAPPING, to=to, **{"Idempotency-Key": "twice"}) for _ in range(2))
    assert first.status_code == 201
    assert second.content == first.content
    assert second.headers["x-idempotent-replay"] == "true"
    assert len(bringer.data(bringer.get(f"/v2/projects/{to}"))["questions"]) == 2


def test_a_workbook_with_two_header_rows_comes_in_with_its_question_texts(bringer, send, tmp_path):
    book = Workbook()
    for row in (
        ("StartDate", "ResponseId", "Q1"),
        ("Start Date", "Response ID", "Why did you come?"),
        *[tuple(json.dumps({"ImportId": name}) for name in ("startDate", "_recordId", "QID1"))],
        ("2026-01-05", "R_1", "The price is fair"),
        ("2026-01-05", "R_2", "A friend told me about it"),
    ):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    data = bringer.data(send((tmp_path / "a.xlsx").read_bytes(), "export.xlsx"))
    assert [(each["name"], each["role"], each["label"]) for each in data["columns"]] == [
        ("StartDate", "ignore", "Start Date"),
        ("ResponseId", "id", "Response ID"),
        ("Q1", "text", "Why did you come?"),
    ]
    assert data["rows"] == 2
    assert "layout of Qualtrics" in data["notes"][0]


def roles(**columns):
    return {"columns": [{"name": name, "role": role} for name, role in columns.items()]}


@pytest.mark.parametrize(
    ("content", "mapping", "words"),
    [
        (SURVEY, roles(whi="text"), "survey.csv has no column 'whi' (did you mean 'why'?)"),
        (SURVEY, roles(age="background"), "no column with answers; give one the role text"),
        (SURVEY, roles(why="text", WHY="text"), "names column 'why' twice"),
        (SURVEY, roles(why="text", RESPID="id", age="id"), "'RESPID' and 'age' as id"),
        (SURVEY, roles(age="text"), "'age' of survey.csv holds numbers, not answers in words; give "
         "it the role ignore"),
        (SURVEY, roles(why="words"), "Field 'mapping.columns[0].role' must be"),
        (SURVEY, {"columns": []}, "Field 'mapping.columns' must be a non-empty array"),
        (SURVEY.replace("19,", "17,"), roles(why="text", RESPID="id"),
         "has '17' for the respondents 1 and 3; give everybody an id of their own"),
        (SURVEY.replace("19,", ","), roles(why="text", RESPID="id"), "is empty for respondent 3"),
        (SURVEY + f"20,1,{'long ' * 500},TV,\n", roles(why="text"),
         "Column 'why' has 2,499 letters for respondent 4; at most 2,000 are kept"),
        ("why,\n" + "so it is,\n" * 10_001, None, "split it to at most 10,000 rows"),
        (b"PK\x03\x04 nothing", None, "its content is an Excel workbook"),
        ("", None, "survey.csv is empty"),
    ],
    ids=[
        *("unknown", "no text", "twice", "two ids", "numbers", "role", "no columns", "repeated id"),
        *("no id", "long text", "long file", "not a text", "empty"),
    ],
)  # fmt: skip
def test_what_cannot_come_in_is_refused_with_what_to_do(bringer, send, content, mapping, words):
    to = bringer.project()["id"]
    assert words in refusal(send(content, mapping=mapping, to=to), 422, "VALIDATION_ERROR")
    assert bringer.data(bringer.get(f"/v2/projects/{to}"))["questions"] == []


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.csv", "C:\\data\\a.csv", "a" * 300 + ".csv", "\u202e\n.csv", ".csv"]
)
def test_the_name_of_a_file_leads_nowhere(bringer, send, name):
    response = send(name=name)
    if name == ".csv":
        assert "has no ending" in refusal(response, 422, "VALIDATION_ERROR")
        return
    told = bringer.data(response)["file"]
    assert not set("/\\\n:\u202e") & set(told)
    assert len(told) < 100


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"json": {"file": "why"}}, "Send the file as multipart/form-data"),
        ({"files": {"fil": b"why"}}, "Part 'fil' of the form is not known"),
        ({"files": {"mapping": (None, "{}")}}, "Part 'file' of the form is missing"),
        ({"files": {"file": ("a.csv", SURVEY.encode()), "mapping": (None, "{")}},
         "Part 'mapping' of the form is not JSON"),
        ({"files": [("file", ("a.csv", b"why")), ("file", ("b.csv", b"why"))]}, "comes twice"),
        ({"files": {"file": ("a.csv", b"why"), "data": ("b.csv", b"why")}},
         "A second file is read with Triple-S only"),
        ({"content": b"--x\r\nnothing", "headers": {"content-type": "multipart/form-data"}},
         "The form cannot be read"),
        ({"content": b"nothing", "headers": {"content-type": "multipart/form-data; boundary=x"}},
         "The form cannot be read"),
    ],
    ids=["json", "part", "no file", "no json", "twice", "second file", "no boundary", "no form"],
)  # fmt: skip
def test_a_form_that_cannot_be_read_says_why(bringer, project, sent, words):
    headers = bringer.headers | sent.pop("headers", {})
    response = bringer.client.post(PROJECT_FILES.format(project["id"]), headers=headers, **sent)
    assert words in refusal(response, 422, "VALIDATION_ERROR")


def test_a_survey_in_triple_s_is_sent_with_its_data(bringer, send):
    described = """<?xml version="1.0"?><sss version="2.0"><survey><record ident="V">
    <variable ident="1" type="character"><name>why</name><label>Why?</label>
    <position start="1" finish="30"/></variable></record></survey></sss>"""
    data = {"data": ("survey.asc", b"The price is fair             \n")}
    found = bringer.data(send(described, "survey.sss", more=data))
    assert [(each["name"], each["role"], each["label"]) for each in found["columns"]] == [
        ("why", "text", "Why?")
    ]


def test_a_project_that_is_not_there_is_said_before_the_file_is_read(send):
    assert refusal(send("", to=NOBODYS), 404, "NOT_FOUND") == "Project not found"


def test_the_limits_are_those_of_every_other_upload():
    members = coding.ResponseInput.model_json_schema()["properties"]
    assert read_upload.MOST_ROWS == coding.MOST_RESPONSES
    assert members["id"]["maxLength"] == import_survey.MOST_ID
    assert members["text"]["maxLength"] == import_survey.MOST_TEXT
