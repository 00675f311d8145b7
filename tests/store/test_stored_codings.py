from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from made_study import (
    ANSWERS,
    CODEBOOK,
    NOW,
    RUN,
    code_answers,
    codings_of_answers,
    keep_codebook,
    upload,
)
from sqlalchemy import func, select

from openends.domain.coding import Sentiment
from openends.domain.response import ResponseStatus
from openends.store import (
    codebooks,
    coding_runs,
    codings,
    made_codings,
    questions,
    responses,
    write_codings,
)
from openends.store.codings import ResponseFilter
from openends.store.tables import mentions


def rows_of(database, study, **chosen):
    with database.reading() as connection:
        return codings.load_all(
            connection, study.owner, study.question.id, ResponseFilter(**chosen)
        )


def test_codings_alone_come_back_as_they_were_kept(database, study):
    stored = code_answers(database, study)
    with database.reading() as connection:
        at = (connection, study.owner, study.question.id)
        found = made_codings.load(*at, stored)
        known = made_codings.demographics(*at)
        rows = codings.load_all(*at)
    assert list(found) == codings_of_answers()
    assert known == [row.demographics for row in rows]


def test_of_responses_that_are_not_coded_there_is_no_coding_alone(database, study):
    stored = keep_codebook(database, study)
    upload(database, study)
    with database.reading() as connection:
        at = (connection, study.owner, study.question.id)
        assert made_codings.load(*at, stored) == ()
        assert made_codings.demographics(*at) == []


def page_of(database, study, *, after, limit, **chosen):
    filters = ResponseFilter(**chosen)
    with database.reading() as connection:
        return codings.load_page(
            connection, study.owner, study.question.id, filters, after=after, limit=limit
        )


def test_a_coding_comes_back_as_it_was_kept(database, study):
    stored = code_answers(database, study)
    rows = rows_of(database, study)
    assert [row.response_id for row in rows] == ["R0", "R1", "R2", "R3"]
    for row, coding in zip(rows, codings_of_answers(), strict=True):
        assert row.coded
        assert row.text == row.coded_text == coding.text
        assert row.coded_at == NOW
        for name in ("status", "sentiment", "confidence", "needs_review", "review_reason"):
            assert getattr(row, name) == getattr(coding, name)
        assert row.coded_language == coding.language
        assert len(row.mentions) == len(coding.mentions)
        for found, given in zip(row.mentions, coding.mentions, strict=True):
            assert found.code_id == stored.code_ids[given.code.number]
            assert (found.number, found.name) == (given.code.number, given.code.name)
            assert found.category == given.code.category
            assert (found.sentiment, found.layer) == (given.sentiment, given.layer)
            assert (found.confidence, found.evidence) == (given.confidence, given.evidence)
    assert rows[0].runner_up == stored.code_ids[3]
    assert rows[0].margin == codings_of_answers()[0].margin
    assert rows[0].margin is not None
    assert rows[1].runner_up is None


def test_a_run_like_the_last_one_is_that_one(database, study):
    asked = replace(RUN, model="openai:gpt-5-mini", prompts=("decide-1",))
    with database.transaction() as connection:
        at = (connection, study.owner, study.question.id)
        first = coding_runs.record(*at, RUN)
        assert coding_runs.record(*at, replace(RUN, created_at=NOW + timedelta(days=1))) == first
        second = coding_runs.record(*at, asked)
        assert coding_runs.record(*at, RUN) > second > first
        assert coding_runs.of_question(*at)[second] == asked


def test_a_response_without_a_coding_is_shown_without_one(database, study):
    upload(database, study)
    row = rows_of(database, study)[0]
    assert not row.coded
    assert (row.status, row.sentiment, row.confidence, row.coded_at) == (None,) * 4
    assert (row.needs_review, row.review_reason, row.mentions) == (False, "", ())


def test_a_response_is_coded_once(database, study):
    stored = code_answers(database, study)
    before = rows_of(database, study)
    later = NOW + timedelta(hours=1)
    pairs = [(row.pk, codings_of_answers()[1]) for row in before]
    with database.transaction() as connection:
        new = write_codings.save(connection, study.owner, study.question.id, stored, pairs, later)
    assert new == 0
    assert rows_of(database, study) == before
    with database.reading() as connection:
        assert connection.execute(select(func.count()).select_from(mentions)).scalar() == 3


