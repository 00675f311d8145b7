"""Take codings over to an edited codebook; only what the edit touches changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from openends.domain.coding import Coding, Mention
from openends.domain.response import ResponseStatus
from openends.engine.refine.apply_edit import EditedCodebook
from openends.engine.review.review import review_reason

#: Returns the coding of a response, by its place, as a coder of the edited codebook makes it.
Fresh = Callable[[int], Coding]


def recode(
    codings: Sequence[Coding], edited: EditedCodebook, fresh: Fresh | None
) -> tuple[Coding, ...]:
    """Return the codings of the same responses after an edit of their codebook.

    An answer changes only by gaining or losing a code that the edit touches; a code that fits it
    less well than one it gains goes. What a person decided stays; where the edit takes the very
    code away that a person gave, a person is asked to look again.

    Parameters
    ----------
    codings:
        Of all responses by the codebook before the edit.
    edited:
        What the edit made of the codebook.
    fresh:
        Codes a response by the edited codebook; None where not ``edited.needs_coding``.
    """
    if fresh is None:
        return tuple(_carried(coding, edited) for coding in codings)
    return tuple(_recoded(coding, place, edited, fresh) for place, coding in enumerate(codings))


def _carried(coding: Coding, edited: EditedCodebook) -> Coding:
    """Return the coding in the codes that its own became; those without an heir are left out."""
    best: dict[int, Mention] = {}
    for mention in coding.mentions:
        heir = edited.heirs.get(mention.code.number)
        if heir is None:
            continue
        other = best.get(heir.number)
        if other is None or _rank(mention) > _rank(other):
            # What a person said of the tone of this very mention stays.
            tone = mention.sentiment if mention.coder else heir.tone(mention.sentiment)
            best[heir.number] = replace(mention, code=heir, sentiment=tone)
    mentions = _in_order(best.values())
    runner_up = edited.heirs.get(coding.runner_up.number) if coding.runner_up else None
    if runner_up is not None and runner_up.number in best:
        runner_up = None
    return replace(coding, mentions=mentions, runner_up=runner_up)


def _recoded(coding: Coding, place: int, edited: EditedCodebook, fresh_of: Fresh) -> Coding:
    carried = _carried(coding, edited)
    if edited.within is not None:
        held = [each for each in coding.mentions if each.code.number == edited.within]
        return _released(carried, fresh_of(place), held[0], edited) if held else carried
    if coding.approved:
        return carried
    fresh = fresh_of(place)
    had = {mention.code.number for mention in carried.mentions} & edited.touched
    has = {mention.code.number for mention in fresh.mentions} & edited.touched
    decided = {each.code.number for each in carried.mentions if each.coder}
    gained, lost = has - had, had - has - decided
    if not gained and not lost:
        return carried
    fits = {mention.code.number for mention in fresh.mentions} | decided
    kept = [
        mention
        for mention in carried.mentions
        if mention.code.number not in lost and (not gained or mention.code.number in fits)
    ]
    kept += [mention for mention in fresh.mentions if mention.code.number in gained]
    return _changed(carried, fresh, kept)


def _released(carried: Coding, fresh: Coding, held: Mention, edited: EditedCodebook) -> Coding:
    """Return the coding of a response whose code was split or retired."""
    there = {mention.code.number for mention in carried.mentions}
    parts = [
        mention
        for mention in fresh.mentions
        if mention.code.number in edited.touched and mention.code.number not in there
    ]
    changed = _changed(carried, fresh, [*carried.mentions, *parts])
    if not held.coder and not carried.approved:
        return changed
    became = "split" if edited.touched else "retired"
    reason = f"A person gave '{held.code.name}', which was {became}."
    return replace(changed, approved=False, needs_review=True, review_reason=reason)


def _changed(carried: Coding, fresh: Coding, mentions: Sequence[Mention]) -> Coding:
    """Return the coding with these mentions, or the fresh one where none is left."""
    if not mentions:
        return replace(fresh, response_id=carried.response_id)
    ordered = _in_order(mentions)
    numbers = {mention.code.number for mention in ordered}
    runner_up = fresh.runner_up
    if runner_up is not None and runner_up.number in numbers:
        runner_up = None
    reason = review_reason(ResponseStatus.CODED, ordered, runner_up)
    return replace(
        carried,
        status=ResponseStatus.CODED,
        mentions=ordered,
        runner_up=runner_up,
        runner_up_chance=fresh.runner_up_chance,
        needs_review=bool(reason),
        review_reason=reason,
    )


def _rank(mention: Mention) -> tuple[bool, float]:
    return bool(mention.coder), mention.confidence


def _in_order(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    return tuple(
        sorted(mentions, key=lambda each: (each.evidence.start, -each.confidence, each.code.number))
    )
