"""Jobs, those who do them, and those who are told."""

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
    # What a language model was asked, as clients are told it; null until it has been asked.
    Column("advice", JSON(none_as_null=True)),
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

model_calls = Table(
    "model_calls",
    metadata,
    # Replies quote answers: they go with the question.
    Column(
        "question_id",
        String(36),
        ForeignKey("questions.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    # SHA-256 over all that the reply depends on.
    Column("key", String(64), primary_key=True),
    organization(),
    # The job that paid; null for a call within a request, and for one that another question paid.
    # No foreign key: jobs go after a day.
    Column("job_id", String(28)),
    Column("prompt", String(50), nullable=False),
    Column("model", String(200), nullable=False),
    Column("parameters", JSON, nullable=False),
    # UTF-8. A model can write what no column for texts takes.
    Column("reply", LargeBinary, nullable=False),
    Column("input_tokens", BigInteger, nullable=False),
    Column("output_tokens", BigInteger, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("created_at", Moment, nullable=False),
    Index(None, "organization_id", "key"),
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
