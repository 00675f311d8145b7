"""What a body must be like: what is wrong is refused in a sentence that names the field."""

import pytest
from v2_steps import NOBODYS, Steps, refusal

ONE = [{"id": "R1", "text": "Too loud"}]


@pytest.fixture
def database_url(sqlite_url):
    """Nothing here reaches the database."""
    return sqlite_url


@pytest.fixture
def steps(client, headers):
    return Steps(client, headers)


def one(**members):
    return {"responses": [ONE[0] | members]}


def code(**members):
    return {"responses": ONE} | members


CODE = [
    ({}, "Field 'responses' is required."),
    ({"responses": []}, "Field 'responses' must be a non-empty array."),
    ({"responses": None}, "Field 'responses' must be an array, not null."),
    ({"responses": "Too loud"}, "Field 'responses' must be an array."),
    ({"responses": ["Too loud"]}, "Field 'responses[0]' must be an object."),
    ({"responses": [*ONE, None]}, "Field 'responses[1]' must be an object, not null."),
    ({"responses": [{"text": "x"}]}, "Field 'responses[0].id' is required."),
    (one(id=5), "Field 'responses[0].id' must be a string."),
    (one(id=""), "Field 'responses[0].id' must have at least 1 characters."),
    (one(id="x" * 256), "Field 'responses[0].id' must have at most 255 characters."),
    (one(text=None), "Field 'responses[0].text' must be a string, not null."),
    (one(text="x" * 2001), "Field 'responses[0].text' must have at most 2,000 characters."),
    (one(text="a\0b"), "Field 'responses[0].text' must be text without the character U+0000."),
    (one(id="\0"), "Field 'responses[0].id' must be text without the character U+0000."),
    (one(language="English"), "Field 'responses[0].language' must be a code of two small letters,"),
    (one(language=None), "Field 'responses[0].language' must be a string, not null."),
    (one(age=7), "Field 'responses[0].age' is not known;"),
    (one(demographics=[]), "Field 'responses[0].demographics' must be an object."),
    (one(demographics={"a": True}), "'responses[0].demographics.a' must be a string or a number."),
    (one(demographics={"a": None}), "'responses[0].demographics.a' must be a string or a number"),
    (one(demographics={"a": {}}), "'responses[0].demographics.a' must be a string or a number."),
    (one(demographics={"a": "\0"}), "'responses[0].demographics.a' must be text without"),
    (one(demographics={"a": 10**400}), "'responses[0].demographics.a' must be a number that JSON"),
    (one(demographics=dict.fromkeys(map(str, range(201)), 1)), "must have at most 200 items."),
    ({"responses": ONE * 10_001}, "Field 'responses' must have at most 10,000 items."),
    ({"responses": ONE * 2}, "'responses[1].id' is 'R1', as 'responses[0].id' is already;"),
    (code(foo=1), "Field 'foo' is not known;"),
    (code(language="EN"), "Field 'language' must be auto or a code of two small letters"),
    (code(coding_type="x"), "Field 'coding_type' must be 'qualitative' or 'entity'."),
    (code(country="USA"), "Field 'country' must be a code of two letters"),
    (code(category="x" * 101), "Field 'category' must have at most 100 characters."),
    (code(category=None), "Field 'category' must be a string, not null."),
    (code(project_name="x" * 201), "Field 'project_name' must have at most 200 characters."),
    (code(question_text="x" * 2001), "Field 'question_text' must have at most 2,000 characters."),
    (code(coding_guidance="x" * 4001), "Field 'coding_guidance' must have at most 4,000 char"),
    (code(codebook=5), "Field 'codebook' must be an object with 'categories' or a list of codes."),
    (code(codebook=None), "Field 'codebook' must be an object with 'categories' or a list of"),
    (code(codebook={}), "Field 'codebook.categories' is required."),
    (code(codebook={"categories": []}), "Field 'codebook.categories' must be a non-empty array."),
    (code(codebook=[]), "Field 'codebook' must be a non-empty array."),
    (code(codebook=[1]), "Field 'codebook[0]' must be a name or an object with a 'code'."),
    (code(codebook=[{"category": "x"}]), "Field 'codebook[0].code' is required."),
    (code(codebook=[{"code": "x", "colour": 1}]), "Field 'codebook[0].colour' is not known;"),
    (code(codebook=[{"code": "x", "number": "1"}]), "'codebook[0].number' must be a whole number."),
    (code(codebook=["Price", "price"]), "two codes named alike: 'Price' and 'price';"),
    (
        code(codebook=[{"code": "A", "number": 1}, {"code": "B", "number": 1}]),
        "Number 1 stands for both 'A' and 'B';",
    ),
    (code(codebook=[{"code": "A", "number": 97}]), "Code 'A' has the number 97;"),
    (
        code(codebook=["A"], codebook_ref={"question_id": NOBODYS}),
        "Fields 'codebook' and 'codebook_ref' exclude each other; send one.",
    ),
    (code(codebook_ref={}), "Field 'codebook_ref.question_id' is required."),
]

