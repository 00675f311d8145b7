"""Organizations, their keys, their credits, and what is counted for them."""

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
    UniqueConstraint,
)

from openends.store.tables.columns import Moment, RowId, metadata, organization

organizations = Table(
    "organizations",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("plan", String(20), nullable=False),
    # Null: no limit. Always the sum of the ledger; both change in one transaction.
    Column("credits", BigInteger),
    Column("credits_monthly", BigInteger, nullable=False),
    Column("credit_floor", BigInteger, nullable=False),
    Column("is_trial", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    # Its language model, as PROVIDER:NAME, or "off"; null takes the server's.
    Column("llm", String(200)),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", String(36), primary_key=True),
    organization(),
    Column("label", String(200), nullable=False),
    Column("prefix", String(16), nullable=False),
    # SHA-256 of the key in hexadecimal; the key itself is nowhere.
    Column("hash", String(64), nullable=False, unique=True),
    Column("scopes", JSON, nullable=False),
    Column("rpm", Integer),
    Column("test", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("revoked_at", Moment),
    Index(None, "organization_id"),
)

ledger = Table(
    "ledger",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    organization(),
    # A job, or the question of an inline call, or "grant"; no foreign key: money outlives things.
    Column("reference", String(64), nullable=False),
    Column("batch", Integer, nullable=False),
    # Below zero: charged; above: granted.
    Column("amount", BigInteger, nullable=False),
    Column("created_at", Moment, nullable=False),
    # A batch is charged once, however often it is tried.
    UniqueConstraint("reference", "batch"),
    Index(None, "organization_id"),
)

idempotency = Table(
    "idempotency",
    metadata,
    Column(
        "api_key_id",
        String(36),
        ForeignKey("api_keys.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("key", String(255), primary_key=True),
    # SHA-256 of method, path and body.
    Column("fingerprint", String(64), nullable=False),
    # Null while the first request runs.
    Column("status", Integer),
    Column("headers", JSON),
    Column("body", LargeBinary),
    Column("created_at", Moment, nullable=False),
)

rate_counters = Table(
    "rate_counters",
    metadata,
    Column("bucket", String(100), primary_key=True),
    # Start of the window, Unix time in seconds.
    Column("window", BigInteger, primary_key=True, autoincrement=False),
    Column("hits", Integer, nullable=False),
    Index(None, "window"),
)
