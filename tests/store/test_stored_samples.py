"""Samples: what was drawn comes back as it was, and each coder's codes are their own."""

import pytest
from made_study import NOW, code_answers, make_sample

from openends.domain.errors import NotFound
from openends.store import projects, responses, samples
from openends.store.tables import sample_codes


@pytest.fixture
def rows(database, study):
    code_answers(database, study)
    with database.reading() as connection:
        return responses.load(connection, study.question.id)


@pytest.fixture
def sample(database, study, rows):
    return make_sample(database, study, rows)


def test_a_sample_comes_back_as_it_was_drawn(database, study, rows, sample):
    with database.reading() as connection:
        at = (connection, study.owner, study.question.id)
        assert samples.get(*at, sample.id) == sample
        assert samples.list_all(*at) == [sample]
        assert samples.count(*at) == 1
        shown = samples.load_responses(connection, study.owner, sample)
    assert [each.response_id for each in shown] == ["R1", "R0"]
    assert [each.text for each in shown] == [rows[1].text, rows[0].text]


def test_codes_that_come_again_replace_the_coders_own_and_no_others(database, study, rows, sample):
    first, second = rows[1].pk, rows[0].pk
    with database.transaction() as connection:
        at = (connection, study.owner, study.question.id, sample.id)
        samples.keep_codes(*at, "Ben", {first: (1,)}, NOW)
        samples.keep_codes(*at, "Ben", {first: (), second: (5,)}, NOW)
    with database.reading() as connection:
        assert samples.load_codes(connection, study.owner, sample.id) == {
            "Anna": {first: (1,)},
            "Ben": {first: (), second: (5,)},
        }
        assert samples.count_coded(connection, study.owner, study.question.id) == {
            sample.id: {"Anna": 1, "Ben": 2}
        }


def test_codes_for_a_sample_of_nobody_are_refused(database, study, rows):
    with pytest.raises(NotFound), database.transaction() as connection:
        at = (connection, study.owner, study.question.id)
        samples.keep_codes(*at, "nothing", "Anna", {rows[0].pk: ()}, NOW)


def test_samples_go_with_their_project(database, study, sample):
    with database.transaction() as connection:
        projects.delete(connection, study.owner, study.project.id)
    with database.reading() as connection:
        assert samples.list_all(connection, study.owner, study.question.id) == []
        assert connection.execute(sample_codes.select()).all() == []
