"""Coding a few responses while the caller waits."""

import orjson
import pytest
from served import (
    ANSWERS,
    COST,
    NOW,
    charges,
    codebook,
    credits_of,
    everything,
    ledger_sum,
    request,
    rows_of,
)

from openends.domain.codebook import CodingType
from openends.domain.errors import (
    CodebookGenerationFailed,
    InsufficientCredits,
    NothingToCode,
)
from openends.domain.organization import UNLIMITED_CREDITS
from openends.domain.project import QuestionStatus
from openends.services.code_now import code_now
from openends.services.coding_request import CodingRequest
from openends.services.results import code_result, row_to_dict
from openends.store import codebooks, projects
from openends.store.responses import NewResponse


@pytest.fixture
def code(database, encoders):
    """Code a call at once."""
    return lambda caller, *args, **members: code_now(
        database, caller, request(*args, **members), encoders, now=NOW
    )


def names(data):
    return [[code["name"] for code in result["codes"]] for result in data["results"]]


def test_every_response_has_one_result_in_the_order_of_the_call(code, caller):
    data = code(caller).data
    assert [result["id"] for result in data["results"]] == [
        f"R{at}" for at in range(1, len(ANSWERS) + 1)
    ]
    assert names(data)[0] == names(data)[3] == ["Noise"]


def test_an_answer_at_once_has_no_job_id(code, caller):
    assert set(code(caller).data) == {"project_id", "question_id", "codebook", "results"}


def test_repeats_and_blanks_cost_nothing(code, make_caller, database):
    caller = make_caller(COST)
    coded = code(caller)
    assert (coded.credits_used, coded.credits_remaining) == (COST, 0)
    assert charges(database, caller) == {(coded.data["question_id"], 0): COST}
    assert credits_of(database, caller) == ledger_sum(database, caller) == 0


def test_a_test_key_pays_nothing(code, make_caller, database):
    caller = make_caller(0, test=True)
    coded = code(caller)
    assert (coded.credits_used, coded.credits_remaining) == (0, 0)
    assert charges(database, caller) == {}


def test_without_a_limit_what_was_used_is_still_told_and_kept(code, caller, database):
    coded = code(caller)
    assert (coded.credits_used, coded.credits_remaining) == (COST, UNLIMITED_CREDITS)
    assert sum(charges(database, caller).values()) == COST


def test_what_is_kept_is_what_was_answered(code, caller, database):
    data = code(caller).data
    organization, question = caller.organization.id, data["question_id"]
    with database.reading() as connection:
        stored = codebooks.load(connection, organization, question)
    results = [row_to_dict(row) for row in rows_of(database, caller, question)]
    kept = code_result(data["project_id"], question, stored, results)
    assert orjson.dumps(kept) == orjson.dumps(data)


def test_the_project_bears_what_was_said_about_it(code, caller, database):
    data = code(
        caller,
        project_name="Wave 3",
        country="DE",
        category="Cafés",
        question_text="Why?",
        coding_guidance="Mind the noise.",
        language="de",
    ).data
    with database.reading() as connection:
        project = projects.get(connection, caller.organization.id, data["project_id"])
    (question,) = project.questions
    assert (project.name, project.country, project.category) == ("Wave 3", "DE", "Cafés")
    assert (question.text, question.coding_guidance) == ("Why?", "Mind the noise.")
    assert (project.language, question.language) == ("de", "de")
    assert question.status is QuestionStatus.CODED


def test_a_project_without_a_name_is_named_after_the_time(code, caller, database):
    data = code(caller).data
    with database.reading() as connection:
        project = projects.get(connection, caller.organization.id, data["project_id"])
    assert project.name == "API Coding 2026-11-24 12:00:00"


def test_a_refused_call_leaves_nothing_behind(code, make_caller, database):
    caller = make_caller(COST - 1)
    before = everything(database)
    with pytest.raises(InsufficientCredits):
        code(caller)
    assert everything(database) == before


def test_a_call_that_fails_on_the_way_leaves_nothing_and_costs_nothing(
    make_caller, database, encoders
):
    caller = make_caller(COST)
    before = everything(database)

    def broken(languages):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        code_now(database, caller, request(), broken, now=NOW)
    assert everything(database) == before
    assert credits_of(database, caller) == COST


def test_a_visitor_gets_codes_and_leaves_nothing_behind(code, database):
    before = everything(database)
    coded = code(None)
    assert names(coded.data)[0] == ["Noise"]
    assert (coded.credits_used, coded.credits_remaining) == (0, None)
    assert everything(database) == before


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["", "  \n", "\u200b"], "All 3 responses are blank; send at least one with text."),
        ([" "], "The only response is blank; send at least one with text."),
    ],
)
def test_nothing_but_blanks_is_refused(code, caller, texts, message):
    with pytest.raises(NothingToCode) as refusal:
        code(caller, texts)
    assert refusal.value.message == message


def test_answers_that_say_nothing_make_no_codebook(code, caller):
    with pytest.raises(NothingToCode, match="None of the 2 responses says anything"):
        code(caller, ["don't know", "asdf"], codebook=None)
    with pytest.raises(NothingToCode, match="The only response says nothing"):
        code(caller, ["nothing"], codebook=None)


def test_answers_that_say_nothing_can_be_coded_by_a_given_codebook(code, caller):
    coded = code(caller, ["don't know", "asdf"])
    assert [result["status"] for result in coded.data["results"]] == ["none", "junk"]
    assert coded.credits_used == 0


def test_answers_without_names_make_no_codebook_of_names(code, caller, database):
    before = everything(database)
    with pytest.raises(CodebookGenerationFailed, match="Codebook generation failed"):
        code(
            caller,
            ["i really do not think that anything at all could ever have been any better"],
            codebook=None,
            coding_type=CodingType.ENTITY,
        )
    assert everything(database) == before


def test_english_is_no_more_than_a_hint(code, caller):
    texts = [
        "Der Kaffee war kalt und die Bedienung unfreundlich",
        "Die Preise sind viel zu hoch für das, was man bekommt",
        "Es war sehr laut und man konnte sich nicht unterhalten",
    ]
    data = code(caller, texts, language="en").data
    assert {result["language"] for result in data["results"]} == {"de"}


def test_another_language_holds_for_all_answers(code, caller):
    data = code(caller, ["Nice", "Cheap"], language="fr").data
    assert {result["language"] for result in data["results"]} == {"fr"}


@pytest.mark.parametrize("language", ["auto", "en", "fr"])
def test_the_language_that_a_response_names_always_holds(database, caller, encoders, language):
    call = CodingRequest(
        responses=(
            NewResponse(id="a", text="Plaza", language="es"),
            NewResponse(id="b", text="The coffee was cold and the staff was rude to us all"),
        ),
        language=language,
        codebook=codebook(),
    )
    data = code_now(database, caller, call, encoders, now=NOW).data
    assert data["results"][0]["language"] == "es"
    assert data["results"][1]["language"] == ("fr" if language == "fr" else "en")
