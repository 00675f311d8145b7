"""The answers that a study is begun with: they show how far confidence holds, and teach most."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openends.domain.coding import Coding
from openends.engine.review.outstanding import Outstanding

#: Answers that bring the confidence of a study near to its true level: its error falls from .21 to
#: .10 on surveys that nothing was tuned on.
FIRST = 30
#: Confident, middling and doubtful answers, as many of each. The teaching order alone takes up to
#: two thirds from the confident ones, where there is least to correct; doubtful ones alone would
#: say nothing of how sure the confident ones are.
BANDS = 3


#: Confidence is learned anew whenever so many times as many answers were reviewed as before.
_AGAIN = 1.5


def learns_confidence(before: Sequence[Coding], after: Sequence[Coding]) -> bool:
    """Return whether confidence is to be learned anew from the answers that were reviewed since.

    It is from the first thirty on, which show how far it holds, and then whenever half as many
    again were reviewed: seldom enough that what nobody touched changes rarely.

    Parameters
    ----------
    before, after:
        The codings of everyone, before and after what was reviewed last.
    """
    known, now = (len({each.text for each in all_ if each.approved}) for all_ in (before, after))
    mark = float(FIRST)
    while mark <= known:
        mark *= _AGAIN
    return mark <= now


def first_answers(
    codings: Sequence[Coding],
    outstanding: Outstanding,
    teaching: Sequence[str],
    order: Sequence[int],
) -> list[int]:
    """Return the indices of the answers that a study's review begins with.

    Parameters
    ----------
    codings:
        Of everyone who was asked.
    outstanding:
        The answers that are not approved.
    teaching:
        Ids of responses whose review teaches most, the first of them first.
    order:
        Indices of the answers by what their review moves, for where the teaching order ends.

    Returns
    -------
    list of int
        As many as are missing to the first thirty; none once these are approved.

    Notes
    -----
    A stratified choice: by turns one answer of each band of doubt, the one that teaches most of
    those left in it. All levels of confidence are seen, so that all can be set right, and within a
    level the answers that stand for many others.
    """
    missing = max(0, FIRST - outstanding.approved)
    if not missing:
        return []
    moves = np.asarray(outstanding.turnover.any(axis=1))
    doubts = {
        at: sum(codings[member].doubt for member in group) / len(group)
        for at, group in enumerate(outstanding.groups)
        if moves[at]
    }
    place = {
        codings[member].response_id: at
        for at, group in enumerate(outstanding.groups)
        for member in group
    }
    taught = [place[response_id] for response_id in teaching if response_id in place]
    ranked = sorted(doubts, key=lambda at: (doubts[at], at))
    band = {at: rank * BANDS // len(ranked) for rank, at in enumerate(ranked)}
    waiting = [at for at in dict.fromkeys([*taught, *order]) if at in band]
    # The turn goes on where the approved answers have left it.
    turns = [(outstanding.approved + turn) % BANDS for turn in range(BANDS)]
    bands = [[at for at in waiting if band[at] == BANDS - 1 - turn] for turn in turns]
    by_turns = [queue[turn] for turn in range(len(ranked)) for queue in bands if turn < len(queue)]
    return by_turns[:missing]
