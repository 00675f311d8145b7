"""Tell how a stored question was coded."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Connection

from openends.domain.methods_page import MethodsPage
from openends.domain.organization import Caller
from openends.engine.tabulate.tabulate import tabulate
from openends.services.coding_facts import CodingFacts, ModelAsked
from openends.services.methods_page import methods_page
from openends.services.sample_reliability import agreement_in_words
from openends.services.stored_question import StoredQuestion, limits_of, load_coded_question
from openends.store import changes, codebooks
from openends.store.database import Database


def question_methods(
    database: Database, caller: Caller, project_id: str, question_id: str
) -> MethodsPage:
    """Return the methods page of a question, written from what the server keeps.

    Raises
    ------
    NotFound
        When the caller has no such project or question.
    InvalidState
        When nothing of it is coded yet.
    """
    with database.reading() as connection:
        stored = load_coded_question(connection, caller, project_id, question_id)
        return methods_page(facts_of(connection, caller, stored))


def facts_of(connection: Connection, caller: Caller, stored: StoredQuestion) -> CodingFacts:
    """Return what the server knows of how a question was coded."""
    at = (connection, caller.organization.id, stored.question.id)
    moments = [row.coded_at for row in stored.coded_rows if row.coded_at is not None]
    people = Counter(row.coder for row in stored.coded_rows if row.coder)
    return CodingFacts(
        coded=stored.coded,
        counts=tabulate(stored.coded),
        place=stored.project.name,
        uncoded=stored.uncoded,
        codebook_version=stored.stored.version,
        built=stored.stored.induced,
        edits=Counter(edit.coder for edit in stored.edits if stored.is_edited),
        codebook_made=codebooks.made_at(*at),
        first_coded=min(moments),
        last_coded=max(moments),
        people=dict(people.most_common()),
        decisions=changes.count(*at),
        agreement=agreement_in_words(*at),
        models=tuple(
            ModelAsked(model=used.model, prompt=used.prompt, calls=used.calls)
            for used in stored.models
        ),
        limits=tuple(limits_of(stored)),
    )
