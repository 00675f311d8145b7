from __future__ import annotations

import itertools
from contextlib import suppress

from made_study import CODEBOOK, NOW, codings_of_answers, keep_codebook, upload
from together import run_together

from openends.domain.errors import NotFound
from openends.store import (
    codebooks,
    credits,
    jobs,
    organizations,
    projects,
    questions,
    responses,
    write_codings,
)
from openends.store.responses import NewResponse


def test_those_who_work_on_a_question_do_not_wait_in_a_circle(database, study):
    """A circle would end in an error of the database, or in 30 seconds."""
    rows = upload(database, study, ["x"] * 40)
    stored = keep_codebook(database, study)
    coding, numbers = codings_of_answers()[0], itertools.count()
    at = (study.owner, study.question.id)

    def code(connection, number):
        pair = (rows[number % 40].pk, coding)
        write_codings.save(connection, *at, stored, [pair], NOW)
        credits.charge(connection, study.owner, reference="job", batch=number, amount=1, now=NOW)

    def upload_more(connection, number):
        responses.add(connection, *at, [NewResponse(id=f"more {number}", text="y")], NOW)

    def change(connection, number):
        organizations.lock(connection, study.owner)
        questions.set_guidance(connection, study.question.id, str(number))
        jobs.reserved(connection, study.owner)

    def add_another(connection, number):
        questions.create(
            connection,
            study.owner,
            study.project.id,
            text=str(number),
            coding_type=CODEBOOK.coding_type,
            language="en",
            now=NOW,
        )

    def work():
        for _ in range(20):
            number = next(numbers)
            step = (code, upload_more, change, add_another)[number % 4]
            with suppress(NotFound), database.transaction() as connection:
                step(connection, number)
                if number == 100:
                    projects.delete(connection, study.owner, study.project.id)

    run_together(work, count=8)
    with database.reading() as connection:
        assert projects.list_for(connection, study.owner) == []
        assert codebooks.load(connection, *at) is None
        left = organizations.get(connection, study.owner).credits
    assert 1000 - 40 <= left < 1000
