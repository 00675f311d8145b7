"""Check what a language model returned: nothing invented, nothing dropped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from openends.domain.coding import Sentiment
from openends.engine.advice.adviser import Advice, AdvisedCode, Asked
from openends.llm.batch import Batch
from openends.llm.second_try import Unusable


@dataclass(slots=True)
class Checked:
    """What of a reply can be used."""

    #: By place in the batch.
    advice: dict[int, Advice] = field(default_factory=dict)
    #: By place in the batch: what is wrong with what came back, in words for the model.
    wrong: dict[int, str] = field(default_factory=dict)


def check_reply(text: str, batch: Batch) -> Checked:
    """Take over what can be used of a reply, and say of every other answer what is wrong.

    An answer is taken as a whole or not at all.

    Parameters
    ----------
    text:
        As the model wrote it.
    batch:
        What it was asked.
    """
    checked = Checked()
    try:
        told = _by_id(text)
    except Unusable as error:
        checked.wrong = dict.fromkeys(range(len(batch.answers)), str(error))
        return checked
    for place, (name, asked) in enumerate(zip(batch.ids, batch.answers, strict=True)):
        try:
            checked.advice[place] = _advice(told.get(name, []), asked)
        except Unusable as error:
            checked.wrong[place] = str(error)
    return checked


def _by_id(text: str) -> dict[str, list[Any]]:
    """Return by id all that the reply holds on it; it should be one entry each."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise Unusable("the reply was not JSON") from None
    entries = content.get("answers") if isinstance(content, dict) else None
    if not isinstance(entries, list):
        raise Unusable("the reply had no list of answers")
    told: dict[str, list[Any]] = {}
    for entry in entries:
        if isinstance(entry, dict) and isinstance(entry.get("id"), str):
            told.setdefault(entry["id"], []).append(entry.get("codes"))
    return told


def _advice(told: list[Any], asked: Asked) -> Advice:
    if len(told) != 1:
        raise Unusable("it was missing" if not told else "it was there more than once")
    if not isinstance(told[0], list):
        raise Unusable("it had no list of codes")
    codes = tuple(_advised(item, asked) for item in told[0])
    if len({item.code.name for item in codes}) < len(codes):
        raise Unusable("it had the same code twice")
    return Advice(codes)


def _advised(item: Any, asked: Asked) -> AdvisedCode:
    if not isinstance(item, Mapping):
        raise Unusable("a code was not an object")
    name = item.get("code")
    code = next((each for each in asked.choices if each.name == name), None)
    if code is None:
        raise Unusable(f"the code {json.dumps(name, default=str)[:80]} is not among its choices")
    evidence = item.get("evidence")
    if not isinstance(evidence, str) or not evidence.strip():
        raise Unusable("a code had no evidence")
    start = asked.text.find(evidence.strip())
    if start < 0:
        raise Unusable("the evidence does not stand in the answer word for word")
    confidence = item.get("confidence")
    if not isinstance(confidence, int | float) or isinstance(confidence, bool):
        raise Unusable("a code had no confidence")
    if not 0 <= confidence <= 1:
        raise Unusable("a confidence was not between 0 and 1")
    if item.get("sentiment") not in tuple(Sentiment):
        raise Unusable("a sentiment was none of positive, negative, neutral and mixed")
    end = start + len(evidence.strip())
    return AdvisedCode(code, start, end, round(confidence, 3), Sentiment(item["sentiment"]))
