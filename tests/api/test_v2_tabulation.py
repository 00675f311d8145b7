"""GET .../tabulation: people by code and category, bases, and a breakdown."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from v2_steps import NOBODYS, TEXTS, refusal, responses, steps_of

from openends.domain.codebook import Code, Codebook, CodingType
from openends.domain.coding import Coding, Evidence, Layer, Mention, Sentiment
from openends.domain.organization import Caller, Scope
from openends.domain.response import ResponseStatus
from openends.services.manage_keys import make_key
from openends.services.manage_organizations import create_organization
from openends.services.tabulate_question import tabulate_question
from openends.store import codebooks, projects, questions
from openends.store import responses as stored_responses
from openends.store.database import Database
from openends.store.responses import NewResponse
from openends.store.write_codings import save

FRAME = {
    "categories": [
        {"name": "Place", "codes": [{"name": "Noise"}, {"name": "Food"}]},
        {"name": "People", "codes": [{"name": "Staff"}]},
    ]
}


@pytest.fixture(scope="module")
def steps(shared):
    return steps_of(shared.database, shared.client)


@pytest.fixture(scope="module")
def coded(steps):
    return code(steps)


def code(steps):
    """Code a question: half of its respondents live in Lyon, one says nothing of where."""
    body = [
        each | {"demographics": {"city": "Lyon" if at % 2 else "Nice", "age": float(at % 3)}}
        for at, each in enumerate(responses(TEXTS[:9]))
    ]
    body.append({"id": "R10", "text": "asdfgh"})
    call = {"responses": body, "codebook": FRAME, "question_text": "What could be better?"}
    done = steps.data(steps.post("/v2/code", call))
    path = f"/v2/projects/{done['project_id']}/questions/{done['question_id']}"
    return done | {"path": path}


def read(steps, coded, **query):
    return steps.data(steps.get(f"{coded['path']}/tabulation", **query))


def test_people_are_counted_once_in_each_code_and_category(steps, coded):
    counts = read(steps, coded)
    people = {}
    for row in coded["results"]:
        for name in {code["name"] for code in row["codes"]}:
            people[name] = people.get(name, 0) + 1
    assert {code["name"]: code["people"] for code in counts["codes"] if code["people"]} == people
    nets = {net["name"]: net["people"] for net in counts["categories"]}
    for name, inside in {"Place": {"Noise", "Food"}, "People": {"Staff"}}.items():
        assert nets[name] == sum(
            bool(inside & {code["name"] for code in row["codes"]}) for row in coded["results"]
        )


def test_bases_and_shares_hang_together(steps, coded):
    counts = read(steps, coded)
    bases = counts["bases"]
    assert bases["asked"] == 10
    assert bases["uncoded"] == 0
    assert bases["answered"] + counts["no_answer"] == bases["asked"]
    assert (
        bases["coded"] + counts["other"]["people"] + counts["none"]["people"] == bases["answered"]
    )
    for item in (*counts["codes"], *counts["categories"], counts["other"], counts["none"]):
        assert item["share"] == item["people"] / bases["answered"]
    given = [len({code["id"] for code in row["codes"]}) for row in coded["results"]]
    given = [count for count in given if count]
    assert counts["mean_codes"] == sum(given) / len(given)
    for code in counts["codes"]:
        assert sum(code["sentiment"].values()) == code["people"]


def test_ids_are_those_of_the_codebook(steps, coded):
    counts = read(steps, coded)
    categories = coded["codebook"]["categories"]
    ids = {code["id"]: code["name"] for category in categories for code in category["codes"]}
    assert {code["id"]: code["name"] for code in counts["codes"]} == ids
    assert {net["id"] for net in counts["categories"]} == {each["id"] for each in categories}
    assert counts["codebook_version"] == 1


def test_counts_are_broken_down_by_a_demographic(steps, coded):
    table = read(steps, coded, by="city")["table"]
    assert [(each["value"], each["letter"]) for each in table["columns"]] == [
        ("Lyon", "A"),
        ("Nice", "B"),
    ]
    assert [each["asked"] for each in table["columns"]] == [4, 5]
    assert table["unknown"] == 1
    assert "Columns are not compared" in table["method"]
    for row in table["rows"]:
        for cell, column in zip(row["cells"], table["columns"], strict=True):
            assert cell["share"] == (cell["people"] / column["base"] if column["base"] else 0)


def test_whole_numbers_are_columns_without_a_point(steps, coded):
    table = read(steps, coded, by="age")["table"]
    assert [each["value"] for each in table["columns"]] == ["0", "1", "2"]


def test_a_difference_beyond_chance_has_a_letter(steps):
    texts = ["too loud"] * 40 + ["the food was cold"] * 40
    body = [
        each | {"demographics": {"city": "Lyon" if at < 40 else "Nice"}}
        for at, each in enumerate(responses(texts))
    ]
    question = steps.question(codes=["Noise", "Food"])
    steps.data(steps.post(f"{question['path']}/responses", {"responses": body}), 201)
    steps.code_all(question)
    table = read(steps, question, by="city")["table"]
    noise = next(row for row in table["rows"] if row["name"] == "Noise")
    assert [cell["higher_than"] for cell in noise["cells"]] == [["B"], []]
    assert "Bonferroni-corrected" in table["method"]


def test_a_variable_that_nobody_has_is_refused_with_those_that_there_are(steps, coded):
    said = refusal(steps.get(f"{coded['path']}/tabulation", by="town"), 422, "VALIDATION_ERROR")
    assert "'town'" in said
    assert said.endswith("they have age, city.")
    bare = steps.data(steps.post("/v2/code", {"responses": responses(), "codebook": FRAME}))
    path = f"/v2/projects/{bare['project_id']}/questions/{bare['question_id']}/tabulation"
    assert "no coded response has any" in refusal(steps.get(path, by="x"), 422, "VALIDATION_ERROR")


@pytest.mark.parametrize("value", ["", "x" * 256, "a\0b"])
def test_a_variable_s_name_that_cannot_be_one_is_refused(steps, coded, value):
    response = steps.get(f"{coded['path']}/tabulation", by=value)
    assert "Parameter 'by' " in refusal(response, 422, "VALIDATION_ERROR")


def test_a_variable_with_a_value_for_everyone_makes_no_table(steps):
    texts = [f"too loud in room {at}" for at in range(25)]
    body = [each | {"demographics": {"room": f"r{at}"}} for at, each in enumerate(responses(texts))]
    done = steps.data(steps.post("/v2/code", {"responses": body, "codebook": FRAME}))
    path = f"/v2/projects/{done['project_id']}/questions/{done['question_id']}/tabulation"
    assert "25 values" in refusal(steps.get(path, by="room"), 422, "VALIDATION_ERROR")


def test_the_step_that_is_missing_is_named(steps):
    question = steps.question(texts=TEXTS[:3])
    path = f"{question['path']}/tabulation"
    assert "POST /v2/codebook/generate" in refusal(steps.get(path), 409, "INVALID_STATE")
    steps.data(steps.post("/v2/codebook/import", question["ref"] | {"codebook": ["Noise"]}))
    said = refusal(steps.get(path), 409, "INVALID_STATE")
    assert "is not coded yet" in said
    assert "POST /v2/coding/auto" in said


def test_responses_that_are_not_coded_yet_count_nowhere(steps):
    coded = code(steps)
    more = {"responses": [{"id": "R11", "text": "so loud"}]}
    before = read(steps, coded)
    steps.data(steps.post(f"{coded['path']}/responses", more), 201)
    after = read(steps, coded)
    assert after["bases"].pop("uncoded") == before["bases"].pop("uncoded") + 1
    assert after == before


def test_what_is_not_there_is_not_found(steps, coded, shared):
    stranger = steps_of(shared.database, shared.client)
    for who, path in (
        (stranger, coded["path"]),
        (steps, coded["path"].replace(coded["question_id"], NOBODYS)),
        (steps, coded["path"].replace(coded["project_id"], NOBODYS)),
        (steps, coded["path"].replace(coded["question_id"], "none")),
    ):
        refusal(who.get(f"{path}/tabulation"), 404, "NOT_FOUND")


CODES = tuple(
    Code(name=f"code {number}", number=number, category=category)
    for number, category in enumerate(["A", "A", "B", "A", "", "B"], start=1)
)
MENTIONS = st.lists(st.sampled_from(CODES), max_size=5)


@pytest.fixture
def kept(sqlite_url):
    """A database, its organization's caller, and a question with a codebook of two categories."""
    database, now = Database(sqlite_url), datetime.now(UTC)
    organization = create_organization(database, "Acme", now=now)
    _, key = make_key(database, "Acme", Scope, now=now)
    with database.transaction() as connection:
        project = projects.create(
            connection, organization.id, name="P", language="en",
            coding_type=CodingType.QUALITATIVE, now=now,
        )  # fmt: skip
        question = questions.create(
            connection, organization.id, project.id, text="Why?",
            coding_type=CodingType.QUALITATIVE, language="en", now=now,
        )  # fmt: skip
        stored = codebooks.save(
            connection, organization.id, question.id, Codebook(codes=CODES), induced=False, now=now
        )
    yield database, Caller(organization=organization, key=key), question, stored
    database.close()