OTHERS = [
    ("/v2/projects", {}, "Field 'name' is required."),
    ("/v2/projects", {"name": ""}, "Field 'name' must have at least 1 characters."),
    ("/v2/projects", {"name": "x" * 201}, "Field 'name' must have at most 200 characters."),
    ("/v2/projects", {"name": "x", "objective": 1}, "Field 'objective' must be a string."),
    ("/v2/projects", {"name": "x", "languge": "en"}, "Field 'languge' is not known;"),
    ("/v2/codebook/import", {"codebook": ["A"]}, "Field 'project_id' is required."),
    ("/v2/codebook/generate", {"project_id": 5}, "Field 'project_id' must be a string."),
    ("/v2/codebook/estimate", {"responses": []}, "Field 'responses' must be a non-empty array."),
    ("/v2/codebook/estimate", {"responses": [5]}, "Field 'responses[0]' must be a string or an"),
    ("/v2/codebook/estimate", {"responses": [{}]}, "Field 'responses[0].id' is required."),
    ("/v2/coding/auto", [], "The body must be a JSON object."),
    ("/v2/webhooks", {}, "Field 'url' is required."),
    ("/v2/webhooks", {"url": "https://a.example", "events": []}, "Field 'events' must be a non-e"),
    ("/v2/webhooks", {"url": "https://a.example", "events": ["x"]}, "Field 'events[0]' must be 'j"),
]


@pytest.mark.parametrize(("body", "sentence"), CODE)
def test_what_is_wrong_with_a_call_is_named(steps, body, sentence):
    assert sentence in refusal(steps.post("/v2/code", body), 422, "VALIDATION_ERROR")


@pytest.mark.parametrize(("path", "body", "sentence"), OTHERS)
def test_what_is_wrong_with_a_body_is_named(steps, path, body, sentence):
    assert sentence in refusal(steps.post(path, body), 422, "VALIDATION_ERROR")


@pytest.mark.parametrize("text", ["\ud800", "a\udfff"])
@pytest.mark.parametrize("member", ["id", "text"])
def test_half_a_character_is_no_text(client, headers, member, text):
    body = f'{{"responses": [{{"id": "R1", "text": "x", "{member}": "{ascii(text)[1:-1]}"}}]}}'
    headers = headers | {"Content-Type": "application/json"}
    response = client.post("/v2/code", content=body, headers=headers)
    assert f"'responses[0].{member}'" in refusal(response, 422, "VALIDATION_ERROR")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_a_number_that_json_cannot_say_is_refused(client, headers, number):
    body = f'{{"responses": [{{"id": "R1", "text": "x", "demographics": {{"age": {number}}}}}]}}'
    headers = headers | {"Content-Type": "application/json"}
    response = client.post("/v2/code", content=body, headers=headers)
    assert "'responses[0].demographics.age'" in refusal(response, 422, "VALIDATION_ERROR")


def test_lengths_are_counted_in_characters_not_bytes(steps):
    body = {"responses": [{"id": "é" * 255, "text": "🙂" * 2_000}], "codebook": ["Smiles"]}
    assert steps.data(steps.post("/v2/code", body))["results"][0]["id"] == "é" * 255


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"limit": 0}, "Parameter 'limit' must be 1 or more."),
        ({"limit": 101}, "Parameter 'limit' must be 100 or less."),
        ({"limit": "x"}, "Parameter 'limit' must be a whole number."),
        ({"status": "done"}, "Parameter 'status' must be 'queued', 'processing', 'completed' or"),
        ({"cursor": "%%%"}, "Parameter 'cursor' is none that this list gave;"),
        ({"cursor": "bm8gZGF0ZQ"}, "Parameter 'cursor' is none that this list gave;"),
        ({"cursor": "é"}, "Parameter 'cursor' is none that this list gave;"),
    ],
)
def test_what_is_wrong_with_a_query_is_named(steps, query, sentence):
    assert sentence in refusal(steps.get("/v2/jobs", **query), 422, "VALIDATION_ERROR")
