"""Every way to fail answers with its code, its status, a sentence and a page that explains it."""

import re
from itertools import chain
from typing import Annotated

import pytest
import structlog
from fastapi import Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field, field_validator

from openends.api.envelope import answer
from openends.api.error_catalog import CATALOG, as_markdown
from openends.api.gate import services
from openends.domain import errors
from openends.domain.errors import OpenendsError

LINKS = re.compile(r'(?:src|href|action|data-path)="([^"]*)"')
INTERNAL = "An unexpected error occurred. Please contact support with the request_id."


@pytest.fixture
def database_url(sqlite_url):
    """Nothing here depends on the kind of database."""
    return sqlite_url


def kinds(kind=OpenendsError):
    """Return all kinds of errors of the domain."""
    return [kind, *chain.from_iterable(kinds(below) for below in kind.__subclasses__())]


def raised_for(code):
    """Return an error of the domain with that code."""
    kind = next(
        kind for kind in kinds() if kind.code == code and kind.__module__ == errors.__name__
    )
    return kind("What is wrong, and what to do.")


@pytest.fixture
def fail(add_route, client):
    """Posts to a route that raises."""
    planned = []

    def handler(request: Request) -> Response:
        raise planned[0]

    add_route(handler)

    def post(error, **kwargs):
        planned[:] = [error]
        return client.post("/v2/probe", **kwargs)

    return post


def test_the_catalog_has_the_27_codes_and_every_error_of_the_server_is_in_it():
    ours = {kind.code: kind.status for kind in kinds() if kind.__module__ == errors.__name__}
    # What the command line cannot write is nothing that a server answers.
    del ours["OUTPUT_ERROR"]
    assert len(CATALOG) == 27
    assert ours == {code: entry.status for code, entry in CATALOG.items()}


@pytest.mark.parametrize("code", CATALOG)
def test_every_code_is_answered_in_the_envelope_and_explained_on_its_page(fail, client, code):
    response = fail(raised_for(code))
    entry, error = CATALOG[code], response.json()["error"]
    assert response.status_code == entry.status
    assert response.json() == {
        "success": False,
        "error": {
            "code": code,
            "message": "What is wrong, and what to do.",
            "request_id": response.headers["x-request-id"],
            "doc_url": f"http://testserver/docs/errors/{entry.slug}",
        },
    }
    assert int(response.headers["x-ratelimit-limit"]) > 0
    page = client.get(error["doc_url"])
    assert page.status_code == 200
    assert code in page.text


@pytest.mark.parametrize("code", CATALOG)
def test_an_explanation_is_a_few_plain_sentences(code):
    entry = CATALOG[code]
    for text in (entry.when, entry.why, entry.fix):
        assert text.endswith(".")
        assert 20 < len(text) < 420
    assert not entry.title.endswith(".")


@pytest.mark.parametrize("code", ["RATE_LIMITED", "SERVICE_UNAVAILABLE", "QUEUE_UNAVAILABLE"])
def test_what_passes_says_in_whole_seconds_when(fail, code):
    response = fail(raised_for(code))
    assert int(response.headers["retry-after"]) >= 1


def test_what_does_not_pass_says_no_time(fail):
    assert "retry-after" not in fail(errors.NotFound("Project not found")).headers


def test_an_error_says_its_own_time(fail):
    error = errors.RateLimited("Enough.", retry_after=18)
    assert fail(error).headers["retry-after"] == "18"


def test_an_unforeseen_error_shows_nothing_of_itself_and_is_logged_under_its_id(fail):
    with structlog.testing.capture_logs() as lines:
        response = fail(RuntimeError("secret verbatim"), headers={"X-Request-Id": "abc"})
    assert response.status_code == 500
    assert response.json()["error"] | {"doc_url": ""} == {
        "code": "INTERNAL_ERROR",
        "message": INTERNAL,
        "request_id": "abc",
        "doc_url": "",
    }
    assert "secret" not in response.text
    assert response.headers["x-request-id"] == "abc"
    assert response.headers["x-ratelimit-limit"]
    logged = next(line for line in lines if line["event"] == "request failed")
    assert logged["request_id"] == "abc"
    assert "RuntimeError" in logged["trace"]
    assert "test_errors.py" in logged["trace"]
    assert "secret" not in str(lines)


