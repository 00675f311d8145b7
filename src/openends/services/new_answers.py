"""A language model that is asked about the answers of some responses only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openends.domain.codebook import Code
from openends.domain.result import AdviceReport
from openends.engine.advice.adviser import Advice, Adviser, Asked, DraftCode, NamedCode, Study
from openends.engine.prepare.clean import clean
from openends.engine.prepare.distinct import folding_key, marks_before
from openends.engine.progress import Progress


class NewAnswersAdviser:
    """Asks about no answer that only responses have which were coded before.

    Parameters
    ----------
    adviser:
        The language model.
    texts:
        The responses that are to be coded, as they were written.
    """

    def __init__(self, adviser: Adviser, texts: Iterable[str]) -> None:
        self._adviser = adviser
        self._new = {_key(text) for text in texts}

    @property
    def everything(self) -> bool:
        """True where the language model is asked about every answer."""
        return self._adviser.everything

    def name_codes(
        self, drafts: Sequence[DraftCode], study: Study, progress: Progress
    ) -> list[NamedCode] | None:
        """Return the codes of a built codebook as the language model names them."""
        return self._adviser.name_codes(drafts, study, progress)

    def advise(
        self, asked: Sequence[Asked], question: str, progress: Progress
    ) -> list[Advice | None]:
        """Return what the language model says of each new answer; None for all others."""
        new = [at for at, each in enumerate(asked) if _key(each.text) in self._new]
        advice: list[Advice | None] = [None] * len(asked)
        told = self._adviser.advise([asked[at] for at in new], question, progress)
        for at, each in zip(new, told, strict=True):
            advice[at] = each
        return advice

    def reword(self, codes: Sequence[Code]) -> dict[str, str] | None:
        """Return other words for the definitions of codes."""
        return self._adviser.reword(codes)

    def report(self) -> AdviceReport:
        """Return what was asked since the last report, and what it cost."""
        return self._adviser.report()


def _key(text: str) -> str:
    cleaned = clean(text).text
    return folding_key(cleaned[marks_before(cleaned) :])
