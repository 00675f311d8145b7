from __future__ import annotations

from datetime import timedelta

import pytest
from made_study import (
    CODEBOOK,
    NOW,
    change_answers,
    code_answers,
    keep_codebook,
    made_call,
    make_job,
    make_sample,
    make_study,
    upload,
)
from sqlalchemy import func, select
from together import run_together

from openends.domain.codebook import Code, Codebook, CodingType
from openends.domain.errors import NotFound
from openends.store import (
    codebooks,
    credits,
    deliveries,
    jobs,
    model_calls,
    projects,
    questions,
    responses,
    webhooks,
)
from openends.store.responses import NewResponse
from openends.store.tables import metadata


def make_project(connection, study, name, now=NOW):
    return projects.create(
        connection,
        study.owner,
        name=name,
        language="en",
        coding_type=CodingType.ENTITY,
        objective="Find brands.",
        category="Tracking",
        country="AT",
        now=now,
    )


def make_question(connection, study, project, text):
    return questions.create(
        connection,
        study.owner,
        project.id,
        text=text,
        coding_type=CodingType.ENTITY,
        language="it",
        coding_guidance="Mind irony.",
        now=NOW,
    )


def test_a_project_comes_back_as_it_was_made(database, study):
    with database.transaction() as connection:
        made = make_project(connection, study, "Brands")
        assert projects.get(connection, study.owner, made.id) == made
    assert (made.country, made.objective, made.category) == ("AT", "Find brands.", "Tracking")
    assert made.questions == ()


def test_questions_stand_in_their_project_in_the_order_in_which_they_were_added(database, study):
    with database.transaction() as connection:
        project = make_project(connection, study, "Brands")
        made = [make_question(connection, study, project, text) for text in ("z", "a", "m")]
        assert projects.get(connection, study.owner, project.id).questions == tuple(made)
        assert questions.get(connection, study.owner, made[0].id, project.id) == made[0]
        assert questions.get(connection, study.owner, made[0].id, study.project.id) is None
    assert made[0].coding_guidance == "Mind irony."


def test_questions_that_are_added_at_once_get_different_places(database, study):
    def add():
        with database.transaction() as connection:
            make_question(connection, study, study.project, "again")

    run_together(add, count=5)
    with database.reading() as connection:
        places = select(metadata.tables["questions"].c.position)
        assert sorted(connection.execute(places).scalars()) == list(range(6))


def test_guidance_can_be_changed(database, study):
    with database.transaction() as connection:
        questions.set_guidance(connection, study.question.id, "Look closely.")
        changed = questions.get(connection, study.owner, study.question.id)
    assert changed.coding_guidance == "Look closely."


