"""What is tried again, when, and when a provider is given up; over real sockets, in fake time."""

import re
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from asking import KEY, asks, ending, endings, load, threads
from fake_server import (
    BROKEN,
    DROP,
    HANG,
    PAGE,
    STRANGE,
    FakeServer,
    limited,
    refuse,
    reply,
)
from fake_time import FakeTime

from openends.domain.errors import ModelRefused, ModelUnavailable, UpstreamTimeout
from openends.llm import LlmSpec, Reply, load_model
from openends.llm.attempts import MOST_ATTEMPTS
from openends.llm.outage import LONGEST_PAUSE, MANY, PATIENCE

ANTHROPIC = "anthropic:claude-haiku-4-5"
PASSING = {
    "429": limited(),
    "429 with a pause": limited(3),
    "500": refuse(500),
    "502": refuse(502),
    "503": refuse(503),
    "529": refuse(529, "overloaded_error"),
    "408": refuse(408),
    "a connection that drops": DROP,
    "half a reply": BROKEN,
    "a page in its place": PAGE,
    "a reply of another kind": STRANGE,
}
FINAL = {
    "400": refuse(400, "invalid_request_error"),
    "401": refuse(401, "invalid_api_key"),
    "403": refuse(403, "permission_error"),
    "404": refuse(404, "model_not_found"),
    "422": refuse(422, "invalid_request_error"),
    "402": refuse(402, "billing_error"),
    "a text that is too long": refuse(400, "context_length_exceeded"),
    "a redirection": refuse(404, "not_found", location="/elsewhere"),
}


@pytest.mark.parametrize("model", ["openai:fake", ANTHROPIC])
@pytest.mark.parametrize("name", PASSING)
def test_trouble_that_passes_is_tried_again(name, model):
    with FakeServer(PASSING[name], reply('{"codes": []}')) as server:
        got = ending(load(server, FakeTime(), model=model))
    assert got.text == '{"codes": []}'
    assert len(server.got) == 2


@pytest.mark.parametrize("model", ["openai:fake", ANTHROPIC])
@pytest.mark.parametrize("name", FINAL)
def test_what_is_refused_is_not_tried_again(name, model):
    with FakeServer(FINAL[name]) as server:
        got = ending(load(server, FakeTime(), model=model))
    assert isinstance(got, ModelRefused)
    assert len(server.got) == 1


def test_a_limit_of_calls_that_is_really_want_of_credit_is_not_tried_again():
    with FakeServer(refuse(429, "insufficient_quota")) as server:
        got = ending(load(server, FakeTime()))
    assert isinstance(got, ModelRefused)
    assert "top it up" in got.message
    assert len(server.got) == 1


def test_a_key_that_is_refused_is_not_tried_again_and_the_sentence_says_what_to_check():
    with FakeServer(FINAL["401"]) as server:
        got = ending(load(server, FakeTime()))
    assert len(server.got) == 1
    assert got.message == (
        "openai:fake refused the key; check that it is complete, valid and may use this model "
        "(status 401, invalid_api_key)."
    )


@pytest.mark.parametrize(
    ("step", "kind"),
    [(refuse(503), ModelUnavailable), (DROP, ModelUnavailable), (PAGE, ModelUnavailable)],
    ids=["503", "drop", "page"],
)
def test_attempts_end(step, kind):
    with FakeServer(answer=lambda _: step) as server:
        got = ending(load(server, FakeTime()))
    assert type(got) is kind
    assert len(server.got) == MOST_ATTEMPTS


def test_nobody_at_the_address_is_unavailable():
    with FakeServer() as server:
        address = server.url
    time = FakeTime()
    model = load_model(
        LlmSpec(model="openai:fake", base_url=address), clock=time.clock, sleep=time.sleep
    )
    got = ending(model)
    assert type(got) is ModelUnavailable
    assert got.message == "openai:fake cannot be reached; try again later."


