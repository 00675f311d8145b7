"""A language model in worker processes that are killed, stopped and cancelled in mid-advice."""

import threading

import orjson
import pytest
from asked_model import DOUBTFUL, KEY, PRICE, all_design, book, calls_kept, without_ids
from fake_server import FakeServer, slow
from fake_server import texts as texts_of
from job_site import wait_until
from served import result_of

from openends.domain.job import JobStatus
from openends.store import tables

pytestmark = pytest.mark.slow

#: Some hundred answers in doubt: five calls and more.
ANSWERS = tuple(f"{text} {more}" for more in ("again", "twice") for text in DOUBTFUL)


class Model(FakeServer):
    """A language model that can be made to stop replying."""

    def __init__(self, *script):
        super().__init__(*script, answer=self.decide)
        #: Requests that are answered before the others hang.
        self.most = None
        self.answered = 0
        self.counting = threading.Lock()

    def decide(self, request):
        with self.counting:
            if self.most is not None and self.answered >= self.most:
                return slow(600)
            self.answered += 1
        return all_design(request)

    def asks(self):
        """Return what was asked, each request as its last message."""
        return [texts_of(got.json)[-1] for got in self.got]


@pytest.fixture
def model(monkeypatch):
    with Model() as server:
        monkeypatch.setenv("OPENENDS_LLM", "openai:fake")
        monkeypatch.setenv("OPENENDS_LLM_URL", server.url)
        monkeypatch.setenv("OPENENDS_LLM_PRICE", f"{PRICE.input:g}/{PRICE.output:g}")
        monkeypatch.setenv("OPENENDS_LLM_AT_ONCE", "2")
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        yield server


@pytest.fixture
def start(site):
    return lambda caller=None: site.start(caller or site.organization(), ANSWERS, codebook=book())


def body(site, job_id):
    return without_ids(orjson.loads(result_of(site.database, site.job(job_id))))


def test_a_worker_that_is_killed_in_mid_advice_loses_no_paid_call(site, start_worker, model, start):
    worker = start_worker(real=True)
    undisturbed = start()
    assert site.wait_for_end(undisturbed).status is JobStatus.COMPLETED
    expected, calls = body(site, undisturbed), len(model.got)
    assert calls >= 5
    model.most, model.answered = 3, 0
    killed = start()
    mine = tables.model_calls.c.job_id == killed
    wait_until(lambda: calls_kept(site.database, mine) == 3, "three calls on record")
    wait_until(lambda: len(model.got) == calls + 5, "two calls that are awaited")
    worker.kill()
    worker.wait()
    model.most, before = None, len(model.got)
    start_worker(real=True)
    job = site.wait_for_end(killed)
    assert (job.status, job.attempts) == (JobStatus.COMPLETED, 2)
    # None that was on record was made again, and the result is that of an undisturbed run.
    assert len(model.got) - before == calls - 3
    answered = model.asks()[calls : calls + 3]
    assert not set(answered) & set(model.asks()[before:])
    assert calls_kept(site.database, mine) == calls
    assert body(site, killed) == expected
    assert expected["advice"]["calls"] == calls


def test_a_worker_that_is_asked_to_leave_in_mid_advice_hands_its_job_back(
    site, start_worker, model, start
):
    worker = start_worker(real=True)
    model.most = 1
    job_id = start()
    wait_until(lambda: calls_kept(site.database) == 1, "a call on record")
    worker.terminate()
    assert worker.wait() == 0
    job = site.job(job_id)
    assert (job.status, job.attempts) == (JobStatus.QUEUED, 0)
    model.most = None
    start_worker(real=True)
    assert site.wait_for_end(job_id).status is JobStatus.COMPLETED
    asked = model.asks()
    assert asked.count(asked[0]) == 1


def test_a_job_that_is_cancelled_in_mid_advice_frees_its_worker(site, start_worker, model, start):
    start_worker(real=True, concurrency=1)
    model.most = 0
    caller = site.organization()
    job_id = start(caller)
    wait_until(lambda: model.got, "a call")
    site.cancel(caller, job_id)
    assert site.job(job_id).error.code == "JOB_CANCELLED"
    model.most = None
    assert site.wait_for_end(start(caller)).status is JobStatus.COMPLETED
    assert site.balance(caller) == 100_000 - len(ANSWERS)
