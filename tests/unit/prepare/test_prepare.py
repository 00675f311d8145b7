"""Responses become distinct answers; those that say nothing are set aside."""

import pytest

from openends.domain.errors import NothingToCode
from openends.domain.response import Response, ResponseStatus
from openends.engine.prepare.clean import LONGEST
from openends.engine.prepare.prepare import LONG, prepare


def responses(*texts):
    return [Response(id=f"r{number}", text=text) for number, text in enumerate(texts)]


def test_every_response_has_its_occurrence_in_order():
    given = responses("good price", "", "asdf", "nothing", "friendly staff")
    prepared = prepare(given, language="en")
    assert [item.response for item in prepared.occurrences] == given
    assert [item.status for item in prepared.occurrences] == [
        None,
        ResponseStatus.NO_ANSWER,
        ResponseStatus.JUNK,
        ResponseStatus.NONE,
        None,
    ]
    assert [item.answer for item in prepared.occurrences] == [0, -1, -1, -1, 1]


def test_answers_know_how_many_people_gave_them():
    prepared = prepare(responses("price", "staff", "Price!", "price"), language="en")
    assert [(answer.text, answer.people) for answer in prepared.answers] == [
        ("price", 3),
        ("staff", 1),
    ]


def test_answers_carry_their_clauses():
    (answer,) = prepare(responses("good price, nice staff"), language="en").answers
    assert [clause.text for clause in answer.clauses] == ["good price", "nice staff"]


def test_a_long_answer_is_read_in_runs_of_three_clauses_without_those_that_say_nothing():
    said = "dk, loud, slow, hot, ugly, dear"
    (answer,) = prepare(responses(said), language="en").answers
    assert len(answer.clauses) == LONG
    assert answer.passages == ("loud, slow, hot", "ugly, dear")


def test_a_short_answer_is_its_own_passage():
    (answer,) = prepare(responses("dk, loud, slow, hot, ugly"), language="en").answers
    assert answer.passages == (answer.meaning,) == ("loud, slow, hot, ugly",)


def test_a_language_that_is_given_is_not_guessed():
    prepared = prepare(responses("The price is too high for me", "Good staff"), language="de")
    assert prepared.languages == ("de",)
    assert {answer.language for answer in prepared.answers} == {"de"}


def test_the_language_that_the_caller_knows_of_a_response_holds():
    known = Response(id="a", text="super app", language="de")
    prepared = prepare([known, *responses("The price is too high for what you get")])
    assert prepared.languages == ("en", "de")
    assert [answer.language for answer in prepared.answers] == ["de", "en"]


def test_a_language_given_for_the_whole_question_overrides_that_of_a_response():
    known = Response(id="a", text="super app", language="de")
    prepared = prepare([known], language="nl")
    assert (prepared.languages, prepared.answers[0].language) == (("nl",), "nl")


def test_repairs_and_cuts_are_counted_in_warnings():
    texts = ["cafÃ©", "a\x00b", "fine words", "long " * LONGEST]
    assert prepare(responses(*texts), language="en").warnings == (
        "2 answers held broken or invisible characters, which were repaired or removed.",
        "1 answer was longer than 10,000 characters and cut there.",
    )


def test_good_answers_cause_no_warning():
    assert prepare(responses("fine words", "", "nothing"), language="en").warnings == ()


def test_responses_that_are_all_blank_are_nothing_to_code():
    with pytest.raises(NothingToCode, match="All 2 answers are blank"):
        prepare(responses("", " \u200b "))


def test_no_responses_are_nothing_to_code():
    with pytest.raises(NothingToCode, match="There are no answers"):
        prepare([])


def test_responses_without_a_real_answer_are_still_prepared():
    prepared = prepare(responses("nothing", "don't know", "asdf"))
    assert prepared.answers == ()
    assert prepared.languages == ("en",)