def test_pauses_grow_and_differ_from_call_to_call():
    time = FakeTime()
    with FakeServer(answer=lambda _: refuse(503)) as server:
        ending(load(server, time))
    assert len(time.slept) == MOST_ATTEMPTS - 1
    for number, pause in enumerate(time.slept):
        assert 0.5 * 2**number <= pause <= 2**number


def test_the_same_seed_gives_the_same_pauses():
    def pauses(seed):
        time = FakeTime()
        with FakeServer(answer=lambda _: refuse(503)) as server:
            ending(load(server, time, seed=seed))
        return time.slept

    assert pauses(1) == pauses(1) != pauses(2)


def test_a_call_that_hangs_is_given_up_in_time_and_tried_again():
    with FakeServer(HANG, reply()) as server:
        got = ending(load(server, FakeTime(), seconds=2.0))
    assert isinstance(got, Reply)
    assert len(server.got) >= 2


def test_a_call_that_always_hangs_ends_as_a_timeout():
    with FakeServer(answer=lambda _: HANG) as server:
        got = ending(load(server, FakeTime(), seconds=0.2))
    assert type(got) is UpstreamTimeout
    assert got.message == (
        "openai:fake did not reply within 0.2 seconds; try again later, or allow more time."
    )


def test_retry_after_in_seconds_holds_back_every_call():
    time = FakeTime()
    with FakeServer(limited(40), clock=time.clock) as server:
        got = endings(load(server, time, at_once=1), asks(5))
    assert all(isinstance(it, Reply) for it in got)
    first, *others = [it.at for it in server.got]
    assert len(others) == 5
    assert min(others) >= first + 40


def test_retry_after_as_a_date_is_understood():
    time = FakeTime()
    soon = datetime.now(UTC) + timedelta(seconds=100)
    with FakeServer(limited(format_datetime(soon, usegmt=True)), clock=time.clock) as server:
        assert isinstance(ending(load(server, time)), Reply)
    # A pause of our own would be a second at most.
    assert 10 < server.got[1].at - server.got[0].at <= 100


def test_retry_after_of_a_server_in_trouble_is_obeyed_too():
    time = FakeTime()
    with FakeServer(refuse(503, retry_after="20"), clock=time.clock) as server:
        assert isinstance(ending(load(server, time)), Reply)
    assert server.got[1].at - server.got[0].at >= 20


@pytest.mark.parametrize("pause", [0, "Thu, 01 Jan 2026 00:00:00 GMT"], ids=["0", "the past"])
def test_a_retry_after_that_is_over_leaves_our_own_pauses(pause):
    time = FakeTime()
    with FakeServer(answer=lambda _: limited(pause)) as server:
        assert isinstance(ending(load(server, time)), ModelUnavailable)
    assert len(time.slept) == len(server.got) - 1 == MOST_ATTEMPTS - 1
    assert sum(time.slept) >= 7.5


def test_a_provider_that_asks_to_wait_for_long_is_not_waited_for():
    time = FakeTime()
    long = int(LONGEST_PAUSE) + 1
    with FakeServer(limited(long), answer=lambda _: HANG) as server:
        got = endings(load(server, time), asks(100))
    assert all(type(it) is ModelUnavailable for it in got)
    assert {it.retry_after for it in got} == {long}
    assert len(server.got) <= 16


def test_a_burst_of_objections_halves_the_calls_at_once():
    """Twelve replies show that 16 are fine; 16 objections at once halve that a single time."""
    together = threading.Barrier(16)
    turn, lock = iter(range(1000)), threading.Lock()

    def answer(_request):
        with lock:
            number = next(turn)
        if 12 <= number < 28:
            together.wait(60)
            return limited()
        return "{}"

    with FakeServer(answer=answer) as server:
        model = load(server, FakeTime())
        got = endings(model, asks(40))
    assert all(isinstance(it, Reply) for it in got)
    assert len(server.got) == 40 + 16
    # 28 replies later: 8 + 1 after 8 of them, + 1 after 9, and not yet after 10.
    assert 8 <= model._limit.level <= 11


