"""POST /v2/export/...: the coded questions of a project as a file."""

import csv
import io
import zipfile

import openpyxl
import pptx
import pyreadstat
import pytest
from v2_steps import NOBODYS, refusal, steps_of

from openends.files.read_survey import read_survey

CODES = [
    {"number": 1, "code": "Price", "category": "Value", "definition": "What it costs.",
     "rules": [{"kind": "phrase", "pattern": "expensive"}]},
    {"number": 2, "code": "Staff", "category": "People",
     "rules": [{"kind": "phrase", "pattern": "staff"}]},
]  # fmt: skip
FIRST = {
    "Ann": "too expensive",
    "Bo": "=the staff",
    "Cy": "",
    "Di": "expensive, and the staff",
}
SECOND = {"Di": "don't know", "Ed": "the staff"}
#: Bo's age is not known, and a fact has the name of a variable of ours.
FACTS = {"Ann": {"age": 31, "Why_c01": "x"}, "Di": {"age": 44.5}, "Ed": {"age": 20}}


@pytest.fixture(scope="module")
def steps(shared):
    return steps_of(shared.database, shared.client)


def ask(steps, project, text, answers, **members):
    question = steps.question(project, text=text, codes=CODES, **members)
    body = [
        {"id": who, "text": answer, "demographics": FACTS.get(who, {})}
        for who, answer in answers.items()
    ]
    steps.data(steps.post(f"{question['path']}/responses", {"responses": body}), 201)
    steps.code_all(question)
    return question


@pytest.fixture(scope="module")
def project(steps):
    """A project of two coded questions, not asked of the same people, and one that is not coded."""
    project = steps.project(name="Café")
    questions = [
        ask(steps, project, "Why?", FIRST),
        ask(steps, project, "What else is there to say about it?", SECOND),
        steps.question(project, text="Later"),
    ]
    return {"project_id": project["id"]}, questions


def table(steps, project, **members):
    response = steps.post("/v2/export/csv", project[0] | members)
    assert response.status_code == 200, response.text
    delimiter = members.get("delimiter", ",")
    text = response.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_a_row_is_a_person_whatever_questions_they_were_asked(steps, project):
    rows = table(steps, project, include_sentiment=True)
    assert [row["respondent_id"] for row in rows] == ["Ann", "Bo", "Cy", "Di", "Ed"]
    assert [row["Why_codes"] for row in rows] == ["Price", "Staff", "No answer", "Price; Staff", ""]
    second = "What_else_is_there_to"
    assert [row[f"{second}_codes"] for row in rows] == ["", "", "", "None / don't know", "Staff"]
    assert [row["age"] for row in rows] == ["31", "", "", "44.5", "20"]
    assert rows[3]["Why_categories"] == "Value; People"
    assert {"Why_sentiment", "Why_confidence", f"{second}_text"} <= set(rows[0])


def test_no_answer_is_a_formula(steps, project):
    assert table(steps, project)[1]["Why_text"] == "'=the staff"


def test_what_is_switched_off_is_left_out(steps, project):
    members = dict.fromkeys(
        ("include_categories", "include_confidence", "include_demographics"), False
    )
    (first, *_) = table(steps, project, question_ids=[project[1][0]["id"]], **members)
    assert list(first) == ["respondent_id", "Why_text", "Why_codes"]


def test_mentions_stand_side_by_side_as_numbers_or_names(steps, project):
    rows = table(steps, project, layout="columns_by_mention", include_demographics=False)
    assert [(row["Why_1"], row["Why_2"]) for row in rows] == [
        ("1", ""), ("2", ""), ("99", ""), ("1", "2"), ("", ""),
    ]  # fmt: skip
    assert "Why_3" not in rows[0]
    assert rows[3]["Why_2_category"] == "People"
    named = table(steps, project, layout="columns_by_mention", include_code_names=True)
    assert [row["Why_1"] for row in named[:3]] == ["Price", "Staff", "No answer"]


