"""What people changed, what stood there before, and what they were advised to change."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from openends.store.tables.columns import Moment, RowId, metadata, organization, question

changes = Table(
    "changes",
    metadata,
    Column("id", String(36), primary_key=True),
    organization(),
    question(),
    # Order of the changes of a question, from 1.
    Column("position", Integer, nullable=False),
    Column("action", String(40), nullable=False),
    # Who: a person's name, or the label of the API key.
    Column("coder", String(200), nullable=False),
    # No foreign key: what was done outlives the key.
    Column("api_key_id", String(36), nullable=False),
    Column("reason", Text, nullable=False),
    Column("details", JSON, nullable=False),
    # Responses whose coding it changed.
    Column("responses", Integer, nullable=False),
    # The change that took it back; null while it holds.
    Column("undone_by", String(36)),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("question_id", "position"),
)

codebook_versions = Table(
    "codebook_versions",
    metadata,
    Column(
        "question_id",
        String(36),
        ForeignKey("questions.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("version", Integer, primary_key=True, autoincrement=False),
    organization(),
    # Null for a codebook that was built or handed in.
    Column("change_id", String(36)),
    # The version that it was made from, and the one whose content it has again.
    Column("parent", Integer),
    Column("restores", Integer),
    # The codebook with the ids of its codes and categories.
    Column("codebook", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
)

superseded = Table(
    "superseded",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    organization(),
    question(),
    Column("response", RowId, ForeignKey("responses.id", ondelete="CASCADE"), nullable=False),
    Column("change_id", String(36), ForeignKey("changes.id", ondelete="CASCADE"), nullable=False),
    # Of the codebook that the coding was by until then.
    Column("version", Integer, nullable=False),
    # The coding with its mentions as it was.
    Column("coding", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
    Index(None, "response"),
    Index(None, "change_id"),
    Index(None, "question_id"),
)

suggestions = Table(
    "suggestions",
    metadata,
    Column("id", String(36), primary_key=True),
    organization(),
    question(),
    # The same finding has the same key, whenever it is looked for.
    Column("key", String(64), nullable=False),
    Column("position", Integer, nullable=False),
    Column("type", String(20), nullable=False),
    Column("status", String(10), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("body", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("resolved_at", Moment),
    Column("resolved_by", String(200)),
    Column("action", String(20)),
    Column("dismiss_reason", Text, nullable=False),
    # What applying it changed.
    Column("change_id", String(36)),
    UniqueConstraint("question_id", "key"),
)

samples = Table(
    "samples",
    metadata,
    Column("id", String(36), primary_key=True),
    organization(),
    question(),
    Column("kind", String(20), nullable=False),
    Column("seed", Integer, nullable=False),
    # Of the codebook that it was drawn by.
    Column("version", Integer, nullable=False),
    # Responses that could have been drawn.
    Column("base", Integer, nullable=False),
    # The codes of that version, with the responses of the base that had each.
    Column("codes", JSON, nullable=False),
    # The responses in the order of drawing, with the codes that they had then: what is verified
    # does not change with later edits.
    Column("drawn", JSON, nullable=False),
    Column("made_by", String(200), nullable=False),
    Column("created_at", Moment, nullable=False),
    Index(None, "question_id"),
)

sample_codes = Table(
    "sample_codes",
    metadata,
    Column("sample_id", String(36), ForeignKey("samples.id", ondelete="CASCADE"), primary_key=True),
    Column("coder", String(200), primary_key=True),
    Column(
        "response",
        RowId,
        ForeignKey("responses.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    organization(),
    # Numbers of the sample's codes, or one of those that are kept for no code.
    Column("codes", JSON, nullable=False),
    Column("coded_at", Moment, nullable=False),
    Index(None, "response"),
)
