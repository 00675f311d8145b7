"""What language models were asked, which organizations may ask one, and what a job was told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy import JSON, BigInteger, Column, Float, LargeBinary, String

revision = "0002"
down_revision = "0001"

ID = String(36)


def upgrade() -> None:
    """Add a table and two columns; what is there stays as it is."""
    op.add_column("organizations", Column("llm", String(200)))
    op.add_column("jobs", Column("advice", JSON(none_as_null=True)))
    op.create_table(
        "model_calls",
        Column(
            "question_id", ID, sa.ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True
        ),
        Column("key", String(64), primary_key=True),
        Column(
            "organization_id",
            ID,
            sa.ForeignKey("organizations.id", ondelete="CASCADE"),
            nullable=False,
        ),
        Column("job_id", String(28)),
        Column("prompt", String(50), nullable=False),
        Column("model", String(200), nullable=False),
        Column("parameters", JSON(), nullable=False),
        Column("reply", LargeBinary(), nullable=False),
        Column("input_tokens", BigInteger(), nullable=False),
        Column("output_tokens", BigInteger(), nullable=False),
        Column("seconds", Float(), nullable=False),
        Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_model_calls_organization_id_key", "model_calls", ["organization_id", "key"])
