"""The shape of every JSON answer: success with data and meta, or an error that says what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import orjson
from fastapi import Request
from fastapi.responses import Response

API_VERSION = "v2"

#: What a Host header may look like; anything else is not repeated in a link.
_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")


class JsonResponse(Response):
    """An answer in JSON; its bytes are ready."""

    media_type = "application/json"


def answer(
    request: Request,
    data: Any,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **meta: Any,
) -> Response:
    """Answer that the request succeeded.

    Parameters
    ----------
    request:
        The request, for its id.
    data:
        Anything that orjson writes: dictionaries, lists, dates, enums. JSON that is ready as bytes
        goes anywhere in it as ``orjson.Fragment(body)``.
    status:
        The HTTP status.
    headers:
        Further headers; those that every answer carries are added later.
    meta:
        Members of ``meta`` besides ``api_version`` and ``request_id``; None leaves one out.
    """
    known = {"api_version": API_VERSION, "request_id": request_id(request)}
    known |= {name: value for name, value in meta.items() if value is not None}
    body = orjson.dumps({"success": True, "data": data, "meta": known}, option=orjson.OPT_UTC_Z)
    return JsonResponse(body, status, headers)


def answer_error(
    request: Request,
    code: str,
    status: int,
    message: str,
    *,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Answer that the request failed: with a code for programs and a sentence for people."""
    request.state.error_code = code
    error = {
        "code": code,
        # What a caller sent may be quoted, and may hold half a character that no JSON can.
        "message": message.encode("utf-8", "replace").decode(),
        "request_id": request_id(request),
        "doc_url": doc_url(request, code),
    }
    return JsonResponse(orjson.dumps({"success": False, "error": error}), status, headers)


def request_id(request: Request) -> str:
    """Return the id by which client, answer and log speak of the request."""
    named: str = request.state.request_id
    return named


def doc_url(request: Request, code: str) -> str:
    """Return the address of the page on an error code."""
    docs: str | None = request.app.state.settings.docs_url
    if docs is None:
        host = request.headers.get("host", "")
        if not _HOST.fullmatch(host):
            host = "localhost"
        root = request.scope.get("root_path", "")
        docs = f"{request.url.scheme}://{host}{root}/docs/errors"
    return f"{docs}/{slug(code)}"


def slug(code: str) -> str:
    """Return an error code as it stands in an address: ``NO_DATA`` is ``no-data``."""
    return code.lower().replace("_", "-")
