"""From raw responses to the distinct answers that have to be coded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from openends.domain.errors import NothingToCode
from openends.domain.response import Response, ResponseStatus
from openends.engine.prepare.clauses import Clause, split_clauses
from openends.engine.prepare.clean import clean
from openends.engine.prepare.distinct import folding_key, marks_before
from openends.engine.prepare.language import question_languages, tell_languages
from openends.engine.prepare.set_aside import set_aside

#: Clauses from which on an answer is read in passages, and the clauses of a passage.
LONG, PASSAGE = 5, 3


@dataclass(frozen=True, slots=True)
class Answer:
    """A distinct answer: coded once for everyone who gave it."""

    #: As the first person wrote it, without the marks before its first word.
    text: str
    language: str
    #: The parts that say something, at least one.
    clauses: tuple[Clause, ...]
    #: Number of people who gave it.
    people: int
    #: The parts that say nothing: "dk" in "dk, maybe the price".
    nothing: tuple[Clause, ...] = ()

    @property
    def meaning(self) -> str:
        """The text without the parts that say nothing."""
        if not self.nothing:
            return self.text
        return ", ".join(clause.text for clause in self.clauses)

    @property
    def passages(self) -> tuple[str, ...]:
        """What speaks of few things at a time: the answer itself, or runs of a long one's clauses.

        One vector of a long review says that it is a review, and little of each of its points.
        """
        if len(self.clauses) < LONG:
            return (self.meaning,)
        starts = range(0, len(self.clauses), PASSAGE)
        runs = [self.clauses[start : start + PASSAGE] for start in starts]
        return tuple(self.text[run[0].start : run[-1].end] for run in runs)


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
    occurrences, distinct, people = _fold(responses, [item.text for item in cleaned], statuses)
    languages, told = _languages(occurrences, distinct, language)
    answers = tuple(
        _answer(text, lang, count) for text, lang, count in zip(distinct, told, people, strict=True)
    )
    repaired = sum(item.repaired for item in cleaned)
    cut = sum(item.cut for item in cleaned)
    return Prepared(occurrences, answers, languages, _warnings(repaired, cut))


def _answer(text: str, language: str, people: int) -> Answer:
    """Split an answer, and part what it says from where it says nothing ("dk, maybe the price")."""
    clauses = split_clauses(text, language)
    nothing = tuple(clause for clause in clauses if set_aside(clause.text) is ResponseStatus.NONE)
    if len(nothing) == len(clauses):
        nothing = ()
    said = tuple(clause for clause in clauses if clause not in nothing)
    return Answer(text, language, said, people, nothing)


def _fold(
    responses: Sequence[Response], texts: Sequence[str], statuses: Sequence[ResponseStatus | None]
) -> tuple[tuple[Occurrence, ...], list[str], list[int]]:
    """Give answers that differ in case and outer punctuation only the same index.

    The commonest spelling is the one that is read, whoever came first; of two that are as common
    the one in small letters.
    """
    index: dict[str, int] = {}
    spellings: list[Counter[str]] = []
    occurrences = []
    for response, text, status in zip(responses, texts, statuses, strict=True):
        if status is not None:
            occurrences.append(Occurrence(response, text, status, -1, 0))
            continue
        start = marks_before(text)
        number = index.setdefault(folding_key(text[start:]), len(index))
        if number == len(spellings):
            spellings.append(Counter())
        # Marks after it stay, they tell the tone; marks before it would shift the evidence.
        spellings[number][text[start:]] += 1
        occurrences.append(Occurrence(response, text, None, number, start))
    distinct = [max(counts, key=lambda text: (counts[text], text)) for counts in spellings]
    return tuple(occurrences), distinct, [counts.total() for counts in spellings]


def _languages(
    occurrences: Sequence[Occurrence], distinct: Sequence[str], language: str
) -> tuple[tuple[str, ...], list[str]]:
    """Return the question's languages and each distinct answer's; what the caller knows holds."""
    if language != "auto":
        return (language,), [language] * len(distinct)
    real = [occurrence for occurrence in occurrences if occurrence.status is None]
    known = {
        occurrence.answer: occurrence.response.language
        for occurrence in reversed(real)
        if occurrence.response.language
    }
    languages = question_languages([occurrence.text for occurrence in real])
    told = [
        known.get(position, guess)
        for position, guess in enumerate(tell_languages(distinct, languages))
    ]
    return tuple(dict.fromkeys((*languages, *known.values()))), told


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
