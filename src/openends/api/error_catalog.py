"""What every error code means, why it comes about and what to do: the one table of them."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

import yaml

from openends.api.envelope import slug

_REFERENCE_HEAD = """# Errors of the API

Every error answers with a `code` for programs, a `message` for people, the `request_id` under which
the server's log knows it, and a `doc_url`: the server's own page with the text below.

```json
{"success": false,
 "error": {"code": "NOT_FOUND", "message": "Project not found",
           "request_id": "550e8400-e29b-41d4-a716-446655440000",
           "doc_url": "http://127.0.0.1:8000/docs/errors/not-found"}}
```
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class ErrorEntry:
    """What a page says about an error code."""

    code: str
    #: The HTTP status.
    status: int
    title: str
    #: What was seen.
    when: str
    #: How it comes about.
    why: str
    #: What to do.
    fix: str

    @property
    def slug(self) -> str:
        """Return the code as it stands in addresses."""
        return slug(self.code)


def _load() -> dict[str, ErrorEntry]:
    text = files("openends.api").joinpath("error_catalog.yaml").read_text("utf-8")
    entries = [ErrorEntry(**entry) for entry in yaml.safe_load(text)]
    return {entry.code: entry for entry in entries}


#: All error codes, in the order of the reference.
CATALOG = _load()


def as_markdown() -> str:
    """Return the page of the reference, ``docs/reference/http-errors.md``."""
    sections = (
        f"## {entry.code}\n\n**Status {entry.status}. {entry.title}.** "
        f"{entry.when} {entry.why} {entry.fix}\n"
        for entry in CATALOG.values()
    )
    return "\n".join([_REFERENCE_HEAD, *sections])


if __name__ == "__main__":
    print(as_markdown(), end="")  # noqa: T201 - how the page is made
