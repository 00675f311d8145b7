"""What another person needs to repeat the coding of a stored question, as plain values."""

from __future__ import annotations

from collections import Counter
from typing import Any

from openends.domain.organization import Caller
from openends.domain.run import CodingEngine, Run
from openends.domain.survey import CodedSurvey, Survey
from openends.files.write_manifest import manifest_to_dict
from openends.services.results import run_to_dict
from openends.services.stored_question import StoredQuestion, limits_of, load_coded_question
from openends.store.database import Database

#: Who coded what no person did.
MACHINE = "machine"


def question_manifest(
    database: Database, caller: Caller, project_id: str, question_id: str
) -> dict[str, Any]:
    """Return settings, codebook, versions and hashes of a stored question, and who coded it.

    ``openends code --manifest`` reads it.

    Raises
    ------
    NotFound
        When the caller has no such project or question.
    InvalidState
        When nothing of it is coded yet.
    """
    with database.reading() as connection:
        stored = load_coded_question(connection, caller, project_id, question_id)
    models = sorted({used.model for used in stored.models})
    run = Run(
        engine=CodingEngine.HYBRID if models else CodingEngine.EMBEDDED,
        model=models[-1] if models else "",
    )
    survey = CodedSurvey(survey=Survey(columns=()), questions={"": stored.coded}, run=run)
    return {
        "project_id": stored.question.project_id,
        "question_id": stored.question.id,
        **manifest_to_dict(survey),
        "codebook_version": stored.stored.version,
        "coded_in": _runs(stored),
        "coders": _coders(stored),
        "language_models": [
            {"model": used.model, "prompt": used.prompt, "calls": used.calls}
            for used in stored.models
        ],
        "limits": list(limits_of(stored)),
    }


def _runs(stored: StoredQuestion) -> list[dict[str, Any]]:
    responses = Counter(row.run for row in stored.coded_rows)
    return [
        run_to_dict(run) | {"responses": responses[run_id]} for run_id, run in stored.runs.items()
    ]


def _coders(stored: StoredQuestion) -> list[dict[str, Any]]:
    """Return who had the last word on how many responses; the machine first."""
    counts = Counter(row.coder or MACHINE for row in stored.coded_rows)
    names = sorted(counts, key=lambda name: (name != MACHINE, -counts[name], name))
    return [{"coder": name, "responses": counts[name]} for name in names]
