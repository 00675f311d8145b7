"""Headers that keep browsers from doing more with an answer than it is meant for."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders

#: A page may load what this server serves beside it, and nothing from anywhere else.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def protect(headers: MutableHeaders) -> None:
    """Add the headers to an answer's."""
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "no-referrer"
    kind = headers.get("content-type", "")
    if kind.startswith("text/html"):
        headers["Content-Security-Policy"] = _POLICY
    elif kind.startswith("application/json") or not kind:
        # Answers are for one caller; no cache on the way keeps them.
        headers.setdefault("Cache-Control", "no-store")
