"""The long layout: a row per response and code."""

from __future__ import annotations

from collections.abc import Iterator

from openends.domain.delivery import Delivery
from openends.domain.survey import Cell
from openends.files.delivery.given_codes import given_codes

#: Columns of ``rows_per_code``.
PER_CODE = (
    *("response_id", "question", "text", "number", "code", "category"),
    *("sentiment", "confidence", "evidence", "layer", "rank"),
)


def rows_per_code(delivery: Delivery) -> Iterator[tuple[Cell, ...]]:
    """Yield a row per response and code as in ``PER_CODE``; a reserved code where it has none."""
    for question in delivery.questions:
        for coding in question.codings:
            if coding is None:
                continue
            about = (coding.response_id, question.short_name, coding.text)
            for rank, mention in enumerate(coding.mentions, start=1):
                code = mention.code
                yield (
                    *about, code.number, code.name, code.category or None, str(mention.sentiment),
                    mention.confidence, mention.evidence.text, str(mention.layer), rank,
                )  # fmt: skip
            if not coding.mentions:
                for code in given_codes(coding):
                    yield (*about, code.number, code.name, *[None] * 6)
