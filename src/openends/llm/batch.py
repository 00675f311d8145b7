"""A batch of answers as a language model sees it, and the form of the reply."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from openends.domain.codebook import Code
from openends.domain.coding import Sentiment
from openends.engine.advice.adviser import Asked
from openends.llm.ask import Ask
from openends.llm.prompt import Prompt
from openends.llm.schema import an_object

#: Examples of a code that are shown.
EXAMPLES = 2
#: Tokens of the reply that an answer needs at most: three codes with their evidence.
TOKENS_PER_ANSWER = 160


@dataclass(frozen=True, slots=True)
class Batch:
    """Answers that are asked about in one call."""

    answers: tuple[Asked, ...]
    question: str
    #: By place in ``answers``, why an earlier reply could not be used.
    wrong: Mapping[int, str]
    #: The coding manual; "" for none.
    manual: str = ""
    #: By place in ``answers``, the names of the codes that a review looks at again.
    first: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    #: False where every answer may get any of the codes.
    lists_choices: bool = True

    @property
    def ids(self) -> tuple[str, ...]:
        """The names that the answers have in the call."""
        return tuple(f"a{place + 1}" for place in range(len(self.answers)))

    @property
    def codes(self) -> tuple[Code, ...]:
        """All codes that any of the answers may get, in the order of their numbers."""
        codes = {code.name: code for asked in self.answers for code in asked.choices}
        return tuple(sorted(codes.values(), key=lambda code: code.number))


def write_ask(batch: Batch, prompt: Prompt) -> Ask:
    """Write a batch down as one call.

    Answers stand in JSON strings: no quote or line break of theirs can end one. What is the same
    for many calls comes first: providers charge less for a beginning that they know.
    """
    content: dict[str, Any] = {
        "question": batch.question,
        "codes": [describe_code(code) for code in batch.codes],
        **({"manual": batch.manual} if batch.manual else {}),
        "answers": [
            _answer(batch, place, name, asked)
            for place, (name, asked) in enumerate(zip(batch.ids, batch.answers, strict=True))
        ],
    }
    return Ask(
        prompt=prompt.name,
        instructions=prompt.text,
        text=json.dumps(content, ensure_ascii=False),
        schema=reply_schema(batch),
        max_tokens=200 + TOKENS_PER_ANSWER * len(batch.answers),
    )


def _answer(batch: Batch, place: int, name: str, asked: Asked) -> dict[str, Any]:
    told: dict[str, Any] = {"id": name}
    if place in batch.first:
        first = batch.first[place]
        others = [code.name for code in asked.choices if code.name not in first]
        told |= {"first": list(first), "alternatives": others}
    elif batch.lists_choices:
        told["choices"] = [code.number for code in asked.choices]
    told["text"] = asked.text
    if place in batch.wrong:
        told["wrong"] = batch.wrong[place]
    return told


def describe_code(code: Code) -> dict[str, Any]:
    """Return what a model is told of a code."""
    told: dict[str, Any] = {"number": code.number, "name": code.name}
    if code.definition:
        told["definition"] = code.definition
    if code.include:
        told["include"] = list(code.include)
    if code.exclude:
        told["exclude"] = list(code.exclude)
    if code.examples:
        told["examples"] = list(code.examples[:EXAMPLES])
    return told


def reply_schema(batch: Batch) -> dict[str, Any]:
    """Return the JSON schema of the reply; its labels are those of the codebook and no others."""
    code = an_object(
        code={"type": "string", "enum": [code.name for code in batch.codes]},
        evidence={"type": "string"},
        confidence={"type": "number", "minimum": 0, "maximum": 1},
        sentiment={"type": "string", "enum": list(Sentiment)},
    )
    answer = an_object(
        id={"type": "string", "enum": list(batch.ids)}, codes={"type": "array", "items": code}
    )
    return an_object(answers={"type": "array", "items": answer})
