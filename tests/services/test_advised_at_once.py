"""A language model decides what stays in doubt while the caller waits, within the caller's time."""

import time
from types import SimpleNamespace

import pytest
from asked_model import (
    DOUBTFUL,
    NUMBER,
    advisers,
    all_design,
    book,
    calls_kept,
    layers,
    said,
    sent_texts,
)
from fake_server import FakeServer, refuse, slow
from served import NOW, credits_of, everything, request

from openends.domain.errors import UpstreamTimeout
from openends.services import advise_now
from openends.services.advise_now import AskNow
from openends.services.code_now import code_now
from openends.services.delete_project import delete_project
from openends.services.manage_organizations import choose_language_model

TEXTS = DOUBTFUL[:49]


def ask(server, *, seconds=600, **terms):
    asked = advisers(server, **terms)
    return AskNow(advisers=asked, seconds=seconds, until=time.monotonic() + seconds)


@pytest.fixture
def code(database, encoders):
    def at_once(caller, asked, texts=TEXTS, **members):
        call = request(texts, **({"codebook": book()} | members))
        return code_now(database, caller, call, encoders, now=NOW, ask=asked)

    return at_once


def test_what_is_in_doubt_is_decided_and_its_calls_are_kept_with_the_project(
    code, database, make_caller
):
    caller = make_caller(100)
    with FakeServer(answer=all_design) as server:
        coded = code(caller, ask(server))
    advice, sent = coded.data["advice"], sent_texts(server)
    assert 0 < advice["sent"] == len(sent)
    assert advice["calls"] == len(server.got) == calls_kept(database)
    texts = {f"R{at}": text for at, text in enumerate(TEXTS, 1)}
    by_the_model = {name for name, found in layers(coded.data).items() if "llm" in found}
    assert by_the_model == {name for name, text in texts.items() if text in sent}
    assert (coded.credits_used, credits_of(database, caller)) == (len(TEXTS), 100 - len(TEXTS))
    delete_project(database, caller, coded.data["project_id"])
    assert calls_kept(database) == 0


def test_a_call_that_comes_again_is_answered_from_the_organizations_record(code, make_caller):
    caller = make_caller()
    with FakeServer(answer=all_design) as server:
        asked = ask(server)
        first = code(caller, asked).data["advice"]
        again = code(caller, asked).data["advice"]
        theirs = code(make_caller(), asked).data["advice"]
    assert (first["calls"], first["replayed"]) == (theirs["calls"], theirs["replayed"])
    assert (again["calls"], again["replayed"]) == (0, first["calls"])
    assert len(server.got) == 2 * first["calls"]


def test_a_model_that_is_too_slow_ends_the_request_and_nothing_is_kept_or_charged(
    code, database, make_caller, monkeypatch
):
    caller = make_caller(100)
    before = everything(database)
    with FakeServer(answer=lambda _: slow(600)) as server:
        asked = ask(server)
        # The time is over once the first call is under way.
        clock = SimpleNamespace(monotonic=lambda: asked.until if server.got else 0.0)
        monkeypatch.setattr(advise_now, "time", clock)
        with pytest.raises(UpstreamTimeout, match="timed out after 600 seconds") as refusal:
            code(caller, asked)
    assert refusal.value.status == 504
    assert everything(database) == before
    assert credits_of(database, caller) == 100


def test_a_request_waits_for_no_outage_though_jobs_do(code, make_caller):
    with FakeServer(answer=lambda _: refuse(503)) as server:
        data = code(make_caller(), ask(server, quick=True, waits=True)).data
    assert "is in trouble" in data["advice"]["stopped"]
    assert not any("llm" in found for found in layers(data).values())


def test_a_visitors_answers_are_sent_to_nobody(code):
    with FakeServer(answer=all_design) as server:
        data = code(None, ask(server)).data
        assert server.got == []
    assert "advice" not in data


def test_an_organization_without_a_model_asks_nobody_from_the_next_request_on(
    code, database, make_caller
):
    caller = make_caller()
    choose_language_model(database, caller.organization.name, "off")
    with FakeServer(answer=all_design) as server:
        data = code(caller, ask(server)).data
        assert server.got == []
    assert "advice" not in data


def test_a_model_that_cannot_be_used_leaves_the_embedded_coding(code, database, make_caller):
    caller = make_caller()
    choose_language_model(database, caller.organization.name, "anthropic:claude-haiku-4-5")
    with FakeServer(answer=all_design) as server:
        data = code(caller, ask(server)).data
        assert server.got == []
    assert "cannot be used on this server" in data["advice"]["stopped"]


def test_answers_are_masked_before_they_are_sent(code, make_caller):
    texts = (f"maybe {NUMBER}", f"because {NUMBER}", *TEXTS[:40])
    with FakeServer(answer=all_design) as server:
        code(make_caller(), ask(server, mask=True), texts)
    assert len(server.got) > 0
    assert NUMBER not in said(server)