def test_an_error_of_the_command_line_is_an_internal_one(fail):
    response = fail(errors.OutputError("The file /etc/x cannot be written."))
    assert response.json()["error"]["code"] == "INTERNAL_ERROR"
    assert "/etc/x" not in response.text


def test_half_a_character_in_a_message_does_not_break_the_answer(fail):
    response = fail(errors.InputError("Field '\ud800' is not known."))
    assert response.json()["error"]["message"] == "Field '?' is not known."


def test_an_unknown_path_is_named(client):
    response = client.get("/v2/nothing/here")
    assert response.status_code == 404
    error = response.json()["error"]
    assert (error["code"], error["message"]) == (
        "NOT_FOUND",
        "No such path: GET /v2/nothing/here; see /docs.",
    )


@pytest.mark.parametrize(
    "path", ["/v2/jobs/", "/v2", "/", "//v2/jobs", "/v2/../v2/nothing", "/%00"]
)
def test_a_path_that_nearly_exists_does_not_exist(client, path):
    response = client.get(path, follow_redirects=False)
    assert response.status_code == 404
    assert response.json()["error"]["code"] == "NOT_FOUND"


def test_a_method_that_a_path_does_not_take_names_those_that_it_takes(client):
    response = client.put("/v2/projects")
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, POST"
    message = response.json()["error"]["message"]
    assert (
        message == "No such operation: PUT /v2/projects; this path takes GET and POST, see /docs."
    )


class Item(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    id: str
    text: str = Field(max_length=5)


class Call(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    responses: list[Item] = Field(min_length=1, max_length=3)
    share: float = Field(0.5, ge=0, le=1)
    flag: bool = False
    tags: dict[str, int] = {}
    name: str = "x"

    @field_validator("name")
    @classmethod
    def check(cls, name):
        if name == "taken":
            raise ValueError("this name is taken; choose another one")
        return name


ITEM = {"id": "R1", "text": "good"}


@pytest.fixture
def read(add_route, client):
    """Posts a body to a route that reads one."""

    def handler(request: Request, body: Call, limit: Annotated[int, Query(ge=1)] = 1) -> Response:
        return answer(request, body.model_dump())

    add_route(handler)

    def post(**kwargs):
        response = client.post("/v2/probe", **kwargs)
        assert response.status_code == 422
        assert response.json()["error"]["code"] == "VALIDATION_ERROR"
        return response.json()["error"]["message"]

    return post


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "Field 'responses' is required."),
        ({"responses": []}, "Field 'responses' must be a non-empty array."),
        ({"responses": [ITEM] * 4}, "Field 'responses' must have at most 3 items."),
        ({"responses": "many"}, "Field 'responses' must be an array."),
        ({"responses": [ITEM, None]}, "Field 'responses[1]' must be an object, not null."),
        (
            {"responses": [ITEM, {"id": "R2", "text": 7}]},
            "Field 'responses[1].text' must be a string.",
        ),
        ({"responses": [{"id": "R2"}]}, "Field 'responses[0].text' is required."),
        (
            {"responses": [{"id": "R2", "text": "longer"}]},
            "Field 'responses[0].text' must have at most 5 characters.",
        ),
        (
            {"responses": [ITEM], "foo": 1},
            "Field 'foo' is not known; check its spelling, /docs lists all.",
        ),
        ({"responses": [ITEM], "share": 2}, "Field 'share' must be 1.0 or less."),
        ({"responses": [ITEM], "share": "2"}, "Field 'share' must be a number."),
        ({"responses": [ITEM], "flag": "yes"}, "Field 'flag' must be true or false."),
        ({"responses": [ITEM], "tags": {"a": "b"}}, "Field 'tags.a' must be a whole number."),
        (
            {"responses": [ITEM], "name": "taken"},
            "Field 'name': this name is taken; choose another one.",
        ),
        ([], "The body must be a JSON object."),
        ("text", "The body must be a JSON object."),
    ],
)
def test_a_field_that_cannot_be_used_is_named_with_what_it_must_be(read, body, message):
    assert read(json=body) == message


