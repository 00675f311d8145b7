"""Codebooks: the codes of a question, and under which ids clients know them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from openends.domain.codebook import Codebook, CodebookTest, CodingType
from openends.store import codebook_versions, questions
from openends.store.codebook_rows import (
    StoredCodebook,
    code_from,
    code_values,
    tests_from,
    tests_to_values,
)
from openends.store.ids import new_id
from openends.store.tables import categories, codebooks, codes, codings, mentions, responses

__all__ = ["StoredCodebook", "count_mentions", "load", "made_at", "replace_by", "save"]


def save(
    connection: Connection,
    organization_id: str,
    question_id: str,
    codebook: Codebook,
    *,
    induced: bool,
    now: datetime,
) -> StoredCodebook:
    """Give the question a codebook in place of the one it has; its codings go with that one.

    The one it had stays readable as a version.

    Parameters
    ----------
    induced:
        Whether the machine built it.

    Raises
    ------
    NotFound
        When the organization has no such question.
    """
    questions.lock(connection, organization_id, question_id)
    former = load(connection, organization_id, question_id)
    version = 1
    if former is not None:
        codebook_versions.keep(connection, organization_id, question_id, former)
        version = former.version + 1
        _clear(connection, question_id)
    stored = StoredCodebook(
        codebook=codebook,
        induced=induced,
        code_ids={code.number: new_id() for code in codebook},
        category_ids={name: new_id() for name in codebook.categories},
        version=version,
    )
    owner = {"organization_id": organization_id, "question_id": question_id}
    connection.execute(insert(codebooks).values(**owner, **_head(stored), created_at=now))
    _insert(connection, categories, owner, _category_rows(stored))
    _insert(connection, codes, owner, _code_rows(stored))
    return stored


def replace_by(
    connection: Connection,
    organization_id: str,
    question_id: str,
    former: StoredCodebook,
    new: StoredCodebook,
) -> None:
    """Put an edited codebook in the place of the one it was made from; ids say what is the same.

    Mentions of codes that are no longer there go.

    Raises
    ------
    NotFound
        When the organization has no such question.
    """
    questions.lock(connection, organization_id, question_id)
    owner = {"organization_id": organization_id, "question_id": question_id}
    ours = codebooks.c.question_id == question_id
    connection.execute(update(codebooks).where(ours).values(**_head(new)))
    _clear_the_way(connection, question_id, former, new)
    for table, rows in ((categories, _category_rows(new)), (codes, _code_rows(new))):
        there = set(former.category_ids.values()) | set(former.code_ids.values())
        _insert(connection, table, owner, [row for row in rows if row["id"] not in there])
        for row in rows:
            if row["id"] in there:
                connection.execute(update(table).where(table.c.id == row["id"]).values(**row))
    gone = set(former.category_ids.values()) - set(new.category_ids.values())
    if gone:
        connection.execute(delete(categories).where(categories.c.id.in_(gone)))


def set_tests(
    connection: Connection,
    organization_id: str,
    question_id: str,
    tests: tuple[CodebookTest, ...],
) -> None:
    """Give the question's codebook other test cases; that is no other version of it.

    Raises
    ------
    NotFound
        When the organization has no such question.
    """
    questions.lock(connection, organization_id, question_id)
    statement = update(codebooks).where(codebooks.c.question_id == question_id)
    connection.execute(statement.values(tests=tests_to_values(tests)))


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
        codes=tuple(code_from(row._asdict(), names.get(row.category_id, "")) for row in rows),
        coding_type=CodingType(head.coding_type),
        language=head.language,
        tests=tests_from(head.tests),
    )
    return StoredCodebook(
        codebook=codebook,
        induced=head.induced,
        code_ids={row.number: row.id for row in rows},
        category_ids={row.name: row.id for row in groups},
        version=head.version,
    )


def with_ids(
    former: StoredCodebook, codebook: Codebook, stays: Mapping[int, int]
) -> StoredCodebook:
    """Return an edited codebook with the ids of what stays in it, and new ones for the rest.

    Parameters
    ----------
    stays:
        New number of each former code that is still itself.
    """
    code_ids = {new: former.code_ids[old] for old, new in stays.items()}
    # A category that is called otherwise keeps its id where its codes tell which it was.
    was = {stays[code.number]: code.category for code in former.codebook if code.number in stays}
    category_ids: dict[str, str] = {}
    for name in codebook.categories:
        before = {was.get(code.number, "") for code in codebook if code.category == name}
        (only,) = before if len(before) == 1 else ("",)
        renamed = name not in former.category_ids and only not in codebook.categories
        known = former.category_ids.get(only if renamed else name)
        if known is None or known in category_ids.values():
            known = new_id()
        category_ids[name] = known
    return replace(
        former,
        codebook=codebook,
        code_ids={code.number: code_ids.get(code.number) or new_id() for code in codebook},
        category_ids=category_ids,
        version=former.version + 1,
    )


def made_at(connection: Connection, organization_id: str, question_id: str) -> datetime | None:
    """Return when the question's codebook was built or handed in; None when it has none."""
    query = select(codebooks.c.created_at).where(
        codebooks.c.question_id == question_id, codebooks.c.organization_id == organization_id
    )
    return connection.execute(query).scalar_one_or_none()


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


def _clear_the_way(
    connection: Connection, question_id: str, former: StoredCodebook, new: StoredCodebook
) -> None:
    """Take away codes that are gone, and names and numbers that others are about to take."""
    gone = set(former.code_ids.values()) - set(new.code_ids.values())
    if gone:
        connection.execute(delete(codes).where(codes.c.id.in_(gone)))
    ours = codes.c.question_id == question_id
    connection.execute(update(codes).where(ours).values(number=-1 - codes.c.number))
    # No name can be an id.
    mine = categories.c.question_id == question_id
    connection.execute(update(categories).where(mine).values(name=categories.c.id))


def _insert(
    connection: Connection, table: Table, owner: Mapping[str, str], rows: list[dict[str, Any]]
) -> None:
    if rows:
        connection.execute(insert(table), [{**owner, **row} for row in rows])


def _head(stored: StoredCodebook) -> dict[str, Any]:
    return {
        "coding_type": stored.codebook.coding_type,
        "language": stored.codebook.language,
        "induced": stored.induced,
        "version": stored.version,
        "tests": tests_to_values(stored.codebook.tests),
    }


def _category_rows(stored: StoredCodebook) -> list[dict[str, Any]]:
    return [
        {"id": stored.category_ids[name], "position": position, "name": name}
        for position, name in enumerate(stored.codebook.categories)
    ]


def _code_rows(stored: StoredCodebook) -> list[dict[str, Any]]:
    return [
        code_values(stored, code)
        | {"category_id": stored.category_ids.get(code.category), "position": position}
        for position, code in enumerate(stored.codebook)
    ]
