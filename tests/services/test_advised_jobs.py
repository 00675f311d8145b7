"""A language model decides what stays in doubt in a job: real sockets, both databases."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest
from asked_model import (
    DOUBTFUL,
    KEY,
    NUMBER,
    PERSONAL,
    PRICE,
    advisers,
    all_design,
    body_of,
    book,
    calls_kept,
    layers,
    said,
    sent_texts,
    without_ids,
    work,
)
from fake_server import FakeServer, limited, refuse, slow
from oracle import entry, question_of, written
from served import NOW, Stop, credits_of, job_now, make_question, start_auto, start_call, upload
from served import work as work_alone

from openends.domain.errors import ConfigProblem
from openends.domain.job import JOB_CANCELLED, JobStatus
from openends.llm.provider import LlmSpec
from openends.services import guarded_model
from openends.services.advisers import Advisers, ModelTerms
from openends.services.cancel_job import cancel_job
from openends.services.delete_project import delete_project
from openends.services.manage_organizations import choose_language_model
from openends.services.ports import JobGone
from openends.services.question_codebooks import import_codebook
from openends.store import jobs
from openends.store.tables import model_calls


@pytest.fixture
def start(database, make_caller, enqueue):
    """Put answers in doubt in line, for an organization of their own if nobody else is named."""

    def put(caller=None, texts=DOUBTFUL, **members):
        members = {"codebook": book()} | members
        return start_call(database, caller or make_caller(1_000), enqueue, texts, **members)

    return put


def test_the_model_decides_what_is_in_doubt_and_the_result_tells_what_it_cost(
    database, make_caller, start, encoders
):
    caller = make_caller(1_000)
    job = start(caller)
    with FakeServer(answer=all_design) as server:
        work(database, job, encoders, advisers(server))
    body = body_of(database, job)
    advice, sent = body["advice"], sent_texts(server)
    assert job_now(database, job).status is JobStatus.COMPLETED
    assert 40 < advice["sent"] == advice["doubtful"] == len(sent) == len(set(sent)) < len(DOUBTFUL)
    assert (advice["model"], advice["prompts"]) == ("openai:fake", ["decide-1"])
    assert (advice["calls"], advice["replayed"]) == (len(server.got), 0)
    assert advice["cost"] == (advice["input_tokens"] + advice["output_tokens"]) / 1_000
    assert (advice["stopped"], advice["fallbacks"], advice["masked"]) == (None, {}, False)
    assert advice["answers"] == len(DOUBTFUL)
    assert advice["changed"] > 0
    texts = {f"R{at}": text for at, text in enumerate(DOUBTFUL, 1)}
    by_the_model = {name for name, found in layers(body).items() if "llm" in found}
    assert by_the_model == {name for name, text in texts.items() if text in sent}
    # Credits are charged as without it.
    assert credits_of(database, caller) == 1_000 - len(DOUBTFUL)
    assert calls_kept(database) == advice["calls"]


def test_a_job_without_a_model_says_nothing_of_one(database, start, encoders):
    job = start()
    work_alone(database, job, encoders)
    assert "advice" not in body_of(database, job)


@pytest.fixture
def undisturbed(database, start, encoders):
    """Return what a job with a model comes to that nothing stops, and how many calls that takes."""
    job = start()
    with FakeServer(answer=all_design) as server:
        work(database, job, encoders, advisers(server))
    return without_ids(body_of(database, job)), len(server.got)


@pytest.mark.parametrize("looks", range(2, 30, 3))
def test_a_job_that_is_stopped_anywhere_makes_no_call_on_record_again(
    database, start, encoders, undisturbed, looks
):
    expected, calls = undisturbed
    job, looked = start(), count(1)

    def watch():
        if next(looked) == looks:
            raise Stop

    with FakeServer(answer=all_design) as server:
        with pytest.raises(Stop):
            work(database, job, encoders, advisers(server, at_once=1), watch=watch)
        on_record = calls_kept(database, model_calls.c.question_id == job.question_id)
        before = len(server.got)
        work(database, job, encoders, advisers(server, at_once=1))
        assert len(server.got) - before == calls - on_record
    assert without_ids(body_of(database, job)) == expected


def test_what_was_coded_with_the_model_goes_on_with_its_record_though_all_settings_are_others(
    database, make_caller, start, encoders, undisturbed
):
    expected, _ = undisturbed
    caller = make_caller(1_000)
    job = start(caller)

    def watch():
        if job_now(database, job).processed:
            raise Stop

    with FakeServer(answer=all_design) as server, pytest.raises(Stop):
        work(database, job, encoders, advisers(server), watch=watch)
    choose_language_model(database, caller.organization.name, "openai:another")
    with FakeServer() as server:
        work(database, job, encoders, advisers(server, mask=True))
        assert server.got == []
    assert without_ids(body_of(database, job)) == expected


def test_what_was_coded_while_the_provider_was_down_is_not_asked_about_later(
    database, start, encoders
):
    job = start()

    def watch():
        if job_now(database, job).processed:
            raise Stop

    with FakeServer(answer=lambda _: refuse(401)) as server, pytest.raises(Stop):
        work(database, job, encoders, advisers(server), watch=watch)
    with FakeServer(answer=all_design) as server:
        work(database, job, encoders, advisers(server))
        assert server.got == []
    alone = start()
    work_alone(database, alone, encoders)
    body = without_ids(body_of(database, job))
    assert "refused the key" in body.pop("advice")["stopped"]
    assert body == without_ids(body_of(database, alone))


def test_the_same_answers_in_another_project_are_taken_from_the_organizations_record(
    database, make_caller, start, encoders
):
    caller = make_caller(1_000)
    first, second = start(caller), start(caller)
    with FakeServer(answer=all_design) as server:
        work(database, first, encoders, advisers(server))
        calls = len(server.got)
        work(database, second, encoders, advisers(server))
        assert len(server.got) == calls
    advice = body_of(database, second)["advice"]
    assert (advice["calls"], advice["replayed"], advice["cost"]) == (0, calls, 0)
    # The second one keeps what it rests on, when the first is deleted.
    delete_project(database, caller, first.project_id)
    assert calls_kept(database) == calls
    delete_project(database, caller, second.project_id)
    assert calls_kept(database) == 0


def test_the_record_of_one_organization_never_answers_another(database, start, encoders):
    with FakeServer(answer=all_design) as server:
        work(database, start(), encoders, advisers(server))
        calls = len(server.got)
        job = start()
        work(database, job, encoders, advisers(server))
        assert len(server.got) == 2 * calls
    assert body_of(database, job)["advice"]["calls"] == calls


def test_only_answers_that_are_to_be_coded_are_asked_about(
    database, make_caller, enqueue, encoders
):
    caller = make_caller(1_000)
    question = make_question(database, caller, DOUBTFUL[:60], codes=())
    import_codebook(database, caller, question.project_id, question.id, book(), now=NOW)
    with FakeServer(answer=all_design) as server:
        work(database, start_auto(database, caller, question, enqueue), encoders, advisers(server))
    upload(database, caller, question, DOUBTFUL[60:], start=61)
    with FakeServer(answer=all_design) as server:
        later = start_auto(database, caller, question, enqueue)
        work(database, later, encoders, advisers(server))
    assert set(sent_texts(server)) < set(DOUBTFUL[60:])
    assert body_of(database, later)["advice"]["sent"] == len(sent_texts(server)) > 10


def test_limits_of_the_provider_are_waited_for(database, start, encoders, undisturbed):
    expected, calls = undisturbed
    job = start()
    with FakeServer(limited(3), limited("2"), limited(), answer=all_design) as server:
        work(database, job, encoders, advisers(server, quick=True))
    assert len(server.got) == calls + 3
    assert without_ids(body_of(database, job)) == expected


def test_a_provider_that_is_down_leaves_the_embedded_coding_and_the_result_says_so(
    database, start, encoders
):
    job, alone = start(), start()
    with FakeServer(answer=lambda _: refuse(503)) as server:
        work(database, job, encoders, advisers(server, quick=True))
    work_alone(database, alone, encoders)
    body = without_ids(body_of(database, job))
    advice = body.pop("advice")
    assert "is in trouble" in advice["stopped"]
    assert (advice["calls"], advice["changed"]) == (0, 0)
    assert body == without_ids(body_of(database, alone))


def test_a_job_can_wait_for_a_provider_that_is_down_and_pays_for_nothing_twice(
    database, start, encoders, undisturbed
):
    expected, calls = undisturbed
    job, outage = start(), iter(range(40))

    def down_for_a_while(request):
        return all_design(request) if next(outage, None) is None else refuse(503)

    with FakeServer(answer=down_for_a_while) as server:
        asked = advisers(server, quick=True, waits=True, at_once=1)
        work(database, job, encoders, asked)
    assert len(server.got) == 40 + calls
    assert calls_kept(database, model_calls.c.job_id == job.id) == calls
    assert without_ids(body_of(database, job)) == expected


def test_a_job_that_waits_for_the_provider_stays_processing_and_can_be_cancelled(
    database, make_caller, start, encoders
):
    caller = make_caller(1_000)
    job, looks = start(caller), count()

    def watch():
        now = job_now(database, job)
        if not now.status.is_active:
            raise JobGone
        if next(looks) == 200:
            assert now.status is JobStatus.PROCESSING
            cancel_job(database, caller, job.id, not_before=NOW, now=NOW)

    with FakeServer(answer=lambda _: refuse(503)) as server:
        asked = advisers(server, quick=True, waits=True)
        with pytest.raises(JobGone):
            work(database, job, encoders, asked, watch=watch)
    assert job_now(database, job).error.code == JOB_CANCELLED
    assert credits_of(database, caller) == 1_000


def test_a_wait_that_leads_to_nothing_ends_with_the_embedded_coding(
    database, start, encoders, monkeypatch
):
    monkeypatch.setattr(guarded_model, "LONGEST_WAIT", 60.0)
    job, alone = start(), start()
    with FakeServer(answer=lambda _: refuse(503)) as server:
        work(database, job, encoders, advisers(server, quick=True, waits=True))
    work_alone(database, alone, encoders)
    body = without_ids(body_of(database, job))
    assert "is in trouble" in body.pop("advice")["stopped"]
    assert body == without_ids(body_of(database, alone))


def test_jobs_side_by_side_share_one_limit(database, start, encoders, undisturbed):
    expected, calls = undisturbed
    started = [start() for _ in range(4)]
    with FakeServer(answer=all_design) as server:
        asked = advisers(server, at_once=2)
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda job: work(database, job, encoders, asked), started))
    assert server.most_at_once <= 2
    assert len(server.got) == 4 * calls
    for job in started:
        assert _codes_given(without_ids(body_of(database, job))) == _codes_given(expected)


def _codes_given(body):
    # Threads that compute at once take turns: a confidence may differ in its last digit.
    return [[code["name"] for code in result["codes"]] for result in body["results"]]


def test_a_refused_key_is_not_waited_for(database, start, encoders):
    job = start()
    with FakeServer(answer=lambda _: refuse(401)) as server:
        work(database, job, encoders, advisers(server, quick=True, waits=True))
    assert "refused the key" in body_of(database, job)["advice"]["stopped"]
    assert job_now(database, job).status is JobStatus.COMPLETED


def test_a_job_that_is_stopped_while_a_reply_is_awaited_stops_at_once(database, start, encoders):
    job, stopping = start(), []

    def watch():
        if stopping:
            raise Stop

    def never(request):
        stopping.append(True)
        return slow(600)

    with FakeServer(answer=never) as server, pytest.raises(Stop):
        work(database, job, encoders, advisers(server), watch=watch)
    assert job_now(database, job).status is JobStatus.PROCESSING


def test_the_budget_of_a_job_is_never_passed_and_counts_what_it_paid_before(
    database, start, encoders
):
    job = start()
    # The longest reply to a call costs 5.5, the usual one 1.1: enough for a single call.
    terms = {"max_cost": 6.0, "at_once": 1}

    def watch():
        if calls_kept(database, model_calls.c.job_id == job.id):
            raise Stop

    with FakeServer(answer=all_design) as server:
        with pytest.raises(Stop):
            work(database, job, encoders, advisers(server, **terms), watch=watch)
        work(database, job, encoders, advisers(server, **terms))
    advice = body_of(database, job)["advice"]
    assert advice["cost"] < 6.0
    assert "the budget of" in advice["stopped"]
    assert advice["calls"] == len(server.got) == 1
    assert 0 < advice["sent"] < advice["doubtful"]


def test_personal_data_is_masked_on_the_wire_and_evidence_is_that_of_the_answer(
    database, start, encoders
):
    job = start(texts=(PERSONAL, *DOUBTFUL))
    with FakeServer(answer=all_design) as server:
        work(database, job, encoders, advisers(server, mask=True))
    body = body_of(database, job)
    assert NUMBER not in said(server)
    assert "[PHONE 1]" in said(server)
    (code,) = body["results"][0]["codes"]
    assert (code["layer"], code["evidence"]["text"]) == ("llm", PERSONAL)
    assert body["advice"]["masked"]


def test_what_cannot_be_used_of_replies_is_told_by_reason_in_a_few_words(database, start, encoders):
    numbers = count()

    def inventive(request):
        items = question_of(request)["answers"]
        return written([entry(item, f"Code {next(numbers)}") for item in items])

    job = start()
    with FakeServer(answer=inventive) as server:
        work(database, job, encoders, advisers(server))
    advice = body_of(database, job)["advice"]
    assert sum(advice["fallbacks"].values()) == advice["sent"]
    assert len(advice["fallbacks"]) == 21
    assert advice["fallbacks"]["other reasons"] == advice["sent"] - 20


def test_a_reply_without_end_is_cut_and_kept_so(database, start, encoders):
    job = start()
    with FakeServer(answer=lambda _: "x" * 1_000_000) as server:
        work(database, job, encoders, advisers(server))
    with database.reading() as connection:
        kept = connection.execute(model_calls.select()).all()
    assert {len(row.reply) for row in kept} == {200_000}


def test_an_organization_may_have_no_model_or_its_own(database, make_caller, start, encoders):
    none, own = make_caller(1_000), make_caller(1_000)
    choose_language_model(database, none.organization.name, "off")
    choose_language_model(database, own.organization.name, "openai:its-own")
    with FakeServer(answer=all_design) as server:
        asked = advisers(server)
        quiet = start(none)
        work(database, quiet, encoders, asked)
        assert server.got == []
        job = start(own)
        work(database, job, encoders, asked)
    assert "advice" not in body_of(database, quiet)
    assert {got.json["model"] for got in server.got} == {"its-own"}
    advice = body_of(database, job)["advice"]
    # The server's price is that of the server's model.
    assert (advice["model"], advice["cost"]) == ("openai:its-own", None)


def test_a_key_is_shown_to_no_other_provider_than_the_servers(
    database, make_caller, start, encoders, capsys
):
    caller = make_caller(1_000)
    choose_language_model(database, caller.organization.name, "anthropic:claude-haiku-4-5")
    job = start(caller)
    with FakeServer(answer=all_design) as server:
        work(database, job, encoders, advisers(server))
    assert server.got == []
    done = job_now(database, job)
    assert done.status is JobStatus.COMPLETED
    assert "not at the server's provider, openai" in capsys.readouterr().out
    assert "cannot be used on this server" in body_of(database, job)["advice"]["stopped"]


def test_no_key_stands_in_the_database_or_the_log(database, start, encoders, capsys):
    job = start()
    with FakeServer(answer=all_design) as server:
        work(database, job, encoders, advisers(server))
    assert server.got[0].headers["authorization"] == f"Bearer {KEY}"
    with database.reading() as connection:
        rows = [str(row) for row in connection.execute(model_calls.select())]
        told = str(jobs.get_any(connection, job.id)) + str(jobs.result(connection, job.id))
    logged = "".join(capsys.readouterr())
    assert "language model asked" in logged
    assert KEY not in told + logged + "".join(rows)
    assert not any(text in logged for text in DOUBTFUL)


def test_a_failed_job_tells_what_the_model_cost_with_what_it_had_coded(
    database, make_caller, start, encoders
):
    caller = make_caller(1_000)
    job = start(caller)

    def watch():
        now = job_now(database, job)
        if not now.status.is_active:
            raise JobGone
        if now.processed:
            cancel_job(database, caller, job.id, not_before=NOW, now=NOW)

    with FakeServer(answer=all_design) as server, pytest.raises(JobGone):
        work(database, job, encoders, advisers(server), watch=watch)
    body = body_of(database, job)
    assert body["advice"]["calls"] == len(server.got) > 0
    assert 0 < len(body["results"]) < len(DOUBTFUL)


@pytest.mark.parametrize(
    ("spec", "terms", "sentence"),
    [
        ({"model": "gpt-5"}, {}, "PROVIDER:NAME"),
        ({"model": "nobody:x"}, {}, "provider"),
        ({"base_url": "ftp://x"}, {}, "address"),
        ({"base_url": None, "environment": {}}, {}, "needs a key"),
        ({"environment": {"OPENAI_API_KEY": "two words"}}, {}, "holds no key"),
        ({"offline": True}, {}, "OPENENDS_OFFLINE"),
        ({}, {"max_cost": 1.0}, "OPENENDS_LLM_PRICE"),
    ],
)
def test_a_model_that_cannot_be_used_is_refused_before_any_job(spec, terms, sentence):
    given = {
        "model": "openai:fake",
        "base_url": "http://127.0.0.1:1/v1",
        "environment": {"OPENAI_API_KEY": KEY},
    }
    with pytest.raises(ConfigProblem, match=sentence):
        Advisers(ModelTerms(spec=LlmSpec(**(given | spec)), **terms))


def test_a_budget_is_kept_by_the_price_that_is_given():
    spec = LlmSpec(model="openai:fake", base_url="http://127.0.0.1:1/v1")
    assert (
        Advisers(ModelTerms(spec=spec, max_cost=1.0, price=PRICE)).price_of("openai:fake") == PRICE
    )
