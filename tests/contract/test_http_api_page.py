"""The page on the HTTP API names every operation, its scopes, the limits, and every difference."""

from pathlib import Path

import pytest
from on_purpose import ON_PURPOSE

from openends.api import openapi
from openends.api.app import create_app
from openends.services.register_webhook import MOST as MOST_WEBHOOKS
from openends.settings import ServerSettings

PAGES = (
    *("http-api.md", "http-review.md", "files-over-http.md"),
    *("samples-over-http.md", "exports-over-http.md"),
)
TEXT = "\n".join(
    (Path(__file__).parents[2] / "docs" / "reference" / page).read_text(encoding="utf-8")
    for page in PAGES
)
DOCUMENT = openapi.describe(create_app(ServerSettings()))
OPERATIONS = {
    f"{method.upper()} {path}": operation.get("x-required-scope", [])
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_has_a_row_with_its_scopes(name):
    assert f"| `{name}` | {' or '.join(OPERATIONS[name])}".rstrip() in TEXT


def test_no_operation_is_made_up():
    rows = [line.split("`")[1] for line in TEXT.splitlines() if line.startswith("| `")]
    assert {
        row for row in rows if row.split()[0] in {"GET", "POST", "PUT", "PATCH", "DELETE"}
    } == set(OPERATIONS)


@pytest.mark.parametrize("reason", sorted(set(ON_PURPOSE.values())))
def test_every_difference_from_the_contract_is_told(reason):
    assert f"- {reason}\n" in TEXT


@pytest.mark.parametrize(
    ("shape", "member", "row"),
    [
        ("CodeRequest", "responses", "| `responses` | {minItems} to {maxItems:,}; "),
        ("FreeCodeRequest", "responses", "; {maxItems} for `/free/code` |"),
        ("ResponseInput", "id", "| `id` of a response | {minLength} to {maxLength} characters,"),
        ("ResponseInput", "text", "| `text` of a response | {maxLength:,} characters |"),
        ("ResponseInput", "demographics", "| `demographics` | {maxProperties} texts or numbers;"),
        ("CodeRequest", "project_name", "| `project_name`, `name` of a project | {maxLength} "),
        ("ProjectCreate", "name", "| `project_name`, `name` of a project | {maxLength} "),
        ("CodeRequest", "question_text", "| `question_text`, `text` of a question | {maxLength:,}"),
        ("QuestionCreate", "text", "| `question_text`, `text` of a question | {maxLength:,} "),
        ("CodeRequest", "coding_guidance", "| `coding_guidance`, `objective` | {maxLength:,} "),
        ("ProjectCreate", "objective", "| `coding_guidance`, `objective` | {maxLength:,} "),
        ("CodeRequest", "category", "| `category` of a call | {maxLength} characters |"),
        ("FlatCode", "code", "; names of {maxLength} characters,"),
        ("FlatCode", "category", ", categories of {maxLength},"),
        ("FlatCode", "definition", ", definitions of {maxLength:,} |"),
    ],
)
def test_every_limit_is_told_with_its_number(shape, member, row):
    limits = DOCUMENT["components"]["schemas"][shape]["properties"][member]
    assert row.format(**limits) in TEXT


def test_the_number_of_webhooks_is_told():
    assert f"| webhooks | {MOST_WEBHOOKS} of an organization;" in TEXT
