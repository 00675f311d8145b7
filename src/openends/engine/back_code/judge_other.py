"""Decide a respondent's punches from what the Other text stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from openends.domain.back_coding import BackCodedAnswer, ClosedAnswer, ClosedQuestion, Move
from openends.domain.codebook import NONE_NUMBER
from openends.domain.coding import Evidence, Layer
from openends.domain.response import ResponseStatus
from openends.engine.back_code.list_match import Found
from openends.engine.back_code.other_text import OtherText

#: A word list tells that nothing is said.
SAYS_NOTHING = 0.95


def judge_other(
    question: ClosedQuestion,
    answer: ClosedAnswer,
    text: OtherText,
    found: Sequence[Found | None],
    none: int | None,
) -> BackCodedAnswer:
    """Return the respondent's punches before and after.

    Parameters
    ----------
    question:
        With its list.
    answer:
        What was punched and written.
    text:
        What was written, as it was read.
    found:
        What each part of the text stands for.
    none:
        The listed option for "don't know"; None where there is none.
    """
    has_other = question.other in answer.punches
    if text.status in {ResponseStatus.NO_ANSWER, ResponseStatus.JUNK}:
        empty = text.status is ResponseStatus.NO_ANSWER
        said = "Other without a text" if empty else "the text says nothing that can be read"
        return _stays(answer, text, f"{said}; it stays Other" if has_other else "")
    if text.status is ResponseStatus.NONE:
        return _says_nothing(question, answer, text, none)
    if not question.multiple and answer.punches and not has_other:
        return _beside_another(answer, text, found)
    told = "" if has_other else "text without a punch on Other, which it counts as; "
    if not question.multiple:
        return _single(question, answer, text, found, told)
    return _multiple(question, answer, text, found, told)


def _multiple(
    question: ClosedQuestion,
    answer: ClosedAnswer,
    text: OtherText,
    found: Sequence[Found | None],
    told: str,
) -> BackCodedAnswer:
    """Add what is sure; Other goes where nothing else is left of the text."""
    sure = [one for one in found if one is not None and one.sure]
    left = len(sure) < len(found)
    kept = [number for number in answer.punches if number != question.other]
    after = (*kept, *(one.number for one in sure), *((question.other,) if left else ()))
    return _judged(answer, text, tuple(dict.fromkeys(after)), sure, found, told)


def _single(
    question: ClosedQuestion,
    answer: ClosedAnswer,
    text: OtherText,
    found: Sequence[Found | None],
    told: str,
) -> BackCodedAnswer:
    """Replace Other where all of the text is one option: a respondent has one punch."""
    sure = [one for one in found if one is not None and one.sure]
    if len(sure) == len(found) and len({one.number for one in sure}) == 1:
        return _judged(answer, text, (sure[0].number,), sure, found, told)
    judged = _judged(answer, text, (question.other,), (), found, told)
    if not sure:
        return judged
    several = len({one.number for one in sure}) > 1
    why = "; ".join(dict.fromkeys(one.why for one in sure))
    what = "several options and only one can be punched" if several else "more than that"
    return replace(
        judged,
        why=f"{told}{why}: {what}; it stays Other",
        suggested=sure[0].number,
        confidence=sure[0].confidence,
        needs_review=True,
    )


def _judged(
    answer: ClosedAnswer,
    text: OtherText,
    after: tuple[int, ...],
    sure: Sequence[Found],
    found: Sequence[Found | None],
    told: str,
) -> BackCodedAnswer:
    first = {one.number: one for one in reversed(sure)}
    maybe = max(
        (one for one in found if one is not None and not one.sure),
        key=lambda one: one.confidence,
        default=None,
    )
    reasons = list(dict.fromkeys(one.why for one in sure))
    if maybe is not None:
        reasons.append(f"{maybe.why}, which is not sure")
    if len(sure) < len(found):
        reasons.append("the rest stays Other" if sure else "it stays Other")
    doubts = dict.fromkeys(one.doubt for one in sure if one.doubt)
    reasons += doubts
    confidence = maybe.confidence if maybe else min((one.confidence for one in sure), default=None)
    return BackCodedAnswer(
        respondent=answer.respondent,
        text=text.text,
        asked=answer.asked,
        before=answer.punches,
        after=after,
        moves=tuple(_move(text, first[number]) for number in after if number in first),
        why=told + "; ".join(reasons),
        suggested=maybe.number if maybe else None,
        confidence=confidence,
        needs_review=maybe is not None or bool(doubts),
    )


def _says_nothing(
    question: ClosedQuestion, answer: ClosedAnswer, text: OtherText, none: int | None
) -> BackCodedAnswer:
    """Put "don't know" where it belongs; beside other punches it adds nothing to them."""
    if question.other not in answer.punches:
        return _stays(answer, text, "the text says that there is nothing to say")
    kept = tuple(number for number in answer.punches if number != question.other)
    if kept:
        return _stays(answer, text, "says nothing beside the other punches", kept)
    number = NONE_NUMBER if none is None else none
    if none is None and NONE_NUMBER in question.names:
        stays = _stays(answer, text, "")
        why = f"says nothing, but {NONE_NUMBER} is '{question.names[NONE_NUMBER]}' on this list"
        return replace(stays, why=f"{why}; it stays Other", needs_review=True)
    nothing = Found(number, "", Layer.RULE, SAYS_NOTHING, text.whole, "")
    stays = _stays(answer, text, "says that there is nothing, or does not know", (number,))
    return replace(stays, moves=(_move(text, nothing),), confidence=SAYS_NOTHING)


def _beside_another(
    answer: ClosedAnswer, text: OtherText, found: Sequence[Found | None]
) -> BackCodedAnswer:
    """Keep the punch of a respondent who has one, and wrote something all the same."""
    same = bool(found) and all(
        one is not None and one.sure and one.number in answer.punches for one in found
    )
    if same:
        return _stays(answer, text, "the text says what is punched")
    why = "text beside a punch that is not Other; one punch is allowed, and it stays"
    return replace(_stays(answer, text, why), needs_review=True)


def _stays(
    answer: ClosedAnswer, text: OtherText, why: str, after: tuple[int, ...] | None = None
) -> BackCodedAnswer:
    return BackCodedAnswer(
        respondent=answer.respondent,
        text=text.text,
        asked=answer.asked,
        before=answer.punches,
        after=answer.punches if after is None else after,
        why=why,
    )


def _move(text: OtherText, found: Found) -> Move:
    return Move(
        number=found.number,
        layer=found.layer,
        confidence=found.confidence,
        evidence=Evidence.of(text.text, found.part.start, found.part.end),
    )
