"""What the engine asks a language model, and what it takes from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from openends.domain.codebook import Code
from openends.domain.coding import Sentiment
from openends.domain.result import AdviceReport
from openends.engine.progress import Progress


@dataclass(frozen=True, slots=True)
class Asked:
    """A distinct answer, and the codes among which a language model is to choose."""

    text: str
    #: The likeliest first; or all codes where the codebook is short.
    choices: tuple[Code, ...]
    #: ISO 639-1 code of the answer's language.
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Example:
    """An answer that is shown to explain a code."""

    text: str
    #: ISO 639-1 code.
    language: str


@dataclass(frozen=True, slots=True)
class DraftCode:
    """A code of a built codebook, and what it holds."""

    code: Code
    people: int
    #: Answers that fit it best, the best first.
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Study:
    """What a researcher wants to know, as far as it was said; "" where it was not."""

    question: str
    guidance: str
    objective: str
    #: ISO 639-1 code of the language that names and definitions are to be in.
    language: str


@dataclass(frozen=True, slots=True)
class NamedCode:
    """A code as a language model names and defines it."""

    name: str
    definition: str
    category: str
    #: Numbers of the drafts that it stands for: several where they mean the same.
    drafts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AdvisedCode:
    """One code that a language model gives, with the words that it quotes for it."""

    code: Code
    #: Span of the quoted words in the answer's text; always inside it.
    start: int
    end: int
    #: What the model says of its own certainty, 0 to 1.
    confidence: float
    sentiment: Sentiment


@dataclass(frozen=True, slots=True)
class Advice:
    """What a language model says of one answer: codes, or that none of the choices fits."""

    codes: tuple[AdvisedCode, ...]


class Adviser(Protocol):
    """A language model, as far as the engine knows it."""

    @property
    def everything(self) -> bool:
        """True where it is asked about every answer, not only about those in doubt."""

    def name_codes(
        self, drafts: Sequence[DraftCode], study: Study, progress: Progress
    ) -> list[NamedCode] | None:
        """Return the codes as it names them; None where nothing usable came back.

        Parameters
        ----------
        drafts:
            The codes of a built codebook.
        study:
            What they are for.
        progress:
            Told how many were named.

        Returns
        -------
        list of NamedCode or None
            Every draft belongs to one of them and no two have the same name.
        """

    def advise(
        self, asked: Sequence[Asked], question: str, progress: Progress
    ) -> list[Advice | None]:
        """Return what it says of each answer.

        Parameters
        ----------
        asked:
            Distinct answers.
        question:
            As respondents saw it; "" when unknown.
        progress:
            Told how many answers were decided.

        Returns
        -------
        list of Advice or None
            One per answer, in their order. None where nothing usable came back, the budget was
            spent, or the answer must not be sent: the coding without it stands.
        """

    def reword(self, codes: Sequence[Code]) -> dict[str, str] | None:
        """Return other words for the definitions of codes, by name; None where they are not usable.

        A code without a definition is missing.
        """

    def report(self) -> AdviceReport:
        """Return what was asked since the last report, and what it cost."""
