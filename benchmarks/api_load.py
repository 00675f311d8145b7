"""Ask a server as fast as it answers, over connections that stay open, and time every answer."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from time import perf_counter
from urllib.parse import urlsplit

import numpy as np

_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Load:
    """What a server did in a time."""

    per_second: float
    p50_ms: float
    p99_ms: float
    #: Answers that were not 200.
    failed: int


def measure(url: str, headers: dict[str, str], *, seconds: float, connections: int) -> Load:
    """GET the URL for some seconds over several connections, one request at a time on each."""
    return asyncio.run(_measure(url, headers, seconds, connections))


async def _measure(url: str, headers: dict[str, str], seconds: float, connections: int) -> Load:
    parts = urlsplit(url)
    lines = [f"GET {parts.path} HTTP/1.1", f"Host: {parts.netloc}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    request = "\r\n".join([*lines, "", ""]).encode()
    host, port = parts.hostname or "127.0.0.1", parts.port or 80
    end = perf_counter() + seconds
    start = perf_counter()
    asked = [_ask(host, port, request, end) for _ in range(connections)]
    found = await asyncio.gather(*asked)
    took = perf_counter() - start
    times = np.array([time for times, _ in found for time in times]) * 1000
    return Load(
        per_second=len(times) / took,
        p50_ms=float(np.percentile(times, 50)),
        p99_ms=float(np.percentile(times, 99)),
        failed=sum(failed for _, failed in found),
    )


async def _ask(host: str, port: int, request: bytes, end: float) -> tuple[list[float], int]:
    reader, writer = await asyncio.open_connection(host, port)
    times: list[float] = []
    failed = 0
    while (start := perf_counter()) < end:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        await reader.readexactly(int(length.group(1)) if length else 0)
        times.append(perf_counter() - start)
        failed += not head.startswith(b"HTTP/1.1 200")
    writer.close()
    return times, failed
