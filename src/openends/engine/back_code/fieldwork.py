"""What an earlier run and people decided, and what changes as fieldwork goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from openends.domain.back_coding import (
    BackCodedAnswer,
    BackCoding,
    ClosedAnswer,
    ClosedQuestion,
    LaterChange,
    Move,
    Option,
)
from openends.domain.coding import Evidence, Layer
from openends.domain.errors import InputError
from openends.engine.back_code.list_match import Found
from openends.engine.back_code.other_text import OtherText


class EarlierRun:
    """The outcome of an earlier run, taken as given.

    Parameters
    ----------
    question:
        The question as it is now.
    run:
        The earlier outcome; None for a first run.

    Raises
    ------
    InputError
        When the earlier run is of another question.
    """

    def __init__(self, question: ClosedQuestion, run: BackCoding | None) -> None:
        self.new_codes: tuple[Option, ...] = run.new_codes if run else ()
        self._answers = {answer.respondent: answer for answer in run.answers} if run else {}
        self._other = question.other
        self._names = {
            **question.names,
            **{option.number: option.name for option in self.new_codes},
        }
        if run is not None:
            _check_same(question, run)

    def kept(self, answer: ClosedAnswer, text: str) -> BackCodedAnswer | None:
        """Return an outcome that stands; None for what is to be looked at.

        It stands where a person decided it, or nothing of it is Other any more.
        """
        before = self._same(answer, text)
        if before is None or not all(move.number in self._names for move in before.moves):
            return None
        settled = before.decided or (before.moves and self._other not in before.after)
        return replace(before, asked=answer.asked) if settled else None

    def found(
        self, answer: ClosedAnswer, text: OtherText, found: list[Found | None]
    ) -> list[Found | None]:
        """Return what the parts of a text stand for, where some of them had moved before."""
        before = self._same(answer, text.text)
        if before is None:
            return found
        moved = {
            (move.evidence.start, move.evidence.length): move
            for move in before.moves
            if move.number in self._names
        }
        return [
            one
            if (move := moved.get((part.start, part.end - part.start))) is None
            else Found(
                move.number, self._names[move.number], move.layer, move.confidence, part, "was"
            )
            for part, one in zip(text.parts, found, strict=True)
        ]

    def changes(self, answers: Sequence[BackCodedAnswer]) -> Iterator[LaterChange]:
        """Yield the respondents whose punches are others than the earlier run had made them."""
        for answer in answers:
            before = self._answers.get(answer.respondent)
            if before is not None and set(before.after) != set(answer.after):
                yield LaterChange(
                    respondent=answer.respondent,
                    text=answer.text,
                    then=before.after,
                    now=answer.after,
                    why=answer.why or "the punches of the file are others",
                )

    def notes(self, answers: Sequence[ClosedAnswer], texts: Sequence[str]) -> Iterator[str]:
        """Yield what should be known about respondents whom the earlier run had otherwise."""
        gone = set(self._answers) - {answer.respondent for answer in answers}
        if gone:
            are = (
                "1 respondent of the earlier run is"
                if len(gone) == 1
                else (f"{len(gone):,} respondents of the earlier run are")
            )
            yield f"{are} not in this file."
        other = [
            self._answers[answer.respondent]
            for answer, text in zip(answers, texts, strict=True)
            if answer.respondent in self._answers and self._same(answer, text) is None
        ]
        if other:
            decided = sum(answer.decided for answer in other)
            by_person = f", {decided:,} of them decided by a person" if decided else ""
            have = "1 respondent has" if len(other) == 1 else f"{len(other):,} respondents have"
            yield (
                f"{have} other punches or another text than in the earlier run{by_person}: looked "
                "at anew."
            )

    def _same(self, answer: ClosedAnswer, text: str) -> BackCodedAnswer | None:
        """Return the earlier outcome of a respondent who punched and wrote the same."""
        before = self._answers.get(answer.respondent)
        if before is None or before.text != text or set(before.before) != set(answer.punches):
            return None
        return before


def _check_same(question: ClosedQuestion, run: BackCoding) -> None:
    if run.question.other != question.other or run.question.multiple != question.multiple:
        raise InputError(
            f"The earlier run is of a {_kind(run.question)}, and this is a {_kind(question)}; "
            "give the outcome of the same question with --before."
        )
    for option in run.new_codes:
        name = question.names.get(option.number)
        if name is not None:
            raise InputError(
                f"Number {option.number} is '{name}' on the list, and the earlier run gave it to "
                f"its new code '{option.name}'; give the option of the list another number."
            )
        if option.name.casefold() in {name.casefold() for name in question.names.values()}:
            raise InputError(
                f"'{option.name}' is on the list now, and the earlier run made it the new code "
                f"{option.number}; take it off the list, or begin without --before."
            )


def _kind(question: ClosedQuestion) -> str:
    several = "several punches" if question.multiple else "one punch"
    return f"question with {several} and Other as {question.other}"


def decided_answer(
    question: ClosedQuestion, answer: ClosedAnswer, text: str, numbers: Sequence[int]
) -> BackCodedAnswer:
    """Return the punches of a respondent whose Other text a person decided.

    Parameters
    ----------
    numbers:
        What Other becomes; Other itself where it stays.
    """
    kept = [number for number in answer.punches if number != question.other]
    after = tuple(dict.fromkeys([*(kept if question.multiple else ()), *numbers]))
    whole = Evidence.of(text, 0, len(text))
    return BackCodedAnswer(
        respondent=answer.respondent,
        text=text,
        asked=answer.asked,
        before=answer.punches,
        after=after,
        moves=tuple(
            Move(number=number, layer=Layer.PERSON, confidence=1.0, evidence=whole)
            for number in dict.fromkeys(numbers)
            if number != question.other
        ),
        why="a person decided it",
        confidence=1.0,
        decided=True,
    )


def known_texts(answers: Sequence[BackCodedAnswer]) -> dict[str, int]:
    """Return the texts that persons gave exactly one option, with its number."""
    return {
        answer.text: answer.moves[0].number
        for answer in answers
        if answer.decided and len(answer.moves) == 1 and answer.text
    }
