"""Samples that people code apart from each other or check, and their codes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import JSON, BigInteger, Column, Integer, String

revision = "0004"
down_revision = "0003"

ID = String(36)
ROW = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    """Add tables; what is there stays as it is."""
    op.create_table(
        "samples",
        Column("id", ID, primary_key=True),
        Column("organization_id", ID, _to("organizations"), nullable=False),
        Column("question_id", ID, _to("questions"), nullable=False),
        Column("kind", String(20), nullable=False),
        Column("seed", Integer, nullable=False),
        Column("version", Integer, nullable=False),
        Column("base", Integer, nullable=False),
        Column("codes", JSON, nullable=False),
        Column("drawn", JSON, nullable=False),
        Column("made_by", String(200), nullable=False),
        Column("created_at", _moment(), nullable=False),
    )
    op.create_index("ix_samples_question_id", "samples", ["question_id"])
    op.create_table(
        "sample_codes",
        Column("sample_id", ID, _to("samples"), primary_key=True),
        Column("coder", String(200), primary_key=True),
        Column("response", ROW, _to("responses"), primary_key=True, autoincrement=False),
        Column("organization_id", ID, _to("organizations"), nullable=False),
        Column("codes", JSON, nullable=False),
        Column("coded_at", _moment(), nullable=False),
    )
    op.create_index("ix_sample_codes_response", "sample_codes", ["response"])


def _to(table: str) -> sa.ForeignKey:
    return sa.ForeignKey(f"{table}.id", ondelete="CASCADE")


def _moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)
