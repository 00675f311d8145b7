"""How far the runner-up is behind, and which language model a run asked with which prompts."""

from __future__ import annotations

from alembic import op
from sqlalchemy import JSON, Column, Float, String

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add columns; what was coded before says nothing of them."""
    op.add_column("codings", Column("runner_up_chance", Float))
    op.add_column("coding_runs", Column("model", String(200), nullable=False, server_default=""))
    op.add_column("coding_runs", Column("prompts", JSON, nullable=False, server_default="[]"))
