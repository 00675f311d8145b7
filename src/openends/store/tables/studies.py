"""Projects, questions and responses."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from openends.store.tables.columns import Moment, RowId, metadata, organization, question

projects = Table(
    "projects",
    metadata,
    Column("id", String(36), primary_key=True),
    organization(),
    Column("name", String(200), nullable=False),
    Column("language", String(8), nullable=False),
    Column("coding_type", String(20), nullable=False),
    Column("objective", Text, nullable=False),
    Column("category", String(100), nullable=False),
    Column("country", String(2), nullable=False),
    Column("created_at", Moment, nullable=False),
    Index(None, "organization_id", "created_at"),
)

questions = Table(
    "questions",
    metadata,
    Column("id", String(36), primary_key=True),
    organization(),
    Column(
        "project_id",
        String(36),
        ForeignKey("projects.id", ondelete="CASCADE"),
        nullable=False,
    ),
    # Order in the project.
    Column("position", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("coding_type", String(20), nullable=False),
    Column("language", String(8), nullable=False),
    Column("coding_guidance", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    # Begins the names of its variables; "" takes its text, shortened.
    Column("short_name", String(24), nullable=False, server_default=""),
    Index(None, "project_id", "position"),
)

responses = Table(
    "responses",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    organization(),
    question(),
    # Order of upload, from 0.
    Column("position", Integer, nullable=False),
    # The caller's own id.
    Column("response_id", String(255), nullable=False),
    Column("text", Text, nullable=False),
    Column("language", String(8)),
    Column("demographics", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("question_id", "response_id"),
    Index(None, "question_id", "position"),
)
