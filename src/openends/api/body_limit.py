"""How large a body may be, counted while it arrives."""

from __future__ import annotations

from fastapi import Request
from starlette.requests import ClientDisconnect
from starlette.types import Message

from openends.domain.errors import InputError

_MIB = 1024 * 1024


class BodyTooLarge(InputError):
    """The body of a request is larger than the server reads."""

    status = 413


async def read_body(request: Request, most: int) -> Request:
    """Return the request with its body read, which stops at a number of bytes.

    The framework would take an error while it reads for a body that is no JSON; so it finds the
    body read already.

    Raises
    ------
    BodyTooLarge
        At once when the request says that it is too large, else as soon as it is.
    InputError
        When the client goes away in the middle.
    """
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > most:
        raise _too_large(most)
    arrived = 0

    async def receive() -> Message:
        nonlocal arrived
        message = await request.receive()
        arrived += len(message.get("body", b""))
        if arrived > most:
            raise _too_large(most)
        return message

    limited = Request(request.scope, receive)
    try:
        # Kept by the request for whoever asks again.
        await limited.body()
    except ClientDisconnect:
        raise InputError("The body broke off before its end; send the request again.") from None
    return limited


def _too_large(most: int) -> BodyTooLarge:
    size = f"{most // _MIB} MiB" if most % _MIB == 0 else f"{most:,} bytes"
    return BodyTooLarge(f"The body is larger than {size}; send fewer responses at a time.")
