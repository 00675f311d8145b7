"""/docs shows every operation of /openapi.json, and forms that can send it."""

import re
from html import unescape

import orjson
import pytest

from openends.api.reference_schema import example, kind_of, members

FORM = re.compile(r'<div class="try" data-method="(\w+)" data-path="([^"]+)">(.*?)</div>', re.S)
BODY = re.compile(r"<textarea[^>]*>(.*?)</textarea>", re.S)

SHAPES = {
    "Item": {
        "type": "object",
        "required": ["id"],
        "properties": {
            "id": {"type": "string", "minLength": 1, "maxLength": 2000, "examples": ["R001"]},
            "parent": {"$ref": "#/components/schemas/Item"},
        },
    }
}
CALL = {
    "type": "object",
    "required": ["responses", "kind"],
    "properties": {
        "responses": {"type": "array", "items": {"$ref": "#/components/schemas/Item"}},
        "kind": {"enum": ["a", "b"]},
        "share": {"type": "number", "minimum": 0.0, "maximum": 1.0, "default": 0.5},
        "codebook": {
            "anyOf": [
                {"type": "array", "items": {"type": "string"}},
                {"type": "object", "properties": {"name": {"type": "string"}}},
            ]
        },
    },
}


@pytest.fixture
def database_url(sqlite_url):
    """Nothing here depends on the kind of database."""
    return sqlite_url


def test_every_operation_has_a_form(client):
    described = client.get("/openapi.json").json()["paths"]
    operations = {
        (method.upper(), path) for path, methods in described.items() for method in methods
    }
    page = client.get("/docs").text
    assert {(method, unescape(path)) for method, path, _ in FORM.findall(page)} == operations


def test_a_body_to_begin_with_is_one_that_the_server_reads(client, headers):
    page = client.get("/docs").text
    for method, path, form in FORM.findall(page):
        body = BODY.search(form)
        # A webhook's host is looked up, which needs a network.
        if body is None or "{" in path or path == "/v2/webhooks":
            continue
        given = orjson.loads(unescape(body[1]))
        response = client.request(method, path, json=given, headers=headers)
        error = response.json().get("error", {})
        # Ids in it are made up, and so is what they would belong to.
        assert error.get("code") in {None, "NOT_FOUND", "NO_DATA"}, (path, error)


def test_the_files_beside_the_pages_are_served(client):
    for name, kind in (("pages.css", "text/css"), ("reference.js", "text/javascript")):
        response = client.get(f"/docs/assets/{name}")
        assert response.headers["content-type"].startswith(kind)
        assert "max-age" in response.headers["cache-control"]


@pytest.mark.parametrize("name", ["app.py", "..%2Fapp.py", "%2e%2e%2fapp.py", "pages.css%00"])
def test_nothing_else_is_served(client, name):
    assert client.get(f"/docs/assets/{name}").status_code == 404


def test_members_are_named_by_their_places():
    listed = {member.path: member for member in members(CALL, SHAPES)}
    assert listed["responses[].id"].required
    assert not listed["share"].required
    assert listed["codebook.name"].kind == "string"
    assert listed["share"].description == "Default: 0.5."


def test_a_shape_within_itself_is_not_followed_for_ever():
    assert len(list(members(SHAPES["Item"], SHAPES))) < 20


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        (CALL["properties"]["responses"], "array of object"),
        (CALL["properties"]["kind"], "a | b"),
        (CALL["properties"]["share"], "number (from 0, to 1)"),
        (CALL["properties"]["codebook"], "array of string or object"),
        (SHAPES["Item"]["properties"]["id"], "string (min 1, max 2,000)"),
        ({"type": "string", "format": "uuid"}, "uuid"),
        ({"const": True}, "True"),
        ({}, "anything"),
    ],
)
def test_a_kind_is_told_in_a_few_words(schema, kind):
    assert kind_of(schema, SHAPES) == kind


def test_an_example_has_what_is_required():
    assert example(CALL, SHAPES) == {"responses": [{"id": "R001"}], "kind": "a"}
