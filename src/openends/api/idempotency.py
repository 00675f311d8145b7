"""A write that is sent twice happens once: the second time, the first answer comes again.

What holds where:

- What a route does in a transaction that ends with ``api.reply.Reply.keep`` happens once, whatever
  dies when: its answer is kept in that transaction, or neither is. A request that stood still until
  another one took over its key can no longer do anything either.
  Every route that changes something is like that.
- Every other answer, also a refusal, is kept afterwards by ``Claim.settle``, but files, which are
  made anew. If the server dies before that, a repeated request is answered anew.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

import anyio
from fastapi import Request
from fastapi.responses import Response, StreamingResponse
from starlette.concurrency import run_in_threadpool

from openends.api.error_handlers import FAILURES, answer_failure
from openends.domain.errors import InputError, InvalidState, OpenendsError
from openends.domain.organization import Caller
from openends.store import idempotency

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from openends.store.database import Database

#: The header that names a write.
IDEMPOTENCY_KEY = "Idempotency-Key"
LONGEST_KEY = 255
#: Seconds that a repeated request waits for the first one, and between two looks at it.
PATIENCE, PAUSE = 30.0, 0.1
#: Headers that belong to what the first answer says; others belong to the request at hand.
_KEPT_HEADERS = ("content-type", "content-disposition", "location", "retry-after", "allow")
#: Answers that say "again later" are not kept, or later would never come.
_TOO_MANY = 429

_log = logging.getLogger("openends.api")


async def answer_once(
    request: Request, handler: Callable[[Request], Awaitable[Response]]
) -> Response:
    """Answer a request that carries an idempotency key.

    Raises
    ------
    InputError
        When the key is too long, or came before with another request.
    InvalidState
        When the first request with the key still runs, even after a while.
    """
    key = request.headers[IDEMPOTENCY_KEY]
    if len(key) > LONGEST_KEY:
        raise InputError(
            f"Header '{IDEMPOTENCY_KEY}' must have at most {LONGEST_KEY} characters; it has "
            f"{len(key):,}."
        )
    claim = Claim(request, key, _fingerprint(request, await request.body()))
    earlier = await _wait_for_turn(claim)
    if earlier is not None:
        return earlier
    request.state.claim = claim
    try:
        response = await handler(request)
    except FAILURES as failure:
        response = answer_failure(request, failure)
    except Exception:
        await run_in_threadpool(claim.release)
        raise
    await run_in_threadpool(claim.settle, response)
    return response


class Claim:
    """A request's hold on its idempotency key.

    Parameters
    ----------
    request:
        The request, whose caller is known.
    key:
        What the client calls it.
    fingerprint:
        Tells requests apart that are called the same.
    """

    def __init__(self, request: Request, key: str, fingerprint: str) -> None:
        caller: Caller = request.state.caller
        self._database: Database = request.app.state.services.database
        self._api_key_id = caller.key.id
        self._key = key
        self._fingerprint = fingerprint
        self._begun = datetime.now(UTC)
        self._kept: Response | None = None

    def take(self) -> Response | bool:
        """Return the first answer if there is one, True if the key is ours now, else False."""
        self._begun = datetime.now(UTC)
        with self._database.transaction() as connection:
            stored = idempotency.claim(
                connection, self._api_key_id, self._key, self._fingerprint, self._begun
            )
        if stored is None:
            return True
        if stored.fingerprint != self._fingerprint:
            raise InputError("Idempotency-Key reused with different body")
        if stored.status is None:
            return False
        headers = dict(stored.headers) | {"X-Idempotent-Replay": "true"}
        return Response(stored.body, stored.status, headers)

    def keep(self, connection: Connection, response: Response) -> None:
        """Keep an answer in the transaction that does what it tells of.

        Raises
        ------
        InvalidState
            When the key is not ours any more: whose it is now does the work, and ours is undone.
        """
        if not self._finish(connection, response):
            raise InvalidState(
                "Another request with this Idempotency-Key came in between, and this one did "
                "nothing. Repeat it to get the answer of the other."
            )
        self._kept = response

    def settle(self, response: Response) -> None:
        """Keep an answer for whoever asks again, or let go of the key when it is not to be kept."""
        if response is self._kept:
            return
        if isinstance(response, StreamingResponse):
            # A file is made again; it can be too large to keep.
            self.release()
            return
        if response.status_code >= 500 or response.status_code == _TOO_MANY:
            self.release()
            return
        try:
            with self._database.transaction() as connection:
                self._finish(connection, response)
        except OpenendsError:
            # The work is done and its answer must reach the client, who else would do it again.
            _log.warning("an answer could not be kept for its idempotency key")

    def release(self) -> None:
        """Let go of the key: the request did not do anything, and may be tried again."""
        try:
            with self._database.transaction() as connection:
                idempotency.release(connection, self._api_key_id, self._key, self._begun)
        except OpenendsError:
            _log.warning("an idempotency key could not be released; it frees itself in a while")

    def _finish(self, connection: Connection, response: Response) -> bool:
        headers = {
            name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers
        }
        return idempotency.finish(
            connection,
            self._api_key_id,
            self._key,
            self._begun,
            response.status_code,
            headers,
            bytes(response.body),
        )


async def _wait_for_turn(claim: Claim) -> Response | None:
    """Return the first request's answer, or None when this request is the first."""
    patience = PATIENCE
    while True:
        outcome = await run_in_threadpool(claim.take)
        if isinstance(outcome, Response):
            return outcome
        if outcome:
            return None
        if patience <= 0:
            raise InvalidState(
                "A request with this Idempotency-Key still runs. Repeat it in a while to get its "
                "answer."
            )
        await anyio.sleep(PAUSE)
        patience -= PAUSE


def _fingerprint(request: Request, body: bytes) -> str:
    """Return what tells two requests apart that carry the same key.

    A form's parts are kept apart by a line that clients make up anew each time.
    """
    _, _, boundary = request.headers.get("content-type", "").partition("boundary=")
    if boundary := boundary.partition(";")[0].strip('" '):
        body = body.replace(boundary.encode(), b"")
    head = f"{request.method}\n{request.url.path}\n{request.url.query}\n".encode()
    return sha256(head + body).hexdigest()
