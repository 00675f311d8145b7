"""The answer to a write, kept with the write itself: no crash comes between the two."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from fastapi import Request
from fastapi.responses import Response

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from openends.api.idempotency import Claim

Done = TypeVar("Done")


class Reply(Generic[Done]):
    """Answers a write: once it is done, or already while it is, for who may ask again.

    Parameters
    ----------
    request:
        The request. Only one that has an idempotency key can come again.
    show:
        Renders what was done; called once.
    """

    def __init__(self, request: Request, show: Callable[[Request, Done], Response]) -> None:
        self._request = request
        self._show = show
        self._kept: Response | None = None

    def keep(self, connection: Connection, done: Done) -> None:
        """Keep the answer in the transaction of the write, and last in it.

        Raises
        ------
        InvalidState
            When another request took over the idempotency key; the transaction must not be kept.
        """
        claim: Claim | None = getattr(self._request.state, "claim", None)
        if claim is not None:
            self._kept = self._show(self._request, done)
            claim.keep(connection, self._kept)

    def to(self, done: Done) -> Response:
        """Return the answer: the very one that was kept, if one was."""
        return self._show(self._request, done) if self._kept is None else self._kept
