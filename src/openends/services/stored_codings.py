"""Codings as the store keeps them, turned back into those that the engine counts and compares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openends.domain.codebook import Code
from openends.domain.coding import Coding, Mention
from openends.store.codebooks import StoredCodebook
from openends.store.coded_rows import CodedRow, StoredMention


def codings_from(rows: Sequence[CodedRow], stored: StoredCodebook) -> tuple[Coding, ...]:
    """Return what the coding says about each response, in the order of the rows.

    Parameters
    ----------
    rows:
        Responses with their codings; those that have none yet are left out.
    stored:
        The question's codebook: equal codes are one and the same value in all codings.
    """
    codes = {stored.code_ids[code.number]: code for code in stored.codebook}
    return tuple(coding for row in rows if (coding := _coding(row, codes)) is not None)


def _coding(row: CodedRow, codes: Mapping[str, Code]) -> Coding | None:
    if row.status is None:
        return None
    return Coding(
        response_id=row.response_id,
        text=row.text if row.coded_text is None else row.coded_text,
        status=row.status,
        mentions=tuple(_mention(mention, codes) for mention in row.mentions),
        sentiment=row.sentiment,
        language=row.coded_language or row.language or "en",
        runner_up=None if row.runner_up is None else codes.get(row.runner_up),
        runner_up_chance=row.runner_up_chance,
        needs_review=row.needs_review,
        review_reason=row.review_reason,
        approved=row.approved,
    )


def _mention(mention: StoredMention, codes: Mapping[str, Code]) -> Mention:
    # A code that was added after the codebook was read is not in it yet; its mention tells of it.
    code = codes.get(mention.code_id) or Code(
        name=mention.name, number=mention.number, category=mention.category
    )
    return Mention(
        code=code,
        sentiment=mention.sentiment,
        confidence=mention.confidence,
        layer=mention.layer,
        evidence=mention.evidence,
        coder=mention.coder or "",
    )
