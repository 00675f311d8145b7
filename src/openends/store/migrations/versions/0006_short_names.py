"""Short names of questions: what the names of their variables begin with."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, String

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add a column; questions that are there have none."""
    op.add_column("questions", Column("short_name", String(24), nullable=False, server_default=""))
