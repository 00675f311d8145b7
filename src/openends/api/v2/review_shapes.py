"""Decisions about responses from what is sent to what the domain knows, and former codings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openends.api.v2.models.review import DecisionBody, GivenCodeBody
from openends.domain.decision import Decision, GivenCode
from openends.domain.errors import InputError
from openends.store.superseded import Superseded


def action_of(body: DecisionBody) -> str:
    """Return what the log calls a decision."""
    if not body.approved:
        return "review.reopen"
    if body.codes is not None:
        return "review.correct"
    if body.add or body.reject:
        return "review.add" if body.add else "review.reject"
    return "review.confirm"


def decision_from(body: DecisionBody, numbers: Mapping[str, int]) -> Decision:
    """Return the decision that was sent, its codes named by their numbers.

    Raises
    ------
    InputError
        When the codebook has no code of an id.
    """

    def number(code_id: str) -> int:
        if code_id.lower() not in numbers:
            raise InputError(f"The codebook has no code with the id {code_id}; look at it again.")
        return numbers[code_id.lower()]

    def given(code: GivenCodeBody) -> GivenCode:
        words = code.evidence
        return GivenCode(
            number=number(code.id),
            sentiment=code.sentiment,
            evidence=None if words is None else (words.start, words.length),
        )

    return Decision(
        codes=None if body.codes is None else tuple(map(given, body.codes)),
        add=tuple(map(given, body.add)),
        reject=tuple(map(number, body.reject)),
        status=body.status,
        approved=body.approved,
        note=body.note,
    )


def former_to_dict(each: Superseded) -> dict[str, Any]:
    """Return how a response was coded before a change."""
    coding = each.coding
    shown = {
        "change_id": each.change_id,
        "action": each.action,
        "status": coding["status"],
        "approved": coding["approved"],
        "coder": coding["coder"],
        "note": coding["note"],
        "codebook_version": each.version,
        "mentions": [
            {name: value for name, value in mention.items() if value is not None}
            for mention in coding["mentions"]
        ],
        "until": each.created_at,
    }
    return {name: value for name, value in shown.items() if value is not None}
