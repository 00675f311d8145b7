"""A language model writes the coding manual of a question."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openends.domain.codebook import Code
from openends.engine.advice.adviser import Asked
from openends.engine.progress import Progress, silent
from openends.llm.ask import Ask
from openends.llm.batch import describe_code
from openends.llm.check_manual import ManualPart, check_manual
from openends.llm.paid_model import PaidModel, Query
from openends.llm.prompt import load_prompt
from openends.llm.schema import a_list, an_object
from openends.llm.second_try import Unusable
from openends.llm.suspicious import reads_like_an_order

#: Codes that are written about in one call.
PER_CALL = 12
#: Answers that are shown of each code that is written about, and letters of one at most.
PER_CODE, LONGEST = 4, 300
#: Tokens of the reply that a code needs at most, and all examples and hard cases together.
TOKENS_PER_CODE, TOKENS_BESIDE = 400, 2_000
#: A code usually takes as many tokens as the replies on so many answers.
ANSWERS_PER_CODE = 3


@dataclass(frozen=True, slots=True)
class _Part:
    """Codes that are written about in one call, and the answers that are shown with them."""

    some: Sequence[Code]
    answers: Sequence[str]


class ManualWriter:
    """Has a language model write a manual, checks it, and puts it into words for people.

    Parameters
    ----------
    model:
        The language model, with the record of its calls and its budget.
    """

    def __init__(self, model: PaidModel) -> None:
        self._model = model
        self._prompt = load_prompt("manual")

    def write(
        self,
        codes: Sequence[Code],
        asked: Sequence[Asked],
        question: str = "",
        progress: Progress = silent,
    ) -> str:
        """Return the manual as Markdown; "" where nothing usable came back.

        Parameters
        ----------
        codes:
            All codes of the codebook.
        asked:
            Answers of the study; those whose likeliest code is written about are shown.
        question:
            As respondents saw it; "" when unknown.
        """
        parts = [
            _Part(some, _shown(some, asked))
            for some in (codes[at : at + PER_CALL] for at in range(0, len(codes), PER_CALL))
        ]
        asks = {at: self._ask(codes, part, question) for at, part in enumerate(parts)}
        told = self._model.account.estimate([*asks.values()], ANSWERS_PER_CODE * len(codes))
        stage = f"Having {self._model.name} write the coding manual ({told})"
        progress(stage, 0, len(parts))
        written: dict[int, ManualPart] = {}
        for _ in range(2):
            wrong = self._make(asks, codes, parts, written)
            progress(stage, len(written), len(parts))
            if len(written) + len(wrong) < len(parts):
                break
            asks = {at: self._ask(codes, parts[at], question, why) for at, why in wrong.items()}
        if len(written) == len(parts):
            return in_words(codes, [written[at] for at in range(len(parts))], question)
        if not self._model.account.stopped:
            self._model.account.no_manual = next(iter(wrong.values()), "no reply came")
        return ""

    def _make(
        self,
        asks: Mapping[int, Ask],
        codes: Sequence[Code],
        parts: Sequence[_Part],
        written: dict[int, ManualPart],
    ) -> dict[int, str]:
        """Ask for some parts, take over those that can be used, and return what is wrong."""
        wrong: dict[int, str] = {}
        places, queries = list(asks), [Query(ask, dispensable=True) for ask in asks.values()]
        for at, reply in self._model.replies(queries):
            part = parts[places[at]]
            try:
                written[places[at]] = check_manual(reply.text, codes, part.some, part.answers)
            except Unusable as error:
                wrong[places[at]] = str(error)
        return wrong

    def _ask(self, codes: Sequence[Code], part: _Part, question: str, wrong: str = "") -> Ask:
        content: dict[str, Any] = {
            "question": question,
            "codes": [describe_code(code) for code in codes],
            "write": [code.name for code in part.some],
            "answers": list(part.answers),
            **({"wrong": wrong} if wrong else {}),
        }
        return Ask(
            prompt=self._prompt.name,
            instructions=self._prompt.text,
            text=json.dumps(content, ensure_ascii=False),
            schema=_schema(codes, part.some),
            max_tokens=TOKENS_BESIDE + TOKENS_PER_CODE * len(part.some),
        )


def _shown(some: Sequence[Code], asked: Sequence[Asked]) -> list[str]:
    """Return answers whose likeliest code is one of these: of each the hardest and the clearest.

    Those in doubt come first in what is asked, those that are clear last.
    """
    held: dict[str, list[str]] = {code.name: [] for code in some}
    for each in asked:
        texts = held.get(each.choices[0].name)
        if texts is None or len(each.text) > LONGEST or reads_like_an_order(each.text):
            continue
        texts.append(each.text)
    shown = []
    for texts in held.values():
        half = PER_CODE // 2
        shown += texts if len(texts) <= PER_CODE else [*texts[:half], *texts[-half:]]
    return list(dict.fromkeys(shown))


def _schema(codes: Sequence[Code], some: Sequence[Code]) -> dict[str, Any]:
    text = {"type": "string"}
    name = {"type": "string", "enum": [code.name for code in codes]}
    other = {"type": "string", "enum": [*(code.name for code in codes), ""]}
    code = an_object(
        code={"type": "string", "enum": [code.name for code in some]},
        definition=text,
        **{"in": a_list(text)},
        out=a_list(an_object(what=text, code=other)),
        confused_with=other,
        rule=text,
    )
    return an_object(
        codes=a_list(code),
        edge_cases=a_list(an_object(case=text, decision=text)),
        examples=a_list(an_object(answer=text, codes=a_list(name), why=text)),
    )


def in_words(codes: Sequence[Code], parts: Sequence[ManualPart], question: str = "") -> str:
    """Return a manual as Markdown, the same for the same parts."""
    lines = ["# Coding manual", ""]
    if question:
        lines += [f"Question: {' '.join(question.split())}", ""]
    numbers = {code.name: code.number for code in codes}
    for each in (code for part in parts for code in part.codes):
        lines += [f"## {numbers[each.code]} {each.code}", "", each.definition, ""]
        lines += [f"- Here: {kind}" for kind in each.inside]
        lines += [
            f"- Not here: {what}{f' (goes to {code})' if code else ''}"
            for what, code in each.outside
        ]
        if each.confused_with and each.rule:
            lines.append(f"- Against {each.confused_with}: {each.rule}")
        lines.append("")
    cases = [f"- {case}: {decision}" for part in parts for case, decision in part.edge_cases]
    if cases:
        lines += ["## Hard cases", "", *cases, ""]
    examples = [
        f'- "{answer}": {", ".join(names) or "no code"} ({why})'
        for part in parts
        for answer, names, why in part.examples
    ]
    if examples:
        lines += ["## Examples", "", *examples, ""]
    # A codebook can hold half a character, which no file can.
    return "\n".join(lines).encode("utf-8", "replace").decode("utf-8")
