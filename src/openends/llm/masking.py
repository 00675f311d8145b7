"""A language model that never sees the personal data in an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from openends.domain.codebook import Code
from openends.domain.result import AdviceReport
from openends.engine.advice.adviser import (
    Advice,
    AdvisedCode,
    Adviser,
    Asked,
    DraftCode,
    NamedCode,
    Study,
)
from openends.engine.privacy.mask import Masked, mask
from openends.engine.progress import Progress, silent


class MaskingAdviser:
    """Masks answers and the examples of codes, asks, and moves what is quoted back to the answers.

    Parameters
    ----------
    adviser:
        The language model that is asked.
    """

    def __init__(self, adviser: Adviser) -> None:
        self._adviser = adviser

    @property
    def everything(self) -> bool:
        """True where the language model is asked about every answer."""
        return self._adviser.everything

    def name_codes(
        self, drafts: Sequence[DraftCode], study: Study, progress: Progress = silent
    ) -> list[NamedCode] | None:
        """Return the codes as the language model names them from masked answers."""
        return self._adviser.name_codes([_masked_draft(each) for each in drafts], study, progress)

    def advise(
        self, asked: Sequence[Asked], question: str = "", progress: Progress = silent
    ) -> list[Advice | None]:
        """Return what the language model says of each answer, as if it had seen all of it."""
        masked = [mask(each.text, each.language) for each in asked]
        # Answers share their choices, and each code is masked once.
        codes = {code.name: code for each in asked for code in each.choices}
        hidden_codes = {name: _masked_code(code) for name, code in codes.items()}
        shown = [
            replace(
                each,
                text=hidden.text,
                choices=tuple(hidden_codes[code.name] for code in each.choices),
            )
            for each, hidden in zip(asked, masked, strict=True)
        ]
        advice = self._adviser.advise(shown, question, progress)
        return [
            None if told is None else _told_of(hidden, told, codes)
            for hidden, told in zip(masked, advice, strict=True)
        ]

    def reword(self, codes: Sequence[Code]) -> dict[str, str] | None:
        """Return other words for the definitions of codes."""
        return self._adviser.reword(codes)

    def report(self) -> AdviceReport:
        """Return what was asked since the last report, and what it cost."""
        return self._adviser.report()


def _masked_draft(draft: DraftCode) -> DraftCode:
    shown = tuple(
        replace(each, text=mask(each.text, each.language).text) for each in draft.examples
    )
    return replace(draft, code=_masked_code(draft.code), examples=shown)


def _masked_code(code: Code) -> Code:
    return replace(code, examples=tuple(mask(text).text for text in code.examples))


def _told_of(masked: Masked, advice: Advice, codes: Mapping[str, Code]) -> Advice:
    """Return advice on the masked answer as advice on the answer itself."""
    return Advice(tuple(_moved(item, masked, codes[item.code.name]) for item in advice.codes))


def _moved(item: AdvisedCode, masked: Masked, code: Code) -> AdvisedCode:
    start, length = masked.place(item.start, item.end - item.start)
    return replace(item, code=code, start=start, end=start + length)
