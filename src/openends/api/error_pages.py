"""GET /docs/errors: a page on every error code, where the ``doc_url`` of an error leads."""

from __future__ import annotations

from html import escape

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from openends.api.error_catalog import CATALOG, ErrorEntry
from openends.api.pages import page
from openends.domain.errors import NotFound

router = APIRouter(include_in_schema=False)

_BY_SLUG = {entry.slug: entry for entry in CATALOG.values()}


@router.get("/docs/errors")
def list_errors() -> HTMLResponse:
    """List all error codes."""
    rows = "".join(
        f'<tr><td><a href="errors/{entry.slug}"><code>{entry.code}</code></a></td>'
        f"<td>{entry.status}</td><td>{escape(entry.title)}</td></tr>"
        for entry in CATALOG.values()
    )
    return page(
        "Errors",
        "<p>Every error answers with one of these codes, a sentence, and the request_id under "
        "which the server's log knows it.</p>"
        "<table><thead><tr><th>Code</th><th>Status</th><th>Meaning</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>",
        root="../",
    )


@router.get("/docs/errors/{slug}")
def explain_error(slug: str) -> HTMLResponse:
    """Explain an error code: when it comes, why, and what to do."""
    entry = _BY_SLUG.get(slug)
    if entry is None:
        raise NotFound(f"There is no error '{slug[:100]}'; see /docs/errors for all.")
    return _page_on(entry)


def _page_on(entry: ErrorEntry) -> HTMLResponse:
    parts = (("When", entry.when), ("Why", entry.why), ("What to do", entry.fix))
    sections = "".join(f"<h2>{title}</h2><p>{escape(text)}</p>" for title, text in parts)
    return page(
        entry.title,
        f'<p class="code"><code>{entry.code}</code> with status {entry.status}</p>{sections}'
        '<p><a href="../errors">All errors</a></p>',
        root="../../",
    )