def test_calls_that_come_too_late_halve_the_calls_at_once_too():
    with FakeServer(HANG, HANG, HANG, HANG, answer=lambda _: refuse(400)) as server:
        model = load(server, FakeTime(), seconds=1.0)
        endings(model, asks(4))
    assert model._limit.level == 2


def test_a_provider_that_is_down_ends_all_calls_soon_and_with_the_same_error():
    time = FakeTime()
    with FakeServer(answer=lambda _: refuse(503)) as server:
        got = endings(load(server, time), asks(400))
    assert {type(it) for it in got} == {ModelUnavailable}
    assert {it.message for it in got} == {
        "openai:fake is in trouble (status 503, server_error); try again later."
    }
    assert MANY <= len(server.got) < 200
    assert len({id(it) for it in got}) == 400
    assert threads() == []


def test_a_provider_that_hangs_ends_all_calls_after_two_rounds():
    with FakeServer(answer=lambda _: HANG) as server:
        # A clock that ticks a minute each time it is read stands for calls of a minute.
        ticks = iter(range(0, 10**9, 60))
        model = load(server, Ticking(ticks), seconds=0.3)
        got = endings(model, asks(200))
    assert {type(it) for it in got} == {UpstreamTimeout}
    assert len(server.got) <= MANY + 16


class Ticking(FakeTime):
    def __init__(self, ticks):
        super().__init__()
        self._ticks = ticks

    def clock(self):
        return float(next(self._ticks))


def test_a_bad_moment_is_not_taken_for_an_outage():
    """All calls that run fail together, again and again for some seconds, and then it works."""
    time = FakeTime()
    # Five attempts take 7.5 seconds at least.
    back_at = time.now + 5.0

    def answer(_request):
        return refuse(503) if time.now < back_at else "{}"

    with FakeServer(answer=answer) as server:
        got = endings(load(server, time), asks(60))
    assert all(isinstance(it, Reply) for it in got)


def test_a_key_that_is_refused_over_and_over_ends_the_run():
    with FakeServer(answer=lambda _: FINAL["401"]) as server:
        got = endings(load(server, FakeTime()), asks(400))
    assert {type(it) for it in got} == {ModelRefused}
    assert len(server.got) <= MANY + 16


def test_texts_that_are_too_long_do_not_end_the_run():
    with FakeServer(answer=lambda _: FINAL["a text that is too long"]) as server:
        got = endings(load(server, FakeTime()), asks(40))
    assert {type(it) for it in got} == {ModelRefused}
    assert len(server.got) == 40


def test_a_limit_that_is_never_lifted_ends_the_run():
    time = FakeTime()
    with FakeServer(answer=lambda _: limited(60), clock=time.clock) as server:
        got = endings(load(server, time), asks(400))
    assert {type(it) for it in got} == {ModelUnavailable}
    assert len(server.got) < 100
    assert all("its limit is reached" in it.message for it in got)


def test_every_kind_of_trouble_has_a_patience():
    assert set(PATIENCE) == {kind for kind in type(next(iter(PATIENCE))) if kind.name != "DECLINED"}


@pytest.mark.parametrize("model", ["openai:fake", ANTHROPIC])
@pytest.mark.parametrize("name", [*PASSING, *FINAL])
def test_no_error_shows_the_key_or_a_text_or_what_the_provider_quotes(name, model):
    told = f"Key {KEY} may not send 'answer 0'"
    known = {**PASSING, **FINAL}[name]
    step = refuse(known.status, KEY, told) if known.kind == "refuse" else known
    with FakeServer(answer=lambda _: step) as server:
        got = ending(load(server, FakeTime(), model=model), asks(1)[0])
    shown = f"{got!r} {got} {got.__cause__!r} {got.__context__!r} {vars(got)}"
    assert KEY not in shown
    assert "answer 0" not in shown
    assert re.fullmatch(r"[^.]+(0\.\d)?[^.]+\.", got.message.replace("4-5", "4"))
