"""A language model names, defines and merges the codes of a built codebook."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from openends.engine.advice.adviser import DraftCode, NamedCode, Study
from openends.engine.progress import Progress, silent
from openends.llm.ask import Ask
from openends.llm.check_names import check_names
from openends.llm.paid_model import PaidModel
from openends.llm.prompt import load_prompt
from openends.llm.schema import an_object
from openends.llm.second_try import ask_twice
from openends.llm.suspicious import reads_like_an_order

#: Drafts in one call. Those of two calls are not merged with one another.
PER_CALL = 100
#: Tokens of the reply that a code needs at most.
TOKENS_PER_CODE = 150


class CodeNamer:
    """Asks a language model for the names of codes, and checks them.

    Parameters
    ----------
    model:
        The language model, with the record of its calls and its budget.
    """

    def __init__(self, model: PaidModel) -> None:
        self._model = model
        self._prompt = load_prompt("name")

    def name_codes(
        self, drafts: Sequence[DraftCode], study: Study, progress: Progress = silent
    ) -> list[NamedCode] | None:
        """Return the codes as the model names them; None where nothing usable came back.

        A reply that cannot be used is asked for once more, with the reason.
        """
        # Codes of one category are named together: those that mean the same are among them.
        ordered = sorted(drafts, key=lambda draft: draft.code.category)
        named: list[NamedCode] = []
        stage = f"Having {self._model.name} name the codes"
        for start in range(0, len(ordered), PER_CALL):
            progress(stage, start, len(ordered))
            some = self._name(ordered[start : start + PER_CALL], study, named)
            if some is None:
                return None
            named += some
        progress(stage, len(ordered), len(ordered))
        return named

    def _name(
        self, drafts: Sequence[DraftCode], study: Study, taken: Sequence[NamedCode]
    ) -> list[NamedCode] | None:
        named, wrong = ask_twice(
            self._model,
            lambda reason: self._ask(drafts, study, taken, reason),
            lambda text: check_names(text, drafts, taken),
        )
        self._model.account.unnamed = wrong
        return named

    def _ask(
        self, drafts: Sequence[DraftCode], study: Study, taken: Sequence[NamedCode], wrong: str
    ) -> Ask:
        content: dict[str, Any] = {
            "question": study.question,
            "language": study.language,
            **({"objective": study.objective} if study.objective else {}),
            **({"guidance": study.guidance} if study.guidance else {}),
            **({"taken": [code.name for code in taken]} if taken else {}),
            **({"wrong": wrong} if wrong else {}),
            "codes": [_draft(draft) for draft in drafts],
        }
        numbers = [draft.code.number for draft in drafts]
        code = an_object(
            drafts={"type": "array", "items": {"type": "integer", "enum": numbers}},
            name={"type": "string"},
            definition={"type": "string"},
            category={"type": "string"},
        )
        return Ask(
            prompt=self._prompt.name,
            instructions=self._prompt.text,
            text=json.dumps(content, ensure_ascii=False),
            schema=an_object(codes={"type": "array", "items": code}),
            max_tokens=200 + TOKENS_PER_CODE * len(drafts),
        )


def _draft(draft: DraftCode) -> dict[str, Any]:
    return {
        "number": draft.code.number,
        "name": draft.code.name,
        "definition": draft.code.definition,
        "category": draft.code.category,
        "people": draft.people,
        "answers": [each.text for each in draft.examples if not reads_like_an_order(each.text)],
    }