def test_only_what_is_not_coded_yet_is_added(database, study):
    stored = keep_codebook(database, study)
    rows = upload(database, study)
    pairs = [(row.pk, coding) for row, coding in zip(rows, codings_of_answers(), strict=True)]
    with database.transaction() as connection:
        question = (study.owner, study.question.id, stored)
        assert write_codings.save(connection, *question, pairs[:2], NOW) == 2
        assert write_codings.save(connection, *question, [], NOW) == 0
        assert write_codings.save(connection, *question, pairs[1:], NOW) == 2
        assert [row.coded for row in responses.load(connection, study.question.id)] == [True] * 4
        assert responses.coded(connection, study.question.id) == {row.pk for row in rows}
    assert [len(row.mentions) for row in rows_of(database, study)] == [2, 1, 0, 0]


def test_pages_follow_each_other_without_gap_or_overlap(database, study):
    code_answers(database, study)
    seen, after = [], None
    while page := page_of(database, study, after=after, limit=3):
        seen += page
        after = page[-1].position
    assert seen == rows_of(database, study)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, ["R0", "R1", "R2", "R3", "R4"]),
        ({"status": ResponseStatus.NONE}, ["R2"]),
        ({"needs_review": True}, ["R0"]),
        ({"needs_review": False}, ["R1", "R2", "R3"]),
        ({"sentiment": Sentiment.MIXED}, ["R0"]),
        ({"coded": True}, ["R0", "R1", "R2", "R3"]),
        ({"coded": False}, ["R4"]),
        ({"text": "too dear"}, ["R0"]),
        ({"text": "ärger"}, ["R1"]),
        ({"text": "100%"}, ["R0"]),
        ({"text": "1%"}, []),
        ({"text": "_"}, []),
        ({"text": "dear", "sentiment": Sentiment.NEGATIVE}, []),
    ],
    ids=str,
)
def test_responses_are_chosen_by_what_was_asked_for(database, study, chosen, expected):
    code_answers(database, study)
    with database.transaction() as connection:
        item = responses.NewResponse(id="R4", text="later")
        responses.add(connection, study.owner, study.question.id, [item], NOW)
    assert [row.response_id for row in rows_of(database, study, **chosen)] == expected
    page = page_of(database, study, after=None, limit=100, **chosen)
    assert [row.response_id for row in page] == expected


def test_responses_are_chosen_by_code_and_keep_their_other_codes(database, study):
    stored = code_answers(database, study)
    rows = rows_of(database, study, code_id=stored.code_ids[1])
    assert [row.response_id for row in rows] == ["R0", "R1"]
    assert [mention.name for mention in rows[0].mentions] == ["Staff", "Price"]
    assert rows_of(database, study, code_id="nonsense") == []


def test_a_question_counts_its_responses_and_codings(database, study):
    with database.reading() as connection:
        assert questions.get(connection, study.owner, study.question.id) == study.question
    code_answers(database, study)
    with database.reading() as connection:
        question = questions.get(connection, study.owner, study.question.id)
    assert (question.response_count, question.coded_count) == (4, 4)
    assert question.has_codebook
    assert not question.is_coding


def test_a_code_counts_responses(database, study):
    stored = code_answers(database, study)
    with database.reading() as connection:
        counts = codebooks.count_mentions(connection, study.question.id)
    assert counts == {stored.code_ids[1]: 2, stored.code_ids[5]: 1}


def test_a_new_codebook_takes_the_codings_of_the_old_one_along(database, study):
    old = code_answers(database, study)
    new = keep_codebook(database, study)
    assert new.codebook == old.codebook == CODEBOOK
    assert not set(new.code_ids.values()) & set(old.code_ids.values())
    rows = rows_of(database, study)
    assert [row.text for row in rows] == list(ANSWERS)
    assert not any(row.coded or row.mentions for row in rows)
