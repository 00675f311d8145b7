"""Say what an edit does to the answers and to the percentages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from openends.domain.codebook import Code
from openends.domain.coding import Coding
from openends.domain.response import ANSWERED
from openends.domain.what_if import ChangedResponse, FigureChange, WhatIf
from openends.engine.refine.apply_edit import EditedCodebook


def what_if(before: Sequence[Coding], edited: EditedCodebook, after: Sequence[Coding]) -> WhatIf:
    """Compare codings before and after an edit.

    Parameters
    ----------
    before, after:
        Of the same responses in the same order.
    edited:
        What the edit made of the codebook.

    Notes
    -----
    A response is changed where it gains or loses a code. A code that is only called or numbered
    otherwise is the same.
    """
    stays = edited.stays
    changed = [
        ChangedResponse(
            response_id=new.response_id,
            text=new.text,
            before=tuple(each.code.name for each in old.mentions),
            after=tuple(each.code.name for each in new.mentions),
            reason=new.review_reason if new.needs_review else "",
        )
        for old, new in zip(before, after, strict=True)
        if {stays.get(each.code.number) for each in old.mentions}
        != {each.code.number for each in new.mentions}
    ]
    base = sum(coding.status in ANSWERED for coding in after)
    base_before = sum(coding.status in ANSWERED for coding in before)
    was, now = _people(before), _people(after)
    former = {number: own for own, number in stays.items()}
    moves = [
        _figure(code, was[former.get(code.number, -1)], now[code.number], base_before, base)
        for code in edited.codebook
    ]
    moves += [
        _figure(code, was[code.number], 0, base_before, base)
        for code in edited.former
        if code.number not in stays
    ]
    moved = [move for move in moves if move.before != move.after]
    return WhatIf(
        base=base,
        changed=tuple(changed),
        figures=tuple(sorted(moved, key=lambda move: (-abs(move.points), move.code.number))),
    )


def _figure(code: Code, before: int, after: int, base_before: int, base: int) -> FigureChange:
    return FigureChange(
        code=code,
        before=before,
        after=after,
        share_before=before / base_before if base_before else 0.0,
        share_after=after / base if base else 0.0,
    )


def _people(codings: Sequence[Coding]) -> Counter[int]:
    return Counter(
        number for coding in codings for number in {each.code.number for each in coding.mentions}
    )
