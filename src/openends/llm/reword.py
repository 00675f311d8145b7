"""A language model rewords the definitions of a codebook."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from openends.domain.codebook import Code
from openends.llm.ask import Ask
from openends.llm.paid_model import PaidModel
from openends.llm.prompt import load_prompt
from openends.llm.schema import an_object
from openends.llm.second_try import Unusable, ask_twice

#: Definitions in one call.
PER_CALL = 50
#: Letters of a definition at most, and tokens of the reply that one needs at most.
LONGEST, TOKENS = 2_000, 250


class Rewording:
    """Asks a language model to say definitions in other words.

    Parameters
    ----------
    model:
        The language model, with the record of its calls and its budget.
    """

    def __init__(self, model: PaidModel) -> None:
        self._model = model
        self._prompt = load_prompt("reword")

    def reword(self, codes: Sequence[Code]) -> dict[str, str] | None:
        """Return a new definition for every code that has one, by name; None where any is missing.

        A reply that cannot be used is asked for once more, with the reason.
        """
        defined = [code for code in codes if code.definition]
        told: dict[str, str] = {}
        for start in range(0, len(defined), PER_CALL):
            some = self._reword(defined[start : start + PER_CALL])
            if some is None:
                return None
            told |= some
        return told

    def _reword(self, codes: Sequence[Code]) -> dict[str, str] | None:
        told, _ = ask_twice(
            self._model,
            lambda reason: self._ask(codes, reason),
            lambda text: _definitions(text, codes),
        )
        return told

    def _ask(self, codes: Sequence[Code], wrong: str) -> Ask:
        content: dict[str, Any] = {
            **({"wrong": wrong} if wrong else {}),
            "codes": [
                {"number": code.number, "name": code.name, "definition": code.definition[:LONGEST]}
                for code in codes
            ],
        }
        numbers = [code.number for code in codes]
        code = an_object(number={"type": "integer", "enum": numbers}, definition={"type": "string"})
        return Ask(
            prompt=self._prompt.name,
            instructions=self._prompt.text,
            text=json.dumps(content, ensure_ascii=False),
            schema=an_object(codes={"type": "array", "items": code}),
            max_tokens=200 + TOKENS * len(codes),
        )


def _definitions(text: str, codes: Sequence[Code]) -> dict[str, str]:
    """Return a reply's definitions by the names of the codes; ``Unusable`` where one is missing."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise Unusable("the reply was not JSON") from None
    entries = content.get("codes") if isinstance(content, dict) else None
    told = {}
    for entry in entries if isinstance(entries, list) else ():
        number = entry.get("number") if isinstance(entry, dict) else None
        words = entry.get("definition") if isinstance(entry, dict) else None
        if type(number) is int and isinstance(words, str) and 0 < len(words.strip()) <= LONGEST:
            told[number] = words.strip()
    missing = next((code.number for code in codes if code.number not in told), None)
    if missing is not None:
        raise Unusable(f"code {missing} had no definition of at most {LONGEST} letters")
    return {code.name: told[code.number] for code in codes}
