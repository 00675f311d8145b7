"""No organization sees or changes what is another's, whatever it asks for."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from dataclasses import replace

import pytest
from made_study import (
    CODEBOOK,
    NOW,
    RUN,
    SUGGESTION,
    change_answers,
    code_answers,
    codings_of_answers,
    made_call,
    make_job,
    make_sample,
    make_study,
)
from sqlalchemy import select

from openends import store
from openends.domain.codebook import CodingType
from openends.domain.errors import NotFound
from openends.domain.suggestion import SuggestionStatus
from openends.store import (
    api_keys,
    changes,
    codebook_versions,
    codebooks,
    coded_texts,
    coding_runs,
    codings,
    deliveries,
    jobs,
    made_codings,
    model_calls,
    projects,
    questions,
    responses,
    samples,
    suggestions,
    superseded,
    webhooks,
    write_codings,
)
from openends.store.changes import Author
from openends.store.codings import ResponseFilter
from openends.store.model_calls import Spent
from openends.store.responses import NewResponse
from openends.store.superseded import coding_values
from openends.store.tables import metadata

#: What the other organization asks for, and the answer that shows that it finds nothing.
QUERIES = {
    "changes.count": (lambda c, me, it: changes.count(c, me, it.question.id), ()),
    "changes.get": (lambda c, me, it: changes.get(c, me, it.question.id, it.change.id), None),
    "changes.load_page": (
        lambda c, me, it: changes.load_page(c, me, it.question.id, before=None, limit=9),
        [],
    ),
    "changes.mark_undone": (
        lambda c, me, it: changes.mark_undone(c, me, it.change.id, "another"),
        False,
    ),
    "codebook_versions.edits": (
        lambda c, me, it: codebook_versions.edits(c, me, it.question.id),
        (),
    ),
    "codebook_versions.list_all": (
        lambda c, me, it: codebook_versions.list_all(c, me, it.question.id),
        [],
    ),
    "codebook_versions.numbers": (
        lambda c, me, it: codebook_versions.numbers(c, me, it.question.id),
        frozenset(),
    ),
    "codebooks.made_at": (lambda c, me, it: codebooks.made_at(c, me, it.question.id), None),
    "coded_texts.load": (lambda c, me, it: coded_texts.load(c, me, it.question.id), []),
    "made_codings.load": (
        lambda c, me, it: made_codings.load(c, me, it.question.id, it.stored),
        (),
    ),
    "made_codings.demographics": (
        lambda c, me, it: made_codings.demographics(c, me, it.question.id),
        [],
    ),
    "coding_runs.of_question": (
        lambda c, me, it: coding_runs.of_question(c, me, it.question.id),
        {},
    ),
    "model_calls.used": (lambda c, me, it: model_calls.used(c, me, it.question.id), ()),
    "samples.count": (lambda c, me, it: samples.count(c, me, it.question.id), 0),
    "samples.count_coded": (lambda c, me, it: samples.count_coded(c, me, it.question.id), {}),
    "samples.get": (lambda c, me, it: samples.get(c, me, it.question.id, it.sample.id), None),
    "samples.list_all": (lambda c, me, it: samples.list_all(c, me, it.question.id), []),
    "samples.load_codes": (lambda c, me, it: samples.load_codes(c, me, it.sample.id), {}),
    "samples.load_responses": (lambda c, me, it: samples.load_responses(c, me, it.sample), []),
    "suggestions.get": (
        lambda c, me, it: suggestions.get(c, me, it.question.id, it.suggestion.id),
        None,
    ),
    "suggestions.list_all": (lambda c, me, it: suggestions.list_all(c, me, it.question.id), []),
    "suggestions.reopen": (
        lambda c, me, it: suggestions.reopen(c, me, it.resolved.id),
        False,
    ),
    "suggestions.resolve": (
        lambda c, me, it: suggestions.resolve(
            c,
            me,
            it.suggestion.id,
            status=SuggestionStatus.DISMISSED,
            action="dismiss",
            by="Anna",
            now=NOW,
        ),
        False,
    ),
    "superseded.of_question": (
        lambda c, me, it: superseded.of_question(c, me, it.question.id),
        [],
    ),
    "superseded.of_response": (
        lambda c, me, it: superseded.of_response(c, me, it.rows[0].pk),
        [],
    ),
    "codebooks.load": (lambda c, me, it: codebooks.load(c, me, it.question.id), None),
    "codings.load_all": (lambda c, me, it: codings.load_all(c, me, it.question.id), []),
    "codings.load_page": (
        lambda c, me, it: codings.load_page(
            c, me, it.question.id, ResponseFilter(), after=None, limit=9
        ),
        [],
    ),
    "deliveries.add": (
        lambda c, me, it: deliveries.add(c, me, it.webhook.id, it.job.id, "e", "{}", NOW),
        None,
    ),
    "jobs.count_queued": (lambda c, me, it: jobs.count_queued(c, me), 0),
    "jobs.get": (lambda c, me, it: jobs.get(c, me, it.job.id, not_before=NOW), None),
    "jobs.list_for": (lambda c, me, it: jobs.list_for(c, me, limit=9, not_before=NOW), []),
    "jobs.reserved": (lambda c, me, it: jobs.reserved(c, me), 0),
    "model_calls.find": (
        lambda c, me, it: model_calls.find(c, me, it.question.id, it.call.key),
        None,
    ),
    "model_calls.latest": (lambda c, me, it: model_calls.latest(c, me, it.question.id), None),
    "model_calls.spent": (lambda c, me, it: model_calls.spent(c, me, it.job.id), Spent()),
    "projects.delete": (lambda c, me, it: projects.delete(c, me, it.project.id), False),
    "projects.get": (lambda c, me, it: projects.get(c, me, it.project.id), None),
    "questions.get": (lambda c, me, it: questions.get(c, me, it.question.id), None),
    "webhooks.count": (lambda c, me, it: webhooks.count(c, me), 0),
    "webhooks.delete": (lambda c, me, it: webhooks.delete(c, me, it.webhook.id), False),
    "webhooks.list_for": (lambda c, me, it: webhooks.list_for(c, me), []),
    "webhooks.matching": (lambda c, me, it: webhooks.matching(c, me, "job.completed"), []),
}

#: What it tries to change, and is told does not exist.
CHANGES = {
    "changes.record": lambda c, me, it: changes.record(
        c,
        me,
        it.question.id,
        Author(coder="Eve", api_key_id="k"),
        action="review.correct",
        details={},
        responses=0,
        now=NOW,
    ),
    "codebook_versions.add": lambda c, me, it: codebook_versions.add(
        c,
        me,
        it.question.id,
        replace(it.stored, version=2),
        change_id=it.change.id,
        parent=1,
        restores=None,
        now=NOW,
    ),
    "codebook_versions.keep": lambda c, me, it: codebook_versions.keep(
        c, me, it.question.id, replace(it.stored, version=2)
    ),
    "codebooks.replace_by": lambda c, me, it: codebooks.replace_by(
        c, me, it.question.id, it.stored, it.stored
    ),
    "codebooks.set_tests": lambda c, me, it: codebooks.set_tests(c, me, it.question.id, ()),
    "coding_runs.record": lambda c, me, it: coding_runs.record(c, me, it.question.id, RUN),
    "samples.add": lambda c, me, it: samples.add(
        c, me, it.question.id, replace(it.sample, id="another")
    ),
    "samples.keep_codes": lambda c, me, it: samples.keep_codes(
        c, me, it.question.id, it.sample.id, "Eve", {it.rows[0].pk: (1,)}, NOW
    ),
    "suggestions.renew": lambda c, me, it: suggestions.renew(
        c, me, it.question.id, [SUGGESTION], NOW
    ),
    "superseded.keep": lambda c, me, it: superseded.keep(
        c, me, it.question.id, it.change.id, it.rows, NOW
    ),
    "write_codings.rewrite": lambda c, me, it: write_codings.rewrite(
        c, me, it.question.id, {row.pk: coding_values(row) for row in it.rows if row.coded}
    ),
    "codebooks.save": lambda c, me, it: codebooks.save(
        c, me, it.question.id, CODEBOOK, induced=True, now=NOW
    ),
    "write_codings.save": lambda c, me, it: write_codings.save(
        c, me, it.question.id, it.stored, it.pairs, NOW
    ),
    "model_calls.keep": lambda c, me, it: model_calls.keep(c, me, replace(it.call, key="k2"), NOW),
    "questions.create": lambda c, me, it: questions.create(
        c, me, it.project.id, text="", coding_type=CodingType.ENTITY, language="en", now=NOW
    ),
    "questions.lock": lambda c, me, it: questions.lock(c, me, it.question.id),
    "responses.add": lambda c, me, it: responses.add(
        c, me, it.question.id, [NewResponse(id="X", text="mine")], NOW
    ),
}

#: These name nothing but the organization itself, or make something new of its own.
OWN = {
    "api_keys.create",
    "api_keys.list_for",
    "credits.charge",
    "credits.grant",
    "organizations.get",
    "organizations.lock",
    "organizations.set_model",
    "projects.create",
    "projects.list_for",
    "webhooks.create",
}


class Things:
    """What the first organization has, job and webhook too."""

    def __init__(self, database, study):
        self.project, self.question = study.project, study.question
        self.stored = code_answers(database, study)
        self.job = make_job(study)
        with database.transaction() as connection:
            jobs.create(connection, self.job)
            self.webhook = webhooks.create(
                connection, study.owner, url="https://a", events=["job.completed"], now=NOW
            )
            self.call = made_call(study, self.job.id)
            model_calls.keep(connection, study.owner, self.call, NOW)
            rows = responses.load(connection, study.question.id)
        self.change, self.rows, self.suggestion, _ = change_answers(database, study, self.stored)
        with database.transaction() as connection:
            at = (connection, study.owner, study.question.id)
            suggestions.resolve(
                *at[:2],
                self.suggestion.id,
                status=SuggestionStatus.APPLIED,
                action="create_new",
                by="Anna",
                now=NOW,
            )
            suggestions.renew(*at, [replace(SUGGESTION, key="def")], NOW)
            self.resolved, self.suggestion = suggestions.list_all(*at)
            edited = replace(self.stored, version=9)
            terms = {"change_id": self.change.id, "parent": 1, "restores": None, "now": NOW}
            codebook_versions.add(*at, edited, **terms)
        self.sample = make_sample(database, study, rows)
        self.pairs = [(row.pk, codings_of_answers()[0]) for row in rows]


def everything(database):
    with database.reading() as connection:
        return {
            name: sorted(map(str, connection.execute(select(table))))
            for name, table in metadata.tables.items()
        }


@pytest.fixture
def stranger(database):
    return make_study(database, "Stranger").owner


@pytest.mark.parametrize("name", QUERIES)
def test_another_organizations_things_are_not_found(database, study, stranger, name):
    things = Things(database, study)
    ask, nothing = QUERIES[name]
    before = everything(database)
    with database.transaction() as connection:
        assert ask(connection, stranger, things) == nothing
    assert everything(database) == before
    with database.transaction() as connection:
        assert ask(connection, study.owner, things) != nothing


@pytest.mark.parametrize("name", CHANGES)
def test_another_organizations_things_are_not_changed(database, study, stranger, name):
    things = Things(database, study)
    before = everything(database)
    with pytest.raises(NotFound), database.transaction() as connection:
        CHANGES[name](connection, stranger, things)
    assert everything(database) == before


def test_projects_and_keys_of_others_are_not_listed(database, study):
    other = make_study(database, "Other")
    with database.reading() as connection:
        for each in (study, other):
            assert projects.list_for(connection, each.owner) == [
                replace(each.project, questions=(each.question,))
            ]
            assert api_keys.list_for(connection, each.owner) == [each.key]


def test_every_query_of_an_organization_is_tried_here():
    found = set()
    for module in pkgutil.iter_modules(store.__path__):
        if module.name == "migrations":
            continue
        content = importlib.import_module(f"openends.store.{module.name}")
        for name, function in inspect.getmembers(content, inspect.isfunction):
            if function.__module__ != content.__name__ or name.startswith("_"):
                continue
            if "organization_id" in inspect.signature(function).parameters:
                found.add(f"{module.name}.{name}")
    assert found == QUERIES.keys() | CHANGES.keys() | OWN
