"""Say which codings a person should look at, and why."""

from __future__ import annotations

from collections.abc import Sequence

from openends.domain.codebook import Code
from openends.domain.coding import Layer, Mention
from openends.domain.response import ResponseStatus

#: Below this confidence a person is more likely to disagree than not.
SURE = 0.4
#: Below this similarity a spelling may be another name.
SURE_SPELLING = 0.85


def review_reason(
    status: ResponseStatus, mentions: Sequence[Mention], runner_up: Code | None
) -> str:
    """Return why a person should look at a response, in words; "" when nobody needs to.

    Parameters
    ----------
    status:
        What became of the response.
    mentions:
        Its codes; of several doubtful ones the least certain is named.
    runner_up:
        The best code it was not given.
    """
    if status is ResponseStatus.OTHER:
        close = f"; the closest is '{runner_up.name}'" if runner_up else ""
        return f"Fits no code well{close}."
    doubts = (
        _doubt(mention, runner_up)
        for mention in sorted(mentions, key=lambda mention: mention.confidence)
    )
    return next(filter(None, doubts), "")


def doubt_of_decision(contradicted_by: Code | None) -> str:
    """Return why a person should look again at what a person decided; "" when nobody needs to.

    Parameters
    ----------
    contradicted_by:
        What all other evidence says against the decision, if it does.
    """
    if contradicted_by is None:
        return ""
    return f"A person decided this; similar answers got '{contradicted_by.name}'."


def _doubt(mention: Mention, runner_up: Code | None) -> str:
    """Return why a mention is doubtful; "" when it is sure enough for its layer."""
    if mention.layer is Layer.ENTITY:
        if mention.confidence >= SURE_SPELLING:
            return ""
        return f"'{mention.evidence.text}' was read as '{mention.code.name}'."
    if mention.confidence >= SURE:
        return ""
    instead = f"; it could be '{runner_up.name}'" if runner_up else ""
    return f"'{mention.code.name}' is uncertain ({mention.confidence:.0%}){instead}."
