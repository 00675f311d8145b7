"""``openends serve`` as a process of its own, with worker processes that it starts itself."""

import os
import re
import time
from contextlib import contextmanager
from dataclasses import dataclass
from unittest import mock

import httpx

from forked import Forked, command

#: Seconds that a server may need until it answers, on a machine that does other things too.
PATIENCE = 120


@dataclass(frozen=True)
class Started:
    """A running server: where it is, and the key of its first start, as it prints them."""

    address: str
    key: str


@contextmanager
def started(database_url, log, *arguments, **settings):
    """Start a server on an empty database; stop it at the end."""
    words = ["serve", "--port", "0", "--database", database_url, *arguments]
    named = {f"OPENENDS_{name.upper()}": value for name, value in settings.items()}
    with mock.patch.dict(os.environ, named):
        process = Forked(command, *words, out=log, err=log)
    try:
        yield _started(process, log)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _started(process, log):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        text = log.read_text(encoding="utf-8") if log.exists() else ""
        address = re.search(r"listens on (http://\S+)", text)
        if address and _answers(address[1]):
            return Started(address=address[1], key=re.search(r"scp_live_\w{32}", text)[0])
        assert process.poll() is None, text
        time.sleep(0.1)
    raise AssertionError(log.read_text(encoding="utf-8"))


def _answers(address):
    try:
        return httpx.get(f"{address}/health").json()["data"]["status"] == "healthy"
    except httpx.TransportError:
        return False
