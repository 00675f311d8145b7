"""The review queue: what a person should look at, the answer that matters most first."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openends.domain.codebook import Codebook
from openends.domain.coding import Coding
from openends.domain.review import ReviewEntry, ReviewPurpose, ReviewQueue, StopLine
from openends.engine.review.entry_reason import entry_reason
from openends.engine.review.first import first_answers
from openends.engine.review.letters import Letters, letters_at_stake
from openends.engine.review.order import order_by_worth, review_order
from openends.engine.review.outstanding import Outstanding, find_outstanding
from openends.engine.review.stop_line import stop_line

#: A significance letter that is decided counts as much as this many points of percentages: whoever
#: reads the table sees a wrong letter, and seldom a wrong point.
POINTS_PER_LETTER = 5.0
#: From this chance on an entry says which columns it could decide about.
WORTH_TELLING = 0.02


def review_queue(
    codebook: Codebook,
    codings: Sequence[Coding],
    values: Sequence[str | None] | None = None,
    *,
    variable: str = "background variable",
    teaching: Sequence[str] = (),
    most: int | None = None,
) -> ReviewQueue:
    """Order the answers that are not approved by how much their correction could move a figure.

    Parameters
    ----------
    codebook:
        The codes that are counted.
    codings:
        Of everyone who was asked. What is approved is never in the queue.
    values:
        A background variable's value for each response, in their order; answers that could decide
        a significance letter of its table come earlier. None for no table.
    variable:
        Its name.
    teaching:
        Ids of responses whose review teaches most about all others, the first of them first; they
        have a say in what a study begins with.
    most:
        Entries that are told of at most; None for all.

    Raises
    ------
    InputError
        When the variable has no value at all, or more than fit a table.
    """
    outstanding = find_outstanding(codebook, codings)
    letters = None
    extra = np.zeros(len(outstanding.groups))
    if values is not None:
        letters = letters_at_stake(codebook, codings, outstanding, values, variable)
        extra = POINTS_PER_LETTER * letters.decides
    first = first_answers(codings, outstanding, teaching, order_by_worth(outstanding, extra))
    order, gains = review_order(outstanding, extra, first)
    stop = stop_line(codebook, codings, outstanding, order)
    entries = tuple(
        _entry(
            codings,
            outstanding,
            answer,
            stop,
            letters,
            gain=float(gains[answer]),
            purpose=ReviewPurpose.LEARNING if at < len(first) else ReviewPurpose.FIGURES,
        )
        for at, answer in enumerate(order[:most])
    )
    return ReviewQueue(base=outstanding.base, waiting=len(order), entries=entries, stop=stop)


def _entry(  # noqa: PLR0913 - the question, the answer and what is known of it
    codings: Sequence[Coding],
    outstanding: Outstanding,
    answer: int,
    stop: StopLine,
    letters: Letters | None,
    *,
    gain: float,
    purpose: ReviewPurpose,
) -> ReviewEntry:
    members = [codings[place] for place in outstanding.groups[answer]]
    given = {mention.code.number for member in members for mention in member.mentions}
    held = [at for at, outlook in enumerate(stop.codes) if outlook.code.number in given]
    main = max(held, key=lambda at: float(outstanding.turnover[answer, at]), default=None)
    outlook = None if main is None else stop.codes[main]
    return ReviewEntry(
        response_ids=tuple(member.response_id for member in members),
        text=members[0].text,
        purpose=purpose,
        gain=gain,
        decides_letter=float(letters.decides[answer]) if letters else 0.0,
        reason=entry_reason(
            members,
            outlook.code if outlook else None,
            outlook.people if outlook else 0,
            outstanding.base,
            purpose=purpose,
            between=_between(letters, answer, members, stop) if letters else None,
        ),
    )


def _between(
    letters: Letters, answer: int, members: Sequence[Coding], stop: StopLine
) -> tuple[str, str, str] | None:
    """Return the code, of an answer's own and its runner-up, whose letter it could decide."""
    near = {mention.code.number for member in members for mention in member.mentions}
    near |= {member.runner_up.number for member in members if member.runner_up}
    chances = {
        at: float(letters.by_code[answer, at])
        for at, outlook in enumerate(stop.codes)
        if outlook.code.number in near
    }
    likeliest = max(chances, key=lambda at: chances[at], default=None)
    if likeliest is None or chances[likeliest] < WORTH_TELLING:
        return None
    return stop.codes[likeliest].code.name, *letters.closest[likeliest]
