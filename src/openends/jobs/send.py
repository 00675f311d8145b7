"""One attempt to deliver an event: signed, to an address that was checked, within ten seconds."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpcore2
import httpx2

from openends.domain.errors import InputError
from openends.jobs.targets import LookUp, Target, find_target, look_up
from openends.version import __version__

if TYPE_CHECKING:
    import ssl

    from openends.store.deliveries import Delivery

#: Seconds for an attempt from the lookup of the name to the receiver's status.
ATTEMPT_SECONDS = 10.0
#: What is read of an answer, so that its sender can finish; nobody looks at it.
_LARGEST_ANSWER, _ANSWER_SECONDS = 64 * 1024, 1.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt went."""

    delivered: bool
    #: The HTTP status, or why there is none.
    reason: str


class Sender:
    """Sends events.

    Parameters
    ----------
    allow:
        Targets that are fine although they are not public.
    look_up:
        Returns the addresses of a host.
    tls:
        Whom to trust; None trusts whom the system trusts.
    seconds:
        How long an attempt may take.
    offline:
        True where nobody may be called: attempts fail before the receiver's name is looked up.
    """

    def __init__(
        self,
        allow: Sequence[str] = (),
        *,
        look_up: LookUp = look_up,
        tls: ssl.SSLContext | None = None,
        seconds: float = ATTEMPT_SECONDS,
        offline: bool = False,
    ) -> None:
        self._allow = allow
        self._look_up = look_up
        self._tls = tls or httpx2.create_ssl_context(trust_env=False)
        self._seconds = seconds
        self._offline = offline

    async def send(self, delivery: Delivery, attempt: int) -> Outcome:
        """Send an event once. Anything but a 2xx status in time is a failure.

        Parameters
        ----------
        delivery:
            The event, and whom it is for.
        attempt:
            From 1.
        """
        if self._offline:
            return Outcome(False, "not sent, for OPENENDS_OFFLINE is set")
        try:
            async with asyncio.timeout(self._seconds):
                target = await asyncio.to_thread(
                    find_target, delivery.url, self._allow, self._look_up
                )
                status = await self._post(target, delivery, attempt)
        except TimeoutError:
            return Outcome(False, f"no answer within {self._seconds:g} seconds")
        except InputError:
            return Outcome(False, "the host is not found or not public")
        except Exception as error:
            # Receivers can break in any way; no one's but their own delivery fails.
            return Outcome(False, f"connection failed ({type(error).__name__})")
        return Outcome(200 <= status < 300, str(status))

    async def _post(self, target: Target, delivery: Delivery, attempt: int) -> int:
        """Return the status of the answer. Redirects are not followed, proxies not used."""
        body = delivery.body.encode()
        headers = {
            "Host": target.url.netloc.decode(),
            "User-Agent": f"Openends/{__version__}",
            "Content-Type": "application/json",
            "X-Signature": f"sha256={sign(delivery.secret, body)}",
            "X-Event": delivery.event,
            "X-Attempt": str(attempt),
            "X-Delivery-Id": delivery.id,
        }
        url = httpcore2.URL(
            scheme=target.url.raw_scheme,
            host=target.url.raw_host,
            port=target.url.port,
            target=target.url.raw_path,
        )
        async with (
            httpcore2.AsyncConnectionPool(
                ssl_context=self._tls, network_backend=_Pinned(target.addresses)
            ) as connections,
            connections.stream("POST", url, headers=list(headers.items()), content=body) as answer,
        ):
            with suppress(Exception):
                await _read_some(answer)
            return answer.status


def sign(secret: str, body: bytes) -> str:
    """Return the signature of a body: HMAC-SHA256 with the webhook's secret, in hexadecimal."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


async def _read_some(answer: httpcore2.Response) -> None:
    size = 0
    async with asyncio.timeout(_ANSWER_SECONDS):
        async for part in answer.aiter_stream():
            size += len(part)
            if size >= _LARGEST_ANSWER:
                return


class _Pinned(httpcore2.AsyncNetworkBackend):
    """Connects to addresses that were checked, whatever the name means by now.

    The name still goes into the TLS handshake, which checks that the receiver owns it.
    """

    def __init__(self, addresses: Sequence[str]) -> None:
        self._addresses = addresses
        self._inner = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Connect to the first address that answers."""
        failure: Exception = httpcore2.ConnectError(f"no address for {host}")
        for address in self._addresses:
            try:
                return await self._inner.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._inner.sleep(seconds)