@given(answers=st.lists(MENTIONS, min_size=1, max_size=12))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_net_lies_between_its_largest_code_and_the_sum_of_its_codes(kept, answers):
    database, caller, question, stored = kept
    now, organization = datetime.now(UTC), caller.organization.id
    with database.transaction() as connection:
        # Empties the question: codings go with their codebook.
        stored = codebooks.save(
            connection, organization, question.id, stored.codebook, induced=False, now=now
        )
        known = stored_responses.load(connection, question.id)
        new = [NewResponse(id=f"R{at}", text="x") for at in range(len(known), len(answers))]
        stored_responses.add(connection, organization, question.id, new, now)
        rows = stored_responses.load(connection, question.id)
        pairs = [(row.pk, _coding(row, codes)) for row, codes in zip(rows, answers, strict=False)]
        save(connection, organization, question.id, stored, pairs, now)
    done = tabulate_question(database, caller, question.project_id, question.id)
    counts = done.tabulation
    for net in counts.categories:
        codes = [item.people for item in counts.codes if item.code.category == net.name]
        assert max(codes) <= net.people <= sum(codes)
    assert counts.asked == len(answers)
    assert counts.asked + done.stored.uncoded == len(done.stored.rows)


def _coding(row, codes):
    mentions = tuple(
        Mention(
            code=code,
            sentiment=Sentiment.NEUTRAL,
            confidence=0.5,
            layer=Layer.MODEL,
            evidence=Evidence.of("x", 0, 1),
        )
        for code in codes
    )
    return Coding(
        response_id=row.response_id,
        text="x",
        status=ResponseStatus.CODED if codes else ResponseStatus.OTHER,
        mentions=mentions,
        sentiment=Sentiment.NEUTRAL,
    )
