"""Who may enter: the key, then the rate limit, then the scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request

from openends.api.auth import KEY_HEADER, Authenticator
from openends.api.limits import STRANGERS, RateLimiter, client_address
from openends.domain.errors import AccessDenied, OpenendsError, ScopeMissing
from openends.domain.organization import Caller, Scope


@dataclass(frozen=True, kw_only=True, slots=True)
class Door:
    """What decides whether a request may enter."""

    authenticator: Authenticator
    limiter: RateLimiter
    #: Requests a minute of a key that has no number of its own.
    rpm: int


async def admit(request: Request, scopes: Sequence[Scope]) -> None:
    """Let a request in, and note its caller on it.

    Parameters
    ----------
    request:
        The request.
    scopes:
        The key needs one of these; none lets in everybody, also without a key.

    Raises
    ------
    AccessDenied, RateLimited
        When the request may not enter.
    """
    door: Door = request.app.state.door
    if not scopes:
        await _count_stranger(door, request)
        return
    try:
        caller = await _identify(door, request)
    except AccessDenied:
        # Counted too, so that nobody tries keys without end.
        await _count_stranger(door, request)
        raise
    await _count_caller(door, request, caller)
    if caller.key.scopes.isdisjoint(scopes):
        raise ScopeMissing(_scope_sentence(scopes, caller))


async def count_stray(request: Request) -> OpenendsError | None:
    """Count a request that finds no route; return why it may not even be told so, or None."""
    door: Door = request.app.state.door
    try:
        caller = await _identify(door, request)
    except AccessDenied:
        caller = None
    try:
        if caller is None:
            await _count_stranger(door, request)
        else:
            await _count_caller(door, request, caller)
    except OpenendsError as error:
        return error
    return None


async def _identify(door: Door, request: Request) -> Caller:
    caller = await door.authenticator.authenticate(request.headers.get(KEY_HEADER))
    request.state.caller = caller
    return caller


async def _count_caller(door: Door, request: Request, caller: Caller) -> None:
    await door.limiter.count(request, f"key:{caller.key.id}", caller.key.rpm or door.rpm)


async def _count_stranger(door: Door, request: Request) -> None:
    bucket = f"address:{client_address(request)}"
    await door.limiter.count(request, bucket, STRANGERS * door.rpm)


def _scope_sentence(scopes: Sequence[Scope], caller: Caller) -> str:
    needed = " or ".join(f"'{scope}'" for scope in scopes)
    owned = ", ".join(f"'{scope}'" for scope in sorted(caller.key.scopes))
    return f"This endpoint requires the {needed} scope. Your key has: [{owned}]."
