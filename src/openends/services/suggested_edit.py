"""From a suggestion, and what a person wants otherwise, to the edit that carries it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from openends.domain.codebook import Code, Codebook
from openends.domain.codebook_edit import AddCode, ChangeCode, Edit, MergeCodes, SplitCode
from openends.domain.errors import InputError
from openends.domain.resolution import Resolution, SuggestionAction
from openends.domain.suggestion import Suggestion, SuggestionType
from openends.engine.refine.apply_edit import find_code
from openends.store.codebook_rows import StoredCodebook

#: Typical answers that a new code is given.
EXAMPLES = 5
#: Letters up to which an answer is a good example.
LONGEST = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class SuggestedEdit:
    """An edit, and who is to have which code by it whatever the engine finds."""

    edit: Edit
    #: Ids of responses by the name of a code.
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def suggested_edit(
    suggestion: Suggestion,
    wanted: Resolution,
    stored: StoredCodebook,
    texts: Mapping[str, str],
) -> SuggestedEdit:
    """Return the edit of the codebook that a resolution asks for.

    Parameters
    ----------
    texts:
        Verbatims by the id of the response.

    Raises
    ------
    InputError
        When the resolution lacks a code that it needs, or does not fit the suggestion.
    """
    if wanted.action is SuggestionAction.MERGE:
        return _merge(suggestion, wanted, stored)
    if suggestion.type is SuggestionType.NEW_CODE:
        return _new_code(suggestion, wanted, stored, texts)
    if wanted.action is SuggestionAction.CREATE_NEW:
        raise InputError(
            f"Action 'create_new' makes a new code; this suggestion is of the type "
            f"'{suggestion.type}'. Apply it as it is, or dismiss it."
        )
    if suggestion.type is SuggestionType.MERGE_CODES:
        return _merge(suggestion, wanted, stored)
    if suggestion.target_code is None:
        raise InputError("The code of this suggestion is gone; dismiss the suggestion.")
    former = find_code(stored.codebook, suggestion.target_code)
    if suggestion.type is SuggestionType.SPLIT_CODE:
        return _split(suggestion, former)
    return SuggestedEdit(
        edit=ChangeCode(
            number=former.number,
            definition=wanted.definition or suggestion.definition or None,
            include=_more(former.include, suggestion.include),
            exclude=_more(former.exclude, suggestion.exclude),
        )
    )


def number_of(code_id: str | None, stored: StoredCodebook, member: str) -> int:
    """Return the number of the code of an id.

    Raises
    ------
    InputError
        When it is missing, or the codebook has no such code; ``member`` names where it stands.
    """
    if code_id is None:
        raise InputError(f"Field '{member}' is missing; this action needs a code.")
    for number, known in stored.code_ids.items():
        if known == code_id.lower():
            return number
    raise InputError(f"Field '{member}': the codebook has no code with the id {code_id}.")


def _new_code(
    suggestion: Suggestion,
    wanted: Resolution,
    stored: StoredCodebook,
    texts: Mapping[str, str],
) -> SuggestedEdit:
    name = (wanted.name or suggestion.name).strip()
    typical = dict.fromkeys(
        text for each in suggestion.response_ids if (text := texts.get(each, "").strip())
    )
    code = Code(
        name=name,
        number=0,
        definition=wanted.definition or suggestion.definition,
        category=_category(suggestion, wanted, stored),
        examples=tuple(text for text in typical if len(text) <= LONGEST)[:EXAMPLES],
        sentiment=wanted.sentiment,
    )
    return SuggestedEdit(edit=AddCode(code=code), members={name: suggestion.response_ids})


def _category(suggestion: Suggestion, wanted: Resolution, stored: StoredCodebook) -> str:
    for name, category_id in stored.category_ids.items():
        if wanted.category_id is not None and category_id == wanted.category_id.lower():
            return name
    return suggestion.category if suggestion.category in stored.codebook.categories else ""


def _merge(suggestion: Suggestion, wanted: Resolution, stored: StoredCodebook) -> SuggestedEdit:
    source, target = suggestion.source_code, suggestion.target_code
    if wanted.source_code_id is not None or source is None:
        source = number_of(wanted.source_code_id, stored, "source_code_id")
    if wanted.target_code_id is not None or target is None:
        target = number_of(wanted.target_code_id, stored, "target_code_id")
    return SuggestedEdit(edit=MergeCodes(sources=(source,), target=target))


def _split(suggestion: Suggestion, former: Code) -> SuggestedEdit:
    parts = tuple(
        Code(name=part.name, number=0, definition=part.definition, category=former.category)
        for part in suggestion.parts
    )
    return SuggestedEdit(
        edit=SplitCode(number=former.number, parts=parts),
        members={part.name: part.response_ids for part in suggestion.parts},
    )


def _more(had: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...] | None:
    return tuple(dict.fromkeys((*had, *new))) if new else None


def made_code(codebook: Codebook, made: SuggestedEdit) -> Code | None:
    """Return the code that the edit made or changed, in the codebook as it is afterwards."""
    match made.edit:
        case AddCode(code=code):
            return codebook.find(code.name)
        case ChangeCode(number=number) | MergeCodes(target=number):
            return next((code for code in codebook if code.number == number), None)
        case SplitCode(parts=parts):
            return codebook.find(parts[0].name)
    return None
