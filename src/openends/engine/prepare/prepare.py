"""From raw responses to the distinct answers that have to be coded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openends.domain.errors import NothingToCode
from openends.domain.response import Response, ResponseStatus
from openends.engine.prepare.clauses import Clause, split_clauses
from openends.engine.prepare.clean import clean
from openends.engine.prepare.language import question_languages, tell_languages
from openends.engine.prepare.set_aside import set_aside

#: What may surround an answer without making it another one.
_OUTER = " \t\n.!…"


@dataclass(frozen=True, slots=True)
class Answer:
    """A distinct answer: coded once for everyone who gave it."""

    text: str
    language: str
    clauses: tuple[Clause, ...]
    #: Number of people who gave it.
    people: int


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One response: which distinct answer it is, or why it is set aside."""

    response: Response
    #: The cleaned verbatim.
    text: str
    #: Why no model sees it; None when it is a real answer.
    status: ResponseStatus | None
    #: Index of its distinct answer; -1 when set aside.
    answer: int
    #: Characters by which this text starts later than the distinct answer's own text.
    shift: int


@dataclass(frozen=True, slots=True)
class Prepared:
    """A question's responses, ready for coding."""

    occurrences: tuple[Occurrence, ...]
    answers: tuple[Answer, ...]
    #: ISO 639-1 codes in the order of their frequency.
    languages: tuple[str, ...]
    warnings: tuple[str, ...]


def prepare(responses: Sequence[Response], *, language: str = "auto") -> Prepared:
    """Clean the verbatims, set aside what is no answer, and fold duplicates together.

    Parameters
    ----------
    responses:
        All responses to one question, blanks included.
    language:
        "auto", or the ISO 639-1 code that all answers are written in.

    Raises
    ------
    NothingToCode
        When no response holds anything but blanks.
    """
    cleaned = [clean(response.text) for response in responses]
    if not any(item.text for item in cleaned):
        raise NothingToCode(
            f"All {len(cleaned)} answers are blank; choose another column with --text."
            if cleaned
            else "There are no answers; give a file with at least one row."
        )
    statuses = [set_aside(item.text) for item in cleaned]
    real = [item.text for item, status in zip(cleaned, statuses, strict=True) if status is None]
    languages = (language,) if language != "auto" else question_languages(real)
    occurrences, cores, people = _fold(responses, [item.text for item in cleaned], statuses)
    told = tell_languages(cores, languages)
    answers = tuple(
        Answer(text, lang, split_clauses(text, lang), count)
        for text, lang, count in zip(cores, told, people, strict=True)
    )
    repaired = sum(item.repaired for item in cleaned)
    cut = sum(item.cut for item in cleaned)
    return Prepared(occurrences, answers, languages, _warnings(repaired, cut))


def _fold(
    responses: Sequence[Response], texts: Sequence[str], statuses: Sequence[ResponseStatus | None]
) -> tuple[tuple[Occurrence, ...], list[str], list[int]]:
    """Give answers that differ in case and outer punctuation only the same index."""
    index: dict[tuple[int, str], int] = {}
    starts: list[int] = []
    cores: list[str] = []
    people: list[int] = []
    occurrences = []
    for response, text, status in zip(responses, texts, statuses, strict=True):
        if status is not None:
            occurrences.append(Occurrence(response, text, status, -1, 0))
            continue
        core = text.strip(_OUTER)
        start = text.find(core)
        # The length keeps apart what lower-casing would stretch, so that evidence stays literal.
        key = (len(core), core.lower())
        number = index.setdefault(key, len(index))
        if number == len(cores):
            cores.append(text)
            people.append(0)
            starts.append(start)
        people[number] += 1
        occurrences.append(Occurrence(response, text, None, number, start - starts[number]))
    return tuple(occurrences), cores, people


def _warnings(repaired: int, cut: int) -> tuple[str, ...]:
    warnings = []
    if repaired:
        warnings.append(
            f"{repaired:,} {'answer' if repaired == 1 else 'answers'} held broken or invisible "
            "characters, which were repaired or removed."
        )
    if cut:
        warnings.append(
            f"{cut:,} {'answer was' if cut == 1 else 'answers were'} longer than 10,000 "
            "characters and cut there."
        )
    return tuple(warnings)
