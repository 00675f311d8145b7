"""Why an answer stands in the review queue, in a sentence with its figures."""

from __future__ import annotations

from collections.abc import Sequence

from openends.domain.codebook import Code
from openends.domain.coding import Coding
from openends.domain.review import ReviewPurpose
from openends.engine.review.first import FIRST
from openends.engine.review.same_text import given_numbers


def entry_reason(
    members: Sequence[Coding],
    code: Code | None,
    people: int,
    base: int,
    *,
    purpose: ReviewPurpose,
    between: tuple[str, str, str] | None = None,
) -> str:
    """Return why an answer should be reviewed.

    Parameters
    ----------
    members:
        The responses with its text.
    code:
        Of the codes that it has, the one whose percentage its review can move most; None where it
        has none.
    people, base:
        People with that code, and all whom percentages are parts of.
    purpose:
        What its review is for.
    between:
        A code, and two values of a background variable whose difference in it it could decide.
    """
    if purpose is ReviewPurpose.LEARNING:
        opening = f"One of {FIRST} that show how far confidence holds here and teach most: "
    else:
        opening = ""
    told = _about_code(members, code, people, base) if code else _without_code(members)
    told += _behind(len(members), base)
    if between is not None:
        told += "; it could decide whether '{1}' and '{2}' differ in '{0}'".format(*between)
    return f"{opening}{told}."


def _about_code(members: Sequence[Coding], code: Code, people: int, base: int) -> str:
    sure = [
        given[code.number] for member in members if code.number in (given := given_numbers(member))
    ]
    told = (
        f"'{code.name}', which {people / base:.1%} of {base:,} people have, is certain to "
        f"{sum(sure) / len(sure):.0%} here"
    )
    runner_up = members[0].runner_up
    return f"{told}, and '{runner_up.name}' comes second" if runner_up else told


def _without_code(members: Sequence[Coding]) -> str:
    if members[0].doubt == 0:
        return "It was set aside as saying nothing"
    runner_up = members[0].runner_up
    return (
        f"It fits no code well, and '{runner_up.name}' comes closest"
        if runner_up
        else ("It fits no code well")
    )


def _behind(responses: int, base: int) -> str:
    if responses == 1 or not base:
        return ""
    return f"; {responses:,} people gave this answer, {100 * responses / base:.1f} points"