def test_projects_are_listed_newest_first_page_by_page(database, study):
    # Two of the same moment: the id decides.
    moments = [NOW + timedelta(seconds=number // 2) for number in range(1, 6)]
    with database.transaction() as connection:
        for number, now in enumerate(moments):
            make_project(connection, study, str(number), now)
        everything = projects.list_for(connection, study.owner)
        seen, after = [], None
        while page := projects.list_for(connection, study.owner, limit=2, after=after):
            seen += page
            after = (page[-1].created_at, page[-1].id)
    assert len(everything) == 6
    assert seen == everything
    assert [project.created_at for project in seen] == sorted([NOW, *moments], reverse=True)
    assert [project.questions for project in seen if project.name == "Visitors"] == [
        (study.question,)
    ]


def test_responses_come_back_in_the_order_in_which_they_were_uploaded(database, study):
    items = [
        NewResponse(id="b", text="Ölig 🙂\n", language="de", demographics={"age": 31, "w": 0.5}),
        NewResponse(id="a", text=""),
        NewResponse(id="ä" * 255, text="x" * 2000),
    ]
    with database.transaction() as connection:
        assert responses.add(connection, study.owner, study.question.id, items, NOW) == (3, 0)
        rows = responses.load(connection, study.question.id)
    assert [
        NewResponse(
            id=row.response_id,
            text=row.text,
            language=row.language,
            demographics=row.demographics,
        )
        for row in rows
    ] == items
    assert [row.position for row in rows] == [0, 1, 2]
    assert not any(row.coded for row in rows)


def test_an_id_that_is_there_is_left_as_it_is_and_places_have_no_gap(database, study):
    upload(database, study, ["first", "second"])
    items = [
        NewResponse(id="R1", text="changed"),
        NewResponse(id="new", text="third"),
        NewResponse(id="new", text="twice in one upload"),
        NewResponse(id="newer", text="fourth"),
    ]
    with database.transaction() as connection:
        assert responses.add(connection, study.owner, study.question.id, items, NOW) == (2, 2)
        assert responses.add(connection, study.owner, study.question.id, [], NOW) == (0, 0)
        rows = responses.load(connection, study.question.id)
    assert [row.text for row in rows] == ["first", "second", "third", "fourth"]
    assert [row.position for row in rows] == [0, 1, 2, 3]


def test_uploads_at_once_add_every_response_once(database, study):
    items = [NewResponse(id=str(number), text="x") for number in range(20)]
    counts = []

    def add():
        with database.transaction() as connection:
            counts.append(responses.add(connection, study.owner, study.question.id, items, NOW))

    run_together(add, count=4)
    assert sorted(counts) == [(0, 20), (0, 20), (0, 20), (20, 0)]


def test_a_character_that_postgresql_cannot_keep_is_replaced(database, study):
    rows = upload(database, study, ["a\0b"])
    assert rows[0].text == "a\ufffdb"


def test_a_codebook_comes_back_as_it_was_kept(database, study):
    with database.transaction() as connection:
        kept = codebooks.save(
            connection,
            study.owner,
            study.question.id,
            CODEBOOK,
            induced=False,
            now=NOW,
        )
        found = codebooks.load(connection, study.owner, study.question.id)
    assert found == kept
    assert found.codebook == CODEBOOK
    assert set(found.code_ids) == {1, 5, 3}
    assert set(found.category_ids) == {"Value"}


def test_a_codebook_that_is_kept_twice_replaces_the_first(database, study):
    keep_codebook(database, study)
    second = Codebook(codes=(Code(name="Only", number=7),), coding_type=CodingType.ENTITY)
    kept = keep_codebook(database, study, second)
    with database.reading() as connection:
        assert codebooks.load(connection, study.owner, study.question.id) == kept
        assert kept.codebook == second
        for table, left in (("codebooks", 1), ("codes", 1), ("categories", 0)):
            query = select(func.count()).select_from(metadata.tables[table])
            assert connection.execute(query).scalar() == left


def test_a_question_without_a_codebook_has_none(database, study):
    with database.reading() as connection:
        assert codebooks.load(connection, study.owner, study.question.id) is None
        assert codebooks.count_mentions(connection, study.question.id) == {}


#: What belongs to no project.
KEPT = {"organizations", "api_keys", "ledger", "webhooks", "deliveries"}


def fill(database, study):
    """Put something of the study into every table that a project has a share in."""
    _, rows, *_ = change_answers(database, study, code_answers(database, study))
    make_sample(database, study, rows)
    job = make_job(study)
    with database.transaction() as connection:
        jobs.create(connection, job)
        jobs.complete(connection, job.id, b"{}", NOW)
        credits.charge(connection, study.owner, reference=job.id, batch=0, amount=4, now=NOW)
        hook = webhooks.create(connection, study.owner, url="https://a", events=["e"], now=NOW)
        deliveries.add(connection, study.owner, hook.id, job.id, "e", "{}", NOW)
        model_calls.keep(connection, study.owner, made_call(study, job.id), NOW)


def counts(database):
    with database.reading() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in metadata.tables.items()
        }


def test_deleting_a_project_deletes_all_its_data_and_no_line_of_the_ledger(database, study):
    fill(database, study)
    alone = counts(database)
    unused = {"idempotency", "rate_counters", "workers"}
    assert {name for name, count in alone.items() if not count} == unused
    other = make_study(database, "Other")
    fill(database, other)
    with database.transaction() as connection:
        assert projects.delete(connection, study.owner, study.project.id)
        assert not projects.delete(connection, study.owner, study.project.id)
        assert projects.get(connection, other.owner, other.project.id) is not None
    expected = {name: count * (2 if name in KEPT else 1) for name, count in alone.items()}
    assert counts(database) == expected


def test_a_question_needs_a_project_of_the_organization(database, study):
    other = make_study(database, "Other")
    with pytest.raises(NotFound, match="Project not found"), database.transaction() as connection:
        make_question(connection, other, study.project, "Mine?")
