"""The frame of the pages a person reads: plain HTML that asks for nothing from elsewhere."""

from __future__ import annotations

from html import escape
from importlib.resources import files

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from openends.domain.errors import NotFound

router = APIRouter(include_in_schema=False)

#: Files beside the pages, and what they are.
_ASSETS = {"pages.css": "text/css", "reference.js": "text/javascript"}
#: Browsers may keep them for an hour.
_FRESH = {"Cache-Control": "max-age=3600"}


def page(title: str, body: str, *, root: str = "", script: str = "") -> HTMLResponse:
    """Return a page.

    Parameters
    ----------
    title:
        Heading of the page, as plain text.
    body:
        HTML below it.
    root:
        Way from the page to the folder that holds ``docs``, as ``../``.
    script:
        Name of a script beside the pages.
    """
    heading = escape(title)
    run = f'<script src="{root}docs/assets/{script}" defer></script>' if script else ""
    return HTMLResponse(
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{heading} - Openends</title>"
        # No icon; without a word on it, browsers would ask for one.
        '<link rel="icon" href="data:,">'
        f'<link rel="stylesheet" href="{root}docs/assets/pages.css">{run}</head>'
        f'<body><header><a href="{root}docs">Openends API</a> <nav>'
        f'<a href="{root}docs/errors">Errors</a> '
        f'<a href="{root}openapi.json">openapi.json</a></nav></header>'
        f"<main><h1>{heading}</h1>{body}</main></body></html>"
    )


@router.get("/docs/assets/{name}")
def read_asset(name: str) -> Response:
    """Return a file that a page needs."""
    if name not in _ASSETS:
        raise NotFound(f"There is no file '{name[:100]}' beside the pages.")
    body = files("openends.api").joinpath("assets", name).read_bytes()
    return Response(body, media_type=_ASSETS[name], headers=_FRESH)
