"""Suggestions as the store keeps them and the API shows them: codes by their ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openends.domain.suggestion import MeasuredEffect, SuggestedPart, Suggestion, SuggestionType
from openends.store.codebook_rows import StoredCodebook
from openends.store.suggestions import NewSuggestion, StoredSuggestion

#: What is done when a suggestion is applied as it is; the others have no word in the contract.
_ACTIONS = {
    SuggestionType.NEW_CODE: "create_new",
    SuggestionType.MERGE_CODES: "merge",
    SuggestionType.ASSIGN_EXISTING: "assign_existing",
}
#: Types that are about one code, which is called ``code_id``.
_OF_ONE_CODE = frozenset({SuggestionType.UPDATE_DEFINITION, SuggestionType.SPLIT_CODE})


def new_suggestion(found: Suggestion, stored: StoredCodebook) -> NewSuggestion:
    """Return a finding with its codes by their ids, which outlive every edit."""
    ids = stored.code_ids
    body: dict[str, Any] = {
        "name": found.name,
        "definition": found.definition,
        "category": found.category,
        "category_id": stored.category_ids.get(found.category),
        "target_code_id": None if found.target_code is None else ids[found.target_code],
        "source_code_id": None if found.source_code is None else ids[found.source_code],
        "include": list(found.include),
        "exclude": list(found.exclude),
        "response_ids": list(found.response_ids),
        "rationale": found.rationale,
        "action": _ACTIONS.get(found.type),
        "parts": [
            {
                "name": part.name,
                "definition": part.definition,
                "response_ids": list(part.response_ids),
            }
            for part in found.parts
        ],
    }
    if found.type in _OF_ONE_CODE:
        body["code_id"] = body.pop("target_code_id")
    if found.effect is not None:
        body["effect"] = {
            "decisions": found.effect.decisions,
            "right_before": found.effect.right_before,
            "right_after": found.effect.right_after,
        }
    told = {name: value for name, value in body.items() if value not in (None, "", [])}
    return NewSuggestion(
        key=found.key,
        type=found.type,
        confidence=found.confidence,
        body={"response_ids": [], **told},
    )


def suggestion_from(kept: StoredSuggestion, stored: StoredCodebook) -> Suggestion:
    """Return a kept suggestion in the numbers that its codes have now; None for those that went."""
    numbers = {code_id: number for number, code_id in stored.code_ids.items()}
    body = kept.body
    effect = body.get("effect")
    return Suggestion(
        type=kept.type,
        confidence=kept.confidence,
        rationale=body.get("rationale", ""),
        response_ids=tuple(body["response_ids"]),
        name=body.get("name", ""),
        definition=body.get("definition", ""),
        category=body.get("category", ""),
        target_code=numbers.get(body.get("target_code_id") or body.get("code_id", "")),
        source_code=numbers.get(body.get("source_code_id", "")),
        include=tuple(body.get("include", ())),
        exclude=tuple(body.get("exclude", ())),
        effect=None if effect is None else MeasuredEffect(**effect),
        parts=tuple(_part(part) for part in body.get("parts", ())),
    )


def suggestion_to_dict(kept: StoredSuggestion) -> dict[str, Any]:
    """Return a suggestion as the API shows it."""
    shown = {
        "id": kept.id,
        "type": kept.type,
        "status": kept.status,
        "confidence": round(kept.confidence, 4),
        **kept.body,
    }
    resolved = {
        "action": kept.action or kept.body.get("action"),
        "resolved_at": kept.resolved_at,
        "resolved_by": kept.resolved_by,
        "dismiss_reason": kept.dismiss_reason or None,
        "change_id": kept.change_id,
    }
    return shown | {name: value for name, value in resolved.items() if value is not None}


def _part(part: Mapping[str, Any]) -> SuggestedPart:
    return SuggestedPart(
        name=part["name"],
        definition=part["definition"],
        response_ids=tuple(part["response_ids"]),
    )
