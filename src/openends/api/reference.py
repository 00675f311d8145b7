"""GET /docs: every operation, its parameters and shapes, and a form to try it; works offline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import orjson
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from openends.api import openapi
from openends.api.gate import REQUIRED_SCOPES
from openends.api.pages import page
from openends.api.reference_schema import Member, example, kind_of, members, resolved

router = APIRouter(include_in_schema=False)

_METHODS = ("get", "post", "put", "patch", "delete")
_INTRODUCTION = (
    "<p>Every operation but <code>/health</code> and <code>/free/code</code> needs an API key in "
    "the header <code>x-api-key</code>. Answers are JSON: <code>success</code>, <code>data</code>, "
    "<code>meta</code>, or an "
    '<a href="docs/errors">error</a> that says what to do.</p>'
    '<p class="key"><label>API key <input id="api-key" type="password" autocomplete="off" '
    'placeholder="scp_live_..."></label> It stays in this page.</p>'
)


@router.get("/docs")
def show_reference(request: Request) -> HTMLResponse:
    """Show the operations of this server."""
    schema = openapi.describe(request.app)
    return page("API reference", _INTRODUCTION + _sections(schema), script="reference.js")


def _sections(schema: Mapping[str, Any]) -> str:
    """Return the operations under their tags, in the order in which the routes are declared."""
    tags: dict[str, list[str]] = {}
    for path, methods in schema["paths"].items():
        for method in _METHODS:
            if method in methods:
                operation = methods[method]
                tag = operation.get("tags", ["Other"])[0]
                tags.setdefault(tag, []).append(_operation(schema, path, method, operation))
    return "".join(f"<h2>{escape(tag)}</h2>{''.join(parts)}" for tag, parts in tags.items())


def _operation(
    schema: Mapping[str, Any], path: str, method: str, operation: Mapping[str, Any]
) -> str:
    components = schema["components"]
    parameters = [resolved(part, components["parameters"]) for part in operation["parameters"]]
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    scopes = operation.get(REQUIRED_SCOPES, ())
    needs = f"Needs the scope {' or '.join(scopes)}." if scopes else "Needs no key."
    text = escape(operation.get("description", ""))
    return (
        '<details class="operation"><summary>'
        f'<span class="method {method}">{method.upper()}</span> '
        f"<code>{escape(path)}</code> {escape(operation.get('summary', ''))}</summary>"
        f"<p>{text}</p><p>{needs}</p>"
        f"{_parameters(parameters, components['schemas'])}{_body(body, components['schemas'])}"
        f"{_responses(operation['responses'], components['schemas'])}"
        f"{_form(path, method, parameters, body, components['schemas'])}</details>"
    )


def _parameters(parameters: Iterable[Mapping[str, Any]], shapes: Mapping[str, Any]) -> str:
    rows = [
        Member(
            path=f"{part['name']} ({part['in']})",
            kind=kind_of(part.get("schema", {}), shapes),
            required=bool(part.get("required")),
            description=str(part.get("description", "")),
        )
        for part in parameters
    ]
    return f"<h3>Parameters</h3>{_table(rows)}" if rows else ""


def _body(body: Mapping[str, Any] | None, shapes: Mapping[str, Any]) -> str:
    if body is None:
        return ""
    return f"<h3>Body</h3>{_table(list(members(body['schema'], shapes)))}"


def _responses(responses: Mapping[str, Any], shapes: Mapping[str, Any]) -> str:
    parts = []
    for status, response in responses.items():
        shape = response.get("content", {}).get("application/json", {}).get("schema", {})
        rows = list(members(shape, shapes)) if status < "400" else []
        text = f"<code>{status}</code> {escape(response.get('description', ''))}"
        parts.append(
            f"<details><summary>{text}</summary>{_table(rows)}</details>"
            if rows
            else f"<p>{text}</p>"
        )
    return f"<h3>Answers</h3>{''.join(parts)}"


def _table(rows: Iterable[Member]) -> str:
    lines = "".join(
        f"<tr><td><code>{escape(row.path)}</code>{' *' if row.required else ''}</td>"
        f"<td>{escape(row.kind)}</td><td>{escape(row.description)}</td></tr>"
        for row in rows
    )
    head = "<thead><tr><th>Name (* required)</th><th>Kind</th><th>Meaning</th></tr></thead>"
    return f"<table>{head}<tbody>{lines}</tbody></table>"


def _form(
    path: str,
    method: str,
    parameters: Iterable[Mapping[str, Any]],
    body: Mapping[str, Any] | None,
    shapes: Mapping[str, Any],
) -> str:
    """Return the form that sends the operation; the script beside the page does it."""
    inputs = "".join(
        f'<label>{escape(part["name"])} <input data-in="{part["in"]}" '
        f'data-name="{escape(part["name"])}"></label>'
        for part in parameters
    )
    text = ""
    if body is not None:
        shown = body.get("example", example(body["schema"], shapes))
        filled = escape(orjson.dumps(shown, option=orjson.OPT_INDENT_2).decode())
        text = f'<label>Body <textarea rows="10" spellcheck="false">{filled}</textarea></label>'
    return (
        f'<div class="try" data-method="{method.upper()}" data-path="{escape(path)}">'
        "<h3>Try it</h3>"
        f'{inputs}{text}<button type="button">Send</button><pre hidden></pre></div>'
    )
