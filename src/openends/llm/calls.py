"""Every call that was paid for is kept, and answered from the record when it is made again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Protocol

from openends.llm.ask import Ask, Reply


@dataclass(frozen=True, slots=True)
class Call:
    """One call to a language model, as it is kept."""

    #: SHA-256 over everything that the reply depends on: see ``call_key``.
    key: str
    #: Name and version, as "decide-1".
    prompt: str
    model: str
    parameters: Mapping[str, Any]
    reply: Reply


class CallLog(Protocol):
    """Keeps calls. A reply must be safe on disk before ``keep`` returns."""

    def find(self, key: str) -> Reply | None:
        """Return the reply to the same call, or None."""

    def keep(self, call: Call) -> None:
        """Keep a call that was paid for."""


class MemoryLog:
    """Keeps calls as long as the program runs."""

    def __init__(self) -> None:
        self._replies: dict[str, Reply] = {}

    def find(self, key: str) -> Reply | None:
        """Return the reply to the same call, or None."""
        return self._replies.get(key)

    def keep(self, call: Call) -> None:
        """Keep a call that was paid for."""
        self._replies[call.key] = call.reply


def call_key(ask: Ask, model: str, parameters: Mapping[str, Any]) -> str:
    """Return SHA-256 over model, parameters, prompt and input: what the reply depends on."""
    content = {"model": model, "parameters": dict(parameters), "ask": asdict(ask)}
    written = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()
