"""A model that knows people's codes, behind a real socket, and what its requests hold."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zlib import crc32

from openends.engine.assign.exact import normalised
from openends.llm.decide import ModelAdviser
from openends.llm.full import FullAdviser
from openends.llm.paid_model import PaidModel
from openends.llm.provider import LlmSpec, load_model
from openends.services.evaluation_data import PersonCoded

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "llm"))

from fake_server import FakeServer, texts  # noqa: E402 - the tests' server, told where it is

#: Tokens of a reply on one answer, as a rule: one code or two with evidence.
REPLY = 60
#: Which codes to give of those that are offered, told the answer.
Decide = Callable[[str, Sequence[str]], Sequence[str]]


def right(rows: Sequence[PersonCoded]) -> Decide:
    """Return who gives people's codes, as far as they are offered."""
    told = {normalised(row.text): row.codes for row in rows}
    return lambda text, offered: [
        name for name in told.get(normalised(text), ()) if name in offered
    ]


def by_the_letters(text: str, offered: Sequence[str]) -> Sequence[str]:
    """Give a code that hangs on the answer alone, of all that are offered."""
    return [min(offered, key=lambda name: crc32(f"{name}|{text}".encode()))]


@contextmanager
def adviser_of(decide: Decide, *, full: bool = False) -> Iterator[tuple[FakeServer, ModelAdviser]]:
    """Yield a server whose model decides so, and an adviser who asks it."""
    with FakeServer(answer=lambda request: _answer(request, decide)) as server:
        spec = LlmSpec(model="openai:oracle", base_url=server.url)
        paid = PaidModel(load_model(spec))
        yield server, FullAdviser(paid) if full else ModelAdviser(paid)


def read_tokens(request: dict[str, Any]) -> float:
    """Return about how many tokens a request has, four letters each."""
    return (sum(map(len, texts(request))) + len(json.dumps(request["response_format"]))) / 4


def written_tokens(request: dict[str, Any]) -> float:
    """Return about how many tokens the reply to it has."""
    asked = json.loads(texts(request)[-1])
    if "write" in asked:
        return 150 * len(asked["write"]) + 400
    return REPLY * len(asked["answers"])


def _answer(request: dict[str, Any], decide: Decide) -> str:
    asked = json.loads(texts(request)[-1])
    if "write" in asked:
        return _manual(asked)
    names = {code["number"]: code["name"] for code in asked["codes"]}
    entries = []
    for item in asked["answers"]:
        offered = [names[number] for number in item.get("choices", names)]
        if "first" in item:
            offered = [*item["first"], *item["alternatives"]]
        evidence = " ".join(item["text"].split(" ")[:4]).strip() or item["text"]
        codes = [
            {"code": name, "evidence": evidence, "confidence": 0.9, "sentiment": "neutral"}
            for name in decide(item["text"], offered)
        ]
        entries.append({"id": item["id"], "codes": codes})
    return json.dumps({"answers": entries})


def _manual(asked: dict[str, Any]) -> str:
    """Return a manual as long as one is, in words that say nothing."""
    sentence = "Words of the length that such a sentence has in a manual, some fifteen of them."
    codes = [
        {
            "code": name,
            "definition": sentence,
            "in": [sentence, sentence],
            "out": [{"what": sentence, "code": ""}],
            "confused_with": "",
            "rule": sentence,
        }
        for name in asked["write"]
    ]
    examples = [{"answer": text, "codes": [], "why": sentence} for text in asked["answers"][:10]]
    return json.dumps({"codes": codes, "edge_cases": [], "examples": examples})
