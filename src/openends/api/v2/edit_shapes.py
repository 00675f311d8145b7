"""Edits of codebooks from what is sent to what the domain knows, and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openends.api.v2.models.codebooks import RuleGiven
from openends.api.v2.models.edits import (
    AddCodeEdit,
    ChangeCategoryEdit,
    ChangeCodeEdit,
    EditGiven,
    MergeCodesEdit,
    NewCode,
    RetireCodeEdit,
    SplitCodeEdit,
)
from openends.domain.codebook import Code, Rule
from openends.domain.codebook_edit import (
    AddCode,
    ChangeCategory,
    ChangeCode,
    Edit,
    MergeCodes,
    RetireCode,
    SplitCode,
)
from openends.domain.errors import InputError
from openends.domain.what_if import WhatIf
from openends.services.edit_codebook import Edited
from openends.services.results import codebook_to_dict
from openends.store.changes import Change
from openends.store.codebook_rows import StoredCodebook
from openends.store.codebook_versions import Version

#: Changed responses that an answer shows.
SHOWN = 100


def edit_from(given: EditGiven, stored: StoredCodebook) -> Edit:
    """Return the edit that was sent, its codes named by their numbers.

    Raises
    ------
    InputError
        When the codebook has no code or category of an id.
    """
    numbers = {code_id: number for number, code_id in stored.code_ids.items()}

    def number(code_id: str) -> int:
        if code_id.lower() not in numbers:
            raise InputError(f"The codebook has no code with the id {code_id}; look at it again.")
        return numbers[code_id.lower()]

    match given:
        case AddCodeEdit():
            return AddCode(code=_new_code(given))
        case ChangeCodeEdit():
            return _change(given, number(given.code_id))
        case MergeCodesEdit():
            return MergeCodes(
                sources=tuple(map(number, given.source_code_ids)),
                target=number(given.target_code_id),
            )
        case SplitCodeEdit():
            return SplitCode(number=number(given.code_id), parts=tuple(map(_new_code, given.parts)))
        case RetireCodeEdit():
            return RetireCode(number=number(given.code_id))
        case ChangeCategoryEdit():
            return ChangeCategory(category=_category(given, stored), name=given.name.strip())


def edited_to_dict(edited: Edited) -> dict[str, Any]:
    """Return what an edit does, or did."""
    what = edited.what
    shown = {
        "project_id": edited.project_id,
        "question_id": edited.question_id,
        "version": edited.stored.version,
        "base": what.base,
        "changed": len(what.changed),
        "to_read": [each.response_id for each in what.changed if each.reason],
        "figures": figures_to_list(what),
        "responses": changed_to_list(what, SHOWN),
        "codebook": codebook_to_dict(edited.stored, edited.counts),
    }
    return shown if edited.change_id is None else shown | {"change_id": edited.change_id}


def changed_to_list(what: WhatIf, most: int) -> list[dict[str, Any]]:
    """Return the first responses whose codes are others."""
    return [
        {
            "id": each.response_id,
            "text": each.text,
            "before": each.before,
            "after": each.after,
            "reason": each.reason,
        }
        for each in what.changed[:most]
    ]


def figures_to_list(what: WhatIf) -> list[dict[str, Any]]:
    """Return the percentages that move, to a hundredth of a point."""
    return [
        {
            "number": move.code.number,
            "name": move.code.name,
            "people_before": move.before,
            "people_after": move.after,
            "percent_before": round(100 * move.share_before, 2),
            "percent_after": round(100 * move.share_after, 2),
            "points": round(move.points, 2),
        }
        for move in what.figures
    ]


def version_to_dict(version: Version) -> dict[str, Any]:
    """Return a version without its codes."""
    made = "built" if version.stored.induced else "given"
    shown = {
        "version": version.version,
        "codes": len(version.stored.codebook),
        "action": version.action or made,
        "coder": version.coder,
        "reason": version.reason,
        "parent": version.parent,
        "restores": version.restores,
        "change_id": version.change_id,
        "created_at": version.created_at,
    }
    return {name: value for name, value in shown.items() if value is not None}


def compared_to_dict(one: Version, other: Version) -> dict[str, Any]:
    """Return what is different in the second of two versions; ids say which code is which."""
    before, after = _by_id(one.stored), _by_id(other.stored)
    changed = []
    for code_id, code in after.items():
        if code_id in before and before[code_id] != code:
            former = before[code_id]
            fields = {
                name: [former[name], value] for name, value in code.items() if former[name] != value
            }
            changed.append({"code_id": code_id, "name": code["name"], "fields": fields})
    return {
        "from_version": one.version,
        "to_version": other.version,
        "added": [code["name"] for code_id, code in after.items() if code_id not in before],
        "removed": [code["name"] for code_id, code in before.items() if code_id not in after],
        "changed": changed,
    }


def change_to_dict(change: Change) -> dict[str, Any]:
    """Return a line of a question's log."""
    shown = {
        "id": change.id,
        "position": change.position,
        "action": change.action,
        "coder": change.coder,
        "reason": change.reason,
        "details": change.details,
        "responses": change.responses,
        "created_at": change.created_at,
    }
    return shown if change.undone_by is None else shown | {"undone_by": change.undone_by}


def _by_id(stored: StoredCodebook) -> dict[str, dict[str, Any]]:
    return {
        stored.code_ids[code.number]: {
            "name": code.name,
            "number": code.number,
            "category": code.category,
            "definition": code.definition,
            "include": list(code.include),
            "exclude": list(code.exclude),
            "examples": list(code.examples),
            "rules": [{"kind": rule.kind, "pattern": rule.pattern} for rule in code.rules],
            "sentiment": code.sentiment,
        }
        for code in stored.codebook
    }


def _new_code(given: NewCode) -> Code:
    return Code(
        name=given.name.strip(),
        number=given.number or 0,
        definition=given.definition or "",
        category=(given.category or "").strip(),
        include=tuple(given.include or ()),
        exclude=tuple(given.exclude or ()),
        examples=tuple(given.examples or ()),
        rules=_rules(given.rules) or (),
        sentiment=given.sentiment,
    )


def _change(given: ChangeCodeEdit, number: int) -> ChangeCode:
    return ChangeCode(
        number=number,
        name=None if given.name is None else given.name.strip(),
        new_number=given.number,
        definition=given.definition,
        category=None if given.category is None else given.category.strip(),
        include=_phrases(given.include),
        exclude=_phrases(given.exclude),
        examples=_phrases(given.examples),
        rules=_rules(given.rules),
    )


def _phrases(given: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if given is None else tuple(given)


def _rules(given: Sequence[RuleGiven] | None) -> tuple[Rule, ...] | None:
    if given is None:
        return None
    return tuple(Rule(kind=rule.kind, pattern=rule.pattern) for rule in given)


def _category(given: ChangeCategoryEdit, stored: StoredCodebook) -> str:
    wanted = given.category_id.lower()
    for name, category_id in stored.category_ids.items():
        if category_id == wanted:
            return name
    raise InputError(f"The codebook has no category with the id {given.category_id}.")
