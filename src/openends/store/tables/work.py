"""Jobs, those who do them, and those who are told."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from openends.store.tables.columns import Moment, metadata, organization, question

_ACTIVE = text("status IN ('queued', 'processing')")

jobs = Table(
    "jobs",
    metadata,
    Column("id", String(28), primary_key=True),
    organization(),
    Column(
        "project_id",
        String(36),
        ForeignKey("projects.id", ondelete="CASCADE"),
        nullable=False,
    ),
    question(),
    Column("type", String(20), nullable=False),
    Column("status", String(10), nullable=False),
    Column("processed", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("cost", BigInteger, nullable=False),
    Column("charged", BigInteger, nullable=False),
    # Times that a worker began it; more than a few mean that it kills its workers.
    Column("attempts", Integer, nullable=False),
    Column("error_code", String(40)),
    Column("error_message", Text),
    Column("failed_response_indices", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Index(None, "organization_id", "created_at"),
    Index(None, "created_at"),
    Index(None, "project_id"),
    Index(None, "question_id"),
    # One job at a time for a question.
    Index(
        "uq_jobs_active_question",
        "question_id",
        unique=True,
        sqlite_where=_ACTIVE,
        postgresql_where=_ACTIVE,
    ),
)

job_results = Table(
    "job_results",
    metadata,
    Column("job_id", String(28), ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    # JSON as it is sent to the client.
    Column("body", LargeBinary, nullable=False),
)

webhooks = Table(
    "webhooks",
    metadata,
    Column("id", String(27), primary_key=True),
    organization(),
    Column("url", Text, nullable=False),
    Column("events", JSON, nullable=False),
    # Needed in clear to sign with.
    Column("secret", String(64), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Index(None, "organization_id"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", String(36), primary_key=True),
    organization(),
    Column(
        "webhook_id",
        String(27),
        ForeignKey("webhooks.id", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("job_id", String(28), nullable=False),
    Column("event", String(20), nullable=False),
    # The bytes that are signed and sent.
    Column("body", Text, nullable=False),
    # waiting, delivered or dropped
    Column("status", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    # What the last attempt met: an HTTP status or a reason.
    Column("outcome", String(200), nullable=False),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("webhook_id", "job_id", "event"),
    Index(None, "status", "created_at"),
)

workers = Table(
    "workers",
    metadata,
    Column("id", String(36), primary_key=True),
    # The worker's last sign of life.
    Column("beat", Moment, nullable=False),
)
