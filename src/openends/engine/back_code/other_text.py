"""What a respondent wrote beside Other, in parts that can each stand for an option."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openends.domain.response import ResponseStatus
from openends.engine.prepare.clauses import Clause, split_clauses
from openends.engine.prepare.clean import clean
from openends.engine.prepare.language import question_languages, tell_languages
from openends.engine.prepare.set_aside import set_aside


@dataclass(frozen=True, slots=True)
class OtherText:
    """An Other text as it is read."""

    #: The cleaned text.
    text: str
    #: Why there is nothing to read in it; None where there is.
    status: ResponseStatus | None
    #: The parts that say something; empty where nothing does.
    parts: tuple[Clause, ...]

    @property
    def whole(self) -> Clause:
        """All of it as one part."""
        return Clause(0, len(self.text), self.text)


def read_other_texts(texts: Sequence[str]) -> tuple[tuple[OtherText, ...], tuple[str, ...]]:
    """Clean the texts and part them; return the languages that they are in, too."""
    cleaned = [clean(text).text for text in texts]
    statuses = [set_aside(text) for text in cleaned]
    real = [text for text, status in zip(cleaned, statuses, strict=True) if status is None]
    languages = question_languages(real) if real else ("en",)
    told = dict(zip(real, tell_languages(real, languages), strict=True))
    read = tuple(
        OtherText(text, status, _parts(text, told[text]) if status is None else ())
        for text, status in zip(cleaned, statuses, strict=True)
    )
    return read, languages


def _parts(text: str, language: str) -> tuple[Clause, ...]:
    clauses = split_clauses(text, language)
    said = tuple(clause for clause in clauses if set_aside(clause.text) is None)
    return said or clauses
