"""The first form of the tables."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy import JSON, BigInteger, Boolean, Column, Float, Integer, LargeBinary, String, Text

revision = "0001"
down_revision = None

ID = String(36)
MOMENT = sa.DateTime(timezone=True)
ROW_ID = BigInteger().with_variant(Integer, "sqlite")


def upgrade() -> None:
    """Make all tables; constraints get their names by the convention of the tables."""
    _organizations()
    _projects()
    _responses()
    _codebooks()
    _codings()
    _jobs()
    _webhooks()
    _requests()


def _required(**kinds: sa.types.TypeEngine[Any]) -> list[Column[Any]]:
    return [Column(name, kind, nullable=False) for name, kind in kinds.items()]


def _part_of(table: str, name: str, kind: Any = ID, *, primary_key: bool = False) -> Column[Any]:
    key = sa.ForeignKey(f"{table}.id", ondelete="CASCADE")
    return Column(name, kind, key, nullable=False, primary_key=primary_key)


def _owner() -> Column[Any]:
    return _part_of("organizations", "organization_id")


def _question() -> Column[Any]:
    return _part_of("questions", "question_id")


def _organizations() -> None:
    op.create_table(
        "organizations",
        Column("id", ID, primary_key=True),
        *_required(name=String(200), plan=String(20)),
        Column("credits", BigInteger()),
        *_required(credits_monthly=BigInteger(), credit_floor=BigInteger(), is_trial=Boolean()),
        *_required(active=Boolean(), created_at=MOMENT),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "api_keys",
        Column("id", ID, primary_key=True),
        _owner(),
        *_required(label=String(200), prefix=String(16), hash=String(64), scopes=JSON()),
        Column("rpm", Integer()),
        *_required(test=Boolean(), created_at=MOMENT),
        Column("expires_at", MOMENT),
        Column("revoked_at", MOMENT),
        sa.UniqueConstraint("hash"),
    )
    op.create_index("ix_api_keys_organization_id", "api_keys", ["organization_id"])
    op.create_table(
        "ledger",
        Column("id", ROW_ID, primary_key=True, autoincrement=True),
        _owner(),
        *_required(reference=String(64), batch=Integer(), amount=BigInteger(), created_at=MOMENT),
        sa.UniqueConstraint("reference", "batch"),
    )
    op.create_index("ix_ledger_organization_id", "ledger", ["organization_id"])


def _projects() -> None:
    op.create_table(
        "projects",
        Column("id", ID, primary_key=True),
        _owner(),
        *_required(name=String(200), language=String(8), coding_type=String(20)),
        *_required(objective=Text(), category=String(100), country=String(2), created_at=MOMENT),
    )
    op.create_index(
        "ix_projects_organization_id_created_at", "projects", ["organization_id", "created_at"]
    )
    op.create_table(
        "questions",
        Column("id", ID, primary_key=True),
        _owner(),
        _part_of("projects", "project_id"),
        *_required(position=Integer(), text=Text(), coding_type=String(20), language=String(8)),
        *_required(coding_guidance=Text(), created_at=MOMENT),
    )
    op.create_index("ix_questions_project_id_position", "questions", ["project_id", "position"])


def _responses() -> None:
    op.create_table(
        "responses",
        Column("id", ROW_ID, primary_key=True, autoincrement=True),
        _owner(),
        _question(),
        *_required(position=Integer(), response_id=String(255), text=Text()),
        Column("language", String(8)),
        *_required(demographics=JSON(), created_at=MOMENT),
        sa.UniqueConstraint("question_id", "response_id"),
    )
    op.create_index("ix_responses_question_id_position", "responses", ["question_id", "position"])


def _codebooks() -> None:
    op.create_table(
        "codebooks",
        _part_of("questions", "question_id", primary_key=True),
        _owner(),
        *_required(coding_type=String(20), language=String(8), induced=Boolean()),
        *_required(created_at=MOMENT),
    )
    op.create_table(
        "categories",
        Column("id", ID, primary_key=True),
        _owner(),
        _question(),
        *_required(position=Integer(), name=String(200)),
        sa.UniqueConstraint("question_id", "name"),
    )
    op.create_table(
        "codes",
        Column("id", ID, primary_key=True),
        _owner(),
        _question(),
        Column("category_id", ID, sa.ForeignKey("categories.id", ondelete="SET NULL")),
        *_required(position=Integer(), number=Integer(), name=String(500), definition=Text()),
        Column("sentiment", String(10)),
        *_required(examples=JSON(), rules=JSON()),
        sa.UniqueConstraint("question_id", "number"),
    )
    op.create_index("ix_codes_category_id", "codes", ["category_id"])


def _codings() -> None:
    op.create_table(
        "codings",
        _part_of("responses", "response", ROW_ID, primary_key=True),
        _owner(),
        _question(),
        *_required(text=Text(), status=String(10)),
        Column("sentiment", String(10)),
        *_required(language=String(8)),
        Column("confidence", Float()),
        Column("runner_up", ID, sa.ForeignKey("codes.id", ondelete="SET NULL")),
        *_required(needs_review=Boolean(), review_reason=Text(), coded_at=MOMENT),
    )
    op.create_index("ix_codings_question_id_status", "codings", ["question_id", "status"])
    op.create_index("ix_codings_runner_up", "codings", ["runner_up"])
    op.create_table(
        "mentions",
        _part_of("responses", "response", ROW_ID, primary_key=True),
        Column("rank", Integer(), primary_key=True, autoincrement=False),
        _owner(),
        _part_of("codes", "code_id"),
        *_required(sentiment=String(10), confidence=Float(), layer=String(10)),
        *_required(evidence_start=Integer(), evidence_length=Integer(), evidence_text=Text()),
    )
    op.create_index("ix_mentions_code_id", "mentions", ["code_id"])


def _jobs() -> None:
    op.create_table(
        "jobs",
        Column("id", String(28), primary_key=True),
        _owner(),
        _part_of("projects", "project_id"),
        _question(),
        *_required(type=String(20), status=String(10), processed=Integer(), total=Integer()),
        *_required(cost=BigInteger(), charged=BigInteger(), attempts=Integer()),
        Column("error_code", String(40)),
        Column("error_message", Text()),
        *_required(failed_response_indices=JSON(), created_at=MOMENT, updated_at=MOMENT),
    )
    op.create_index("ix_jobs_created_at", "jobs", ["created_at"])
    op.create_index("ix_jobs_organization_id_created_at", "jobs", ["organization_id", "created_at"])
    op.create_index("ix_jobs_project_id", "jobs", ["project_id"])
    op.create_index("ix_jobs_question_id", "jobs", ["question_id"])
    active = sa.text("status IN ('queued', 'processing')")
    op.create_index(
        "uq_jobs_active_question",
        "jobs",
        ["question_id"],
        unique=True,
        sqlite_where=active,
        postgresql_where=active,
    )
    op.create_table(
        "job_results",
        _part_of("jobs", "job_id", String(28), primary_key=True),
        *_required(body=LargeBinary()),
    )


def _webhooks() -> None:
    op.create_table(
        "webhooks",
        Column("id", String(27), primary_key=True),
        _owner(),
        *_required(url=Text(), events=JSON(), secret=String(64), active=Boolean()),
        *_required(created_at=MOMENT),
    )
    op.create_index("ix_webhooks_organization_id", "webhooks", ["organization_id"])
    op.create_table(
        "deliveries",
        Column("id", ID, primary_key=True),
        _owner(),
        _part_of("webhooks", "webhook_id", String(27)),
        *_required(job_id=String(28), event=String(20), body=Text(), status=String(10)),
        *_required(attempts=Integer(), outcome=String(200), created_at=MOMENT),
        sa.UniqueConstraint("webhook_id", "job_id", "event"),
    )
    op.create_index("ix_deliveries_status_created_at", "deliveries", ["status", "created_at"])


def _requests() -> None:
    op.create_table(
        "idempotency",
        _part_of("api_keys", "api_key_id", primary_key=True),
        Column("key", String(255), primary_key=True),
        *_required(fingerprint=String(64)),
        Column("status", Integer()),
        Column("headers", JSON()),
        Column("body", LargeBinary()),
        *_required(created_at=MOMENT),
    )
    op.create_table(
        "rate_counters",
        Column("bucket", String(100), primary_key=True),
        Column("window", BigInteger(), primary_key=True, autoincrement=False),
        *_required(hits=Integer()),
    )
    op.create_index("ix_rate_counters_window", "rate_counters", ["window"])
    if op.get_bind().dialect.name == "postgresql":
        # Counters of a minute need not survive a crash of the database, and every request waits
        # for them.
        op.execute("ALTER TABLE rate_counters SET UNLOGGED")
    op.create_table(
        "workers",
        Column("id", ID, primary_key=True),
        *_required(beat=MOMENT),
    )
