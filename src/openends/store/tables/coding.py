"""Codebooks, and what responses were coded as."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from openends.store.tables.columns import Moment, RowId, metadata, organization, question

codebooks = Table(
    "codebooks",
    metadata,
    Column(
        "question_id",
        String(36),
        ForeignKey("questions.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    organization(),
    Column("coding_type", String(20), nullable=False),
    Column("language", String(8), nullable=False),
    # True when the machine built it: then no person chose its examples.
    Column("induced", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    # Counts up whenever the codebook changes.
    Column("version", Integer, nullable=False, server_default="1"),
    Column("tests", JSON, nullable=False, server_default="[]"),
)

categories = Table(
    "categories",
    metadata,
    Column("id", String(36), primary_key=True),
    organization(),
    question(),
    Column("position", Integer, nullable=False),
    Column("name", String(200), nullable=False),
    UniqueConstraint("question_id", "name"),
)

codes = Table(
    "codes",
    metadata,
    Column("id", String(36), primary_key=True),
    organization(),
    question(),
    Column("category_id", String(36), ForeignKey("categories.id", ondelete="SET NULL")),
    Column("position", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("name", String(500), nullable=False),
    Column("definition", Text, nullable=False),
    # A tone that a person fixed for the code; null for none.
    Column("sentiment", String(10)),
    Column("examples", JSON, nullable=False),
    Column("rules", JSON, nullable=False),
    Column("include", JSON, nullable=False, server_default="[]"),
    Column("exclude", JSON, nullable=False, server_default="[]"),
    UniqueConstraint("question_id", "number"),
    Index(None, "category_id"),
)

codings = Table(
    "codings",
    metadata,
    # A response is coded once: a second coding of it finds this row.
    Column(
        "response",
        RowId,
        ForeignKey("responses.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    organization(),
    question(),
    # The verbatim that the evidence refers to: repaired of broken characters.
    Column("text", Text, nullable=False),
    Column("status", String(10), nullable=False),
    Column("sentiment", String(10)),
    Column("language", String(8), nullable=False),
    Column("confidence", Float),
    Column("runner_up", String(36), ForeignKey("codes.id", ondelete="SET NULL")),
    # Estimated probability that a person would give that code.
    Column("runner_up_chance", Float),
    Column("needs_review", Boolean, nullable=False),
    Column("review_reason", Text, nullable=False),
    Column("coded_at", Moment, nullable=False),
    # A person settled it: no machine changes it any more.
    Column("approved", Boolean, nullable=False, server_default=false()),
    # Who had the last word; null for the machine.
    Column("coder", String(200)),
    Column("note", Text, nullable=False, server_default=""),
    # Of the codebook that it was made by.
    Column("version", Integer, nullable=False, server_default="1"),
    # Of ``coding_runs``; null for what was coded before those were kept.
    Column("run", BigInteger),
    Index(None, "question_id", "status"),
    # Without it, deleting a code would search the codings of all organizations.
    Index(None, "runner_up"),
)

mentions = Table(
    "mentions",
    metadata,
    Column(
        "response",
        RowId,
        ForeignKey("responses.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    # From 1, in the order in which they were mentioned.
    Column("rank", Integer, primary_key=True, autoincrement=False),
    organization(),
    Column("code_id", String(36), ForeignKey("codes.id", ondelete="CASCADE"), nullable=False),
    Column("sentiment", String(10), nullable=False),
    Column("confidence", Float, nullable=False),
    Column("layer", String(10), nullable=False),
    Column("evidence_start", Integer, nullable=False),
    Column("evidence_length", Integer, nullable=False),
    Column("evidence_text", Text, nullable=False),
    # Who gave or confirmed it, and when; null for the machine.
    Column("coder", String(200)),
    Column("decided_at", Moment),
    Index(None, "code_id"),
)

coding_runs = Table(
    "coding_runs",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    organization(),
    question(),
    # Of the codebook that was applied.
    Column("version", Integer, nullable=False),
    # Version of Openends.
    Column("engine", String(40), nullable=False),
    Column("encoders", JSON, nullable=False),
    Column("quality", String(10), nullable=False),
    Column("seed", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    # The language model that decided what stayed in doubt, and by which prompts; "" for none.
    Column("model", String(200), nullable=False, server_default=""),
    Column("prompts", JSON, nullable=False, server_default="[]"),
    Index(None, "question_id"),
)