def test_an_indicator_is_empty_only_where_the_question_was_not_asked(steps, project):
    rows = table(steps, project, layout="binary_dummy")
    assert [row["Why_c01 Price"] for row in rows] == ["1", "0", "0", "1", ""]
    assert [row["Why_c99 No answer"] for row in rows] == ["0", "0", "1", "0", ""]
    # The client's own variable of that name stays apart.
    assert rows[0]["Why_c01_2"] == "x"


def test_a_row_can_be_a_response_and_a_code(steps, project):
    rows = table(steps, project, layout="one_row_per_code", delimiter=";")
    about = [(row["response_id"], row["question"], row["number"], row["rank"]) for row in rows]
    assert about[:5] == [
        ("Ann", "Why", "1", "1"), ("Bo", "Why", "2", "1"), ("Cy", "Why", "99", ""),
        ("Di", "Why", "1", "1"), ("Di", "Why", "2", "2"),
    ]  # fmt: skip
    assert (rows[4]["evidence"], rows[4]["layer"], rows[4]["category"]) == (
        "staff", "rule", "People",
    )  # fmt: skip


def test_the_workbook_has_data_codes_questions_and_method(steps, project):
    response = steps.post("/v2/export/excel", project[0] | {"question_ids": None})
    assert response.headers["content-disposition"] == (
        f'attachment; filename="export-{project[0]["project_id"][:8]}.xlsx"'
    )
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    assert book.sheetnames == ["Data", "Code Dictionary", "Questions", "Method"]
    data = book["Data"]
    assert data.freeze_panes == "B2"
    assert data.auto_filter.ref.startswith("A1:")
    ages = [row[1].value for row in data.iter_rows(min_row=2)]
    assert ages == [31, None, None, 44.5, 20]
    codes = [tuple(cell.value for cell in row) for row in book["Code Dictionary"].iter_rows()]
    assert codes[0] == (
        "question", "number", "code", "category", "definition", "examples", "count",
        "percentage of answered",
    )  # fmt: skip
    assert codes[1][:5] == ("Why", 1, "Price", "Value", "What it costs.")
    assert codes[1][6:] == (2, pytest.approx(2 / 3))
    assert codes[5][:3] + codes[5][6:] == ("Why", 99, "No answer", 1, None)
    questions = book["Questions"]
    assert [cell.value for cell in questions[2]][:4] == ["Why", "Why?", 4, 3]
    assert len(questions._charts) == 2
    method = [row[3].value for row in book["Method"].iter_rows(min_row=2)]
    assert any("Openends" in fact for fact in method)


def test_a_workbook_without_its_dictionary_has_no_charts(steps, project):
    body = project[0] | {"include_code_dictionary": False}
    book = openpyxl.load_workbook(io.BytesIO(steps.post("/v2/export/excel", body).content))
    assert book.sheetnames == ["Data", "Questions", "Method"]
    assert not book["Questions"]._charts


@pytest.fixture
def saved(tmp_path):
    def save(response):
        assert response.status_code == 200, response.text
        path = tmp_path / "export.sav"
        path.write_bytes(response.content)
        return pyreadstat.read_sav(path, output_format="dict", user_missing=True)

    return save


def test_all_questions_stand_in_one_spss_file(steps, project, saved):
    values, meta = saved(steps.post("/v2/export/sav", project[0]))
    assert values["Why_1"] == [1, 2, 99, 1, None]
    assert meta.variable_value_labels["Why_1"][2] == "Staff"
    assert meta.column_names_to_labels["Why_1"] == "Why? - mention 1"
    assert meta.mr_sets["Why"]["variable_list"] == ["Why_1", "Why_2"]
    assert "age" not in values


def test_one_question_can_be_a_file_of_indicators(steps, project, saved):
    body = project[0] | {
        "question_id": project[1][1]["id"],
        "layout": "binary_dummy",
        "include_demographics": True,
    }
    values, meta = saved(steps.post("/v2/export/sav", body))
    assert values["respondent_id"] == ["Di", "Ed"]
    assert values["age"] == [44.5, 20]
    ((name, of_set),) = meta.mr_sets.items()
    assert (name, of_set["counted_value"]) == ("What_else_is_there_to", 1)