def test_a_long_name_of_an_unknown_field_is_cut(read):
    message = read(json={"responses": [ITEM], "x" * 5_000: 1})
    assert len(message) < 200


def test_a_parameter_that_cannot_be_used_is_named(read):
    body = {"responses": [ITEM]}
    assert read(json=body, params={"limit": 0}) == "Parameter 'limit' must be 1 or more."
    assert read(json=body, params={"limit": "a"}) == "Parameter 'limit' must be a whole number."


@pytest.mark.parametrize(
    "body",
    [b"{", b"{'a': 1}", b"\xff\xfe{}", b"[" * 100_000, b'{"a": ' + b"9" * 5_000 + b"}"],
    ids=["cut", "quotes", "not UTF-8", "deep", "long number"],
)
def test_a_body_that_is_no_json_is_called_that(read, body):
    message = read(content=body, headers={"Content-Type": "application/json"})
    assert message.startswith("Invalid JSON: ")


def test_a_body_of_another_media_type_is_told_which_one_to_be(read):
    message = "The body must be JSON; send it with the header Content-Type: application/json."
    assert read(content=b"{}", headers={"Content-Type": "text/plain"}) == message
    assert read(content=b"{}") == message


def test_a_missing_body_is_asked_for(read):
    assert read() == "The body is missing; send a JSON object."


def test_null_is_no_object(read):
    message = read(content=b"null", headers={"Content-Type": "application/json"})
    assert message == "The body must be a JSON object."


@pytest.mark.parametrize("host", ["api.example.com", "localhost:9000", "[::1]:8000"])
def test_a_doc_url_leads_to_the_server_as_its_client_knows_it(client, host):
    response = client.get("/v2/nothing", headers={"Host": host})
    assert response.json()["error"]["doc_url"] == f"http://{host}/docs/errors/not-found"


@pytest.mark.parametrize("host", ["a b", "<script>", "x/../y", ""])
def test_a_host_that_is_none_is_not_repeated(client, host):
    response = client.get("/v2/nothing", headers={"Host": host})
    assert response.json()["error"]["doc_url"] == "http://localhost/docs/errors/not-found"


def test_a_doc_url_leads_elsewhere_when_that_is_set(app, client):
    app.state.settings = app.state.settings.model_copy(update={"docs_url": "https://d.example/e"})
    error = client.get("/v2/nothing").json()["error"]
    assert error["doc_url"] == "https://d.example/e/not-found"


def test_the_pages_load_nothing_from_elsewhere(client):
    pages = [client.get("/docs"), client.get("/docs/errors"), client.get("/docs/errors/no-data")]
    for page in pages:
        assert page.status_code == 200
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        links = set(LINKS.findall(page.text)) - {"data:,"}
        assert not [link for link in links if ":" in link or "//" in link]


def test_every_link_of_the_error_pages_leads_somewhere(client):
    index = client.get("/docs/errors").text
    for entry in CATALOG.values():
        assert f'href="errors/{entry.slug}"' in index
        assert entry.title in client.get(f"/docs/errors/{entry.slug}").text


def test_an_unknown_error_page_is_not_found_in_the_envelope(client):
    response = client.get("/docs/errors/<b>")
    assert response.status_code == 404
    assert response.json()["error"]["code"] == "NOT_FOUND"


def test_the_reference_page_is_the_catalog(pytestconfig):
    page = pytestconfig.rootpath / "docs" / "reference" / "http-errors.md"
    # To renew it: python -m openends.api.error_catalog > docs/reference/http-errors.md
    assert page.read_text(encoding="utf-8") == as_markdown()


def test_the_services_are_there_for_every_route(app, add_route, client):
    def handler(request: Request) -> Response:
        return answer(request, services(request) is app.state.services)

    add_route(handler)
    assert client.post("/v2/probe").json()["data"] is True
