"""The tables: what a server remembers.

Ids that callers see are text (uuids, ``job_...``, ``wh_...``), times are UTC. Every table that
holds an organization's things carries ``organization_id``, and every query names it.
"""

from openends.store.tables.accounts import (
    api_keys,
    idempotency,
    ledger,
    organizations,
    rate_counters,
)
from openends.store.tables.coding import (
    categories,
    codebooks,
    codes,
    coding_runs,
    codings,
    mentions,
)
from openends.store.tables.columns import metadata
from openends.store.tables.review import (
    changes,
    codebook_versions,
    sample_codes,
    samples,
    suggestions,
    superseded,
)
from openends.store.tables.studies import projects, questions, responses
from openends.store.tables.work import (
    deliveries,
    job_results,
    jobs,
    model_calls,
    webhooks,
    workers,
)

__all__ = [
    "api_keys",
    "categories",
    "changes",
    "codebook_versions",
    "codebooks",
    "codes",
    "coding_runs",
    "codings",
    "deliveries",
    "idempotency",
    "job_results",
    "jobs",
    "ledger",
    "mentions",
    "metadata",
    "model_calls",
    "organizations",
    "projects",
    "questions",
    "rate_counters",
    "responses",
    "sample_codes",
    "samples",
    "suggestions",
    "superseded",
    "webhooks",
    "workers",
]
