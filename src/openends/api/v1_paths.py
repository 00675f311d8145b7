"""Old addresses: every /v1 path is the /v2 path of the same name, but for POST /v1/code."""

from __future__ import annotations

from typing import cast
from urllib.parse import quote

from starlette.types import ASGIApp, Receive, Scope, Send

_OLD, _NEW = "/v1/", "/v2/"
#: Paths that answer in a shape of their own, and so have routes of their own.
_OWN = frozenset({"/v1/code"})
#: Where a request keeps the path that its client wrote.
_ASKED = "openends.asked_path"


class V1Paths:
    """Sends requests for old paths to the routes of today.

    Parameters
    ----------
    app:
        The application with the routes.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on under its new path."""
        path = scope.get("path", "")
        if scope["type"] == "http" and path.startswith(_OLD) and path not in _OWN:
            scope = dict(scope) | {_ASKED: path, "path": _NEW + path.removeprefix(_OLD)}
            scope["raw_path"] = quote(scope["path"]).encode()
        await self.app(scope, receive, send)


def asked_path(scope: Scope) -> str:
    """Return the path as the client wrote it."""
    return cast(str, scope.get(_ASKED, scope["path"]))
