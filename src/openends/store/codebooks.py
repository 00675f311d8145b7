"""Codebooks: the codes of a question, and under which ids clients know them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from openends.domain.codebook import Code, Codebook, CodingType, Rule, RuleKind
from openends.store import questions
from openends.store.ids import new_id
from openends.store.tables import categories, codebooks, codes, codings, mentions, responses


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredCodebook:
    """A codebook with the ids of its codes and categories."""

    codebook: Codebook
    #: True when the machine built it: then no person chose its examples.
    induced: bool
    #: Ids by the numbers of the codes.
    code_ids: Mapping[int, str]
    #: Ids by the names of the categories.
    category_ids: Mapping[str, str]
    #: Tones that a person fixed, by the numbers of the codes.
    sentiments: Mapping[int, str]


def save(
    connection: Connection,
    organization_id: str,
    question_id: str,
    codebook: Codebook,
    *,
    induced: bool,
    sentiments: Mapping[int, str] | None = None,
    now: datetime,
) -> StoredCodebook:
    """Give the question a codebook in place of the one it has; its codings go with that one.

    Parameters
    ----------
    induced:
        Whether the machine built it.
    sentiments:
        Tones that a person fixed, by the numbers of the codes.

    Raises
    ------
    NotFound
        When the organization has no such question.
    """
    questions.lock(connection, organization_id, question_id)
    _clear(connection, question_id)
    stored = StoredCodebook(
        codebook=codebook,
        induced=induced,
        code_ids={code.number: new_id() for code in codebook},
        category_ids={name: new_id() for name in codebook.categories},
        sentiments=dict(sentiments or {}),
    )
    owner = {"organization_id": organization_id, "question_id": question_id}
    connection.execute(
        insert(codebooks).values(
            **owner,
            coding_type=codebook.coding_type,
            language=codebook.language,
            induced=induced,
            created_at=now,
        )
    )
    if stored.category_ids:
        rows = [
            {**owner, "id": category_id, "position": position, "name": name}
            for position, (name, category_id) in enumerate(stored.category_ids.items())
        ]
        connection.execute(insert(categories), rows)
    connection.execute(insert(codes), _code_rows(stored, owner))
    return stored


def load(connection: Connection, organization_id: str, question_id: str) -> StoredCodebook | None:
    """Return the question's codebook; None when it has none, or is not the organization's."""
    head = connection.execute(
        select(codebooks).where(
            codebooks.c.question_id == question_id,
            codebooks.c.organization_id == organization_id,
        )
    ).one_or_none()
    if head is None:
        return None
    groups = connection.execute(
        select(categories)
        .where(categories.c.question_id == question_id)
        .order_by(categories.c.position)
    ).all()
    names = {row.id: row.name for row in groups}
    rows = connection.execute(
        select(codes).where(codes.c.question_id == question_id).order_by(codes.c.position)
    ).all()
    codebook = Codebook(
        codes=tuple(
            Code(
                name=row.name,
                number=row.number,
                definition=row.definition,
                category=names.get(row.category_id, ""),
                examples=tuple(row.examples),
                rules=tuple(
                    Rule(kind=RuleKind(rule["kind"]), pattern=rule["pattern"]) for rule in row.rules
                ),
            )
            for row in rows
        ),
        coding_type=CodingType(head.coding_type),
        language=head.language,
    )
    return StoredCodebook(
        codebook=codebook,
        induced=head.induced,
        code_ids={row.number: row.id for row in rows},
        category_ids={row.name: row.id for row in groups},
        sentiments={row.number: row.sentiment for row in rows if row.sentiment is not None},
    )


def count_mentions(connection: Connection, question_id: str) -> dict[str, int]:
    """Return how many responses have each code, by its id; codes that none has are left out."""
    query = (
        select(mentions.c.code_id, func.count(mentions.c.response.distinct()))
        .join(codes, codes.c.id == mentions.c.code_id)
        .where(codes.c.question_id == question_id)
        .group_by(mentions.c.code_id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _clear(connection: Connection, question_id: str) -> None:
    ours = select(responses.c.id).where(responses.c.question_id == question_id)
    connection.execute(delete(mentions).where(mentions.c.response.in_(ours)))
    for table in (codings, codes, categories, codebooks):
        connection.execute(delete(table).where(table.c.question_id == question_id))


def _code_rows(stored: StoredCodebook, owner: dict[str, str]) -> list[dict[str, object]]:
    return [
        {
            **owner,
            "id": stored.code_ids[code.number],
            "category_id": stored.category_ids.get(code.category),
            "position": position,
            "number": code.number,
            "name": code.name,
            "definition": code.definition,
            "sentiment": stored.sentiments.get(code.number),
            "examples": list(code.examples),
            "rules": [{"kind": rule.kind, "pattern": rule.pattern} for rule in code.rules],
        }
        for position, code in enumerate(stored.codebook)
    ]