def test_the_syntax_names_the_same_sets(steps, project):
    syntax = steps.post("/v2/export/sps", project[0]).text
    assert "MRSETS" in syntax
    assert "$Why" in syntax


def test_triple_s_is_read_back_as_it_was_exported(steps, project, tmp_path):
    body = project[0] | {"layout": "binary_dummy", "include_demographics": True}
    response = steps.post("/v2/export/triple-s", body)
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        archive.extractall(tmp_path)
    (described,) = tmp_path.glob("*.sss")
    survey = read_survey(described)
    assert survey.column("Why").values[:3] == ("Price", "Staff", None)
    assert survey.column("Why").label == "Why?"
    assert survey.column("age").values == (31, None, None, 44.5, 20)


def test_a_report_is_a_page_or_slides_that_quote_only_if_they_may(steps, project):
    response = steps.post("/v2/export/report", project[0])
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "Café" in response.text
    assert "expensive, and the staff" in response.text
    silent = steps.post("/v2/export/report", project[0] | {"include_verbatims": False})
    assert "expensive, and the staff" not in silent.text
    slides = steps.post("/v2/export/report", project[0] | {"format": "pptx"})
    assert len(pptx.Presentation(io.BytesIO(slides.content)).slides) >= 2


def test_what_a_format_cannot_hold_is_refused(steps):
    question = ask(steps, steps.project(), "Why?", {"贵": "the staff"})
    body = question["ref"] | {"version": "2.0"}
    said = refusal(steps.post("/v2/export/triple-s", body), 422, "VALIDATION_ERROR")
    assert said.endswith("write version 3.0.")
    assert steps.post("/v2/export/triple-s", question["ref"]).status_code == 200


def test_a_short_name_begins_the_names_of_a_questions_variables(steps):
    project = steps.project()
    for text in ("Why?", "Why not?"):
        ask(steps, project, text, {"Ann": "the staff"}, short_name="Q5")
    (row,) = table(steps, [{"project_id": project["id"]}])
    assert (row["Q5_codes"], row["Q5_2_codes"]) == ("Staff", "Staff")
    path = f"/v2/projects/{project['id']}/questions"
    assert (
        steps.data(steps.get(f"/v2/projects/{project['id']}"))["questions"][0]["short_name"] == "Q5"
    )
    refusal(steps.post(path, {"text": "x", "short_name": "5"}), 422, "VALIDATION_ERROR")


def test_what_is_not_coded_has_nothing_to_export(steps, project):
    body = project[0] | {"question_ids": [project[1][2]["id"]]}
    assert project[1][2]["id"] in refusal(steps.post("/v2/export/csv", body), 422, "NO_DATA")
    empty = {"project_id": steps.project(name="Empty")["id"]}
    assert "no coded question" in refusal(steps.post("/v2/export/csv", empty), 422, "NO_DATA")


def test_a_layout_that_a_statistics_program_cannot_hold_is_refused(steps, project):
    body = project[0] | {"layout": "wide_by_question"}
    refusal(steps.post("/v2/export/sav", body), 422, "VALIDATION_ERROR")


def test_nobody_exports_what_is_not_theirs(shared, project):
    others = steps_of(shared.database, shared.client)
    for path in ("excel", "csv", "sav", "sps", "triple-s", "report"):
        refusal(others.post(f"/v2/export/{path}", project[0]), 404, "NOT_FOUND")
        refusal(others.post(f"/v2/export/{path}", {"project_id": NOBODYS}), 404, "NOT_FOUND")


def test_an_export_that_is_repeated_is_made_anew(steps, project):
    key = {"Idempotency-Key": "export again"}
    first, second = (steps.post("/v2/export/csv", project[0], **key) for _ in range(2))
    assert first.content == second.content
    assert "x-idempotent-replay" not in second.headers
