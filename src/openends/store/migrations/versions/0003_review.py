"""Versions of codebooks, what people changed and what stood there before, and suggestions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import JSON, BigInteger, Boolean, Column, Float, Integer, String, Text

revision = "0003"
down_revision = "0002"

ID = String(36)
ROW = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    """Add columns and tables; what is there stays as it is."""
    op.add_column("codebooks", Column("version", Integer, nullable=False, server_default="1"))
    op.add_column("codebooks", Column("tests", JSON, nullable=False, server_default="[]"))
    op.add_column("codes", Column("include", JSON, nullable=False, server_default="[]"))
    op.add_column("codes", Column("exclude", JSON, nullable=False, server_default="[]"))
    op.add_column("codings", Column("approved", Boolean, nullable=False, server_default=sa.false()))
    op.add_column("codings", Column("coder", String(200)))
    op.add_column("codings", Column("note", Text, nullable=False, server_default=""))
    op.add_column("codings", Column("version", Integer, nullable=False, server_default="1"))
    op.add_column("codings", Column("run", BigInteger))
    op.add_column("mentions", Column("coder", String(200)))
    op.add_column("mentions", Column("decided_at", _moment()))
    _create_runs()
    _create_changes()
    _create_suggestions()


def _create_runs() -> None:
    op.create_table(
        "coding_runs",
        Column("id", ROW, primary_key=True, autoincrement=True),
        *_owner(),
        Column("version", Integer, nullable=False),
        Column("engine", String(40), nullable=False),
        Column("encoders", JSON, nullable=False),
        Column("quality", String(10), nullable=False),
        Column("seed", Integer, nullable=False),
        Column("created_at", _moment(), nullable=False),
    )
    op.create_index("ix_coding_runs_question_id", "coding_runs", ["question_id"])


def _create_changes() -> None:
    op.create_table(
        "changes",
        Column("id", ID, primary_key=True),
        *_owner(),
        Column("position", Integer, nullable=False),
        Column("action", String(40), nullable=False),
        Column("coder", String(200), nullable=False),
        Column("api_key_id", ID, nullable=False),
        Column("reason", Text, nullable=False),
        Column("details", JSON, nullable=False),
        Column("responses", Integer, nullable=False),
        Column("undone_by", ID),
        Column("created_at", _moment(), nullable=False),
        sa.UniqueConstraint("question_id", "position", name="uq_changes_question_id_position"),
    )
    op.create_table(
        "codebook_versions",
        Column("question_id", ID, _to("questions"), primary_key=True),
        Column("version", Integer, primary_key=True, autoincrement=False),
        Column("organization_id", ID, _to("organizations"), nullable=False),
        Column("change_id", ID),
        Column("parent", Integer),
        Column("restores", Integer),
        Column("codebook", JSON, nullable=False),
        Column("created_at", _moment(), nullable=False),
    )
    op.create_table(
        "superseded",
        Column("id", ROW, primary_key=True, autoincrement=True),
        *_owner(),
        Column("response", ROW, _to("responses"), nullable=False),
        Column("change_id", ID, _to("changes"), nullable=False),
        Column("version", Integer, nullable=False),
        Column("coding", JSON, nullable=False),
        Column("created_at", _moment(), nullable=False),
    )
    for column in ("response", "change_id", "question_id"):
        op.create_index(f"ix_superseded_{column}", "superseded", [column])


def _create_suggestions() -> None:
    op.create_table(
        "suggestions",
        Column("id", ID, primary_key=True),
        *_owner(),
        Column("key", String(64), nullable=False),
        Column("position", Integer, nullable=False),
        Column("type", String(20), nullable=False),
        Column("status", String(10), nullable=False),
        Column("confidence", Float, nullable=False),
        Column("body", JSON, nullable=False),
        Column("created_at", _moment(), nullable=False),
        Column("resolved_at", _moment()),
        Column("resolved_by", String(200)),
        Column("action", String(20)),
        Column("dismiss_reason", Text, nullable=False),
        Column("change_id", ID),
        sa.UniqueConstraint("question_id", "key", name="uq_suggestions_question_id_key"),
    )


def _owner() -> tuple[Column[str], Column[str]]:
    return (
        Column("organization_id", ID, _to("organizations"), nullable=False),
        Column("question_id", ID, _to("questions"), nullable=False),
    )


def _to(table: str) -> sa.ForeignKey:
    return sa.ForeignKey(f"{table}.id", ondelete="CASCADE")


def _moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)
