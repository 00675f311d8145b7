"""Lists page by page: how many items, from where, and where the next page begins."""

from __future__ import annotations

import binascii
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from fastapi import Query, Request
from fastapi.responses import Response

from openends.api.envelope import answer
from openends.api.v2.models.base import NOT_NULL
from openends.domain.errors import InputError

#: Items of a page at most, and where nobody says how many.
MOST, USUAL = 100, 20

Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at most.")]
OptionalLimit = Annotated[
    int | None, NOT_NULL, Query(ge=1, le=MOST, description="How many at most; all if absent.")
]
Cursor = Annotated[
    str | None,
    NOT_NULL,
    Query(max_length=200, description="Where to go on: meta.next_cursor of the page before."),
]

#: When a thing was made, and its id: what lists of the newest first are ordered by.
Newest = tuple[datetime, str]

_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
_POSITION = re.compile(r"[0-9]{1,9}", re.ASCII)

T = TypeVar("T")


def answer_page(
    request: Request,
    found: Sequence[T],
    limit: int | None,
    *,
    show: Callable[[T], dict[str, Any]],
    key: Callable[[T], str],
) -> Response:
    """Answer with a page.

    Parameters
    ----------
    found:
        The items of the page and, if there are more, one beyond it.
    limit:
        Items of a page; None for all.
    show:
        Renders an item.
    key:
        What the page after an item begins behind.
    """
    page = found[:limit]
    more = len(found) > len(page)
    return answer(
        request,
        [show(item) for item in page],
        count=len(page),
        next_cursor=_encode(key(page[-1])) if more else None,
    )


def newest_key(created_at: datetime, thing: str) -> str:
    """Return what the page after a thing begins behind, newest first."""
    return f"{created_at.isoformat()} {thing}"


def after_newest(cursor: str | None) -> Newest | None:
    """Return the thing that a page begins behind, newest first.

    Raises
    ------
    InputError
        When the cursor is none of ours.
    """
    if cursor is None:
        return None
    moment, _, thing = _decode(cursor).partition(" ")
    try:
        created_at = datetime.fromisoformat(moment).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _unknown() from None
    if not _ID.fullmatch(thing):
        raise _unknown()
    return created_at, thing


def after_position(cursor: str | None) -> int | None:
    """Return the position that a page begins behind.

    Raises
    ------
    InputError
        When the cursor is none of ours.
    """
    if cursor is None:
        return None
    position = _decode(cursor)
    if not _POSITION.fullmatch(position):
        raise _unknown()
    return int(position)


def _encode(key: str) -> str:
    return urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _decode(cursor: str) -> str:
    try:
        return urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        raise _unknown() from None


def _unknown() -> InputError:
    return InputError(
        "Parameter 'cursor' is none that this list gave; leave it out to begin at the start."
    )
