"""A job that is stopped anywhere, and run again until it is done, is like one that was not."""

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from served import (
    ANSWERS,
    COST,
    Stop,
    charges,
    codebook,
    credits_of,
    job_now,
    ledger_sum,
    result_of,
    rows_of,
    start_call,
    stop_at,
    work,
)

from openends.domain.codebook import CodingType
from openends.domain.job import JobStatus

CASES = {
    "a given codebook": (ANSWERS, {}),
    "a built codebook": (ANSWERS, {"codebook": None}),
    "names": (
        ("Nike", "Adidas, nike", "Puma", "", "adidas", "NIKE!", "don't know", "Asics"),
        {"codebook": None, "coding_type": CodingType.ENTITY},
    ),
}


def outcome(database, caller, job):
    """Return what a job left behind, without ids that are new with every call."""
    done = job_now(database, job)
    body = orjson.loads(result_of(database, job))
    return {
        "status": done.status,
        "figures": (done.processed, done.total, done.charged),
        "ledger": {batch: amount for (_, batch), amount in charges(database, caller).items()},
        "balance": credits_of(database, caller),
        "codes": [
            (code["number"], code["name"], code["count"])
            for category in body["codebook"]["categories"]
            for code in category["codes"]
        ],
        "results": [
            {key: value for key, value in result.items() if key != "codes"}
            | {"codes": [code | {"id": ""} for code in result["codes"]]}
            for result in body["results"]
        ],
        "kept": sum(row.coded for row in rows_of(database, caller, job.question_id)),
    }


@pytest.mark.parametrize("case", CASES)
@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(stops=st.lists(st.integers(min_value=1, max_value=24), max_size=4))
def test_codes_credits_and_progress_are_those_of_an_undisturbed_run(  # noqa: PLR0917
    database, make_caller, enqueue, encoders, undisturbed, case, stops
):
    texts, members = CASES[case]
    caller = make_caller(100)
    job = start_call(database, caller, enqueue, texts, **members)
    reached = 0
    for stop in stops:
        try:
            work(database, job, encoders, watch=stop_at(stop))
        except Stop:
            now = job_now(database, job)
            assert now.status is JobStatus.PROCESSING
            assert now.processed >= reached
            assert 100 - now.charged == credits_of(database, caller)
            reached = now.processed
        else:
            break
    else:
        work(database, job, encoders)
    assert outcome(database, caller, job) == undisturbed(case)
    assert ledger_sum(database, caller) == credits_of(database, caller)


@pytest.fixture
def undisturbed(database, make_caller, enqueue, encoders):
    """Return what a case comes to without a stop; worked out once for a database."""
    known = {}

    def run(case):
        if case not in known:
            texts, members = CASES[case]
            caller = make_caller(100)
            job = start_call(database, caller, enqueue, texts, **members)
            work(database, job, encoders)
            known[case] = outcome(database, caller, job)
        return known[case]

    return run


@pytest.mark.parametrize("given_codes", [codebook(), None], ids=["given", "built"])
def test_a_job_that_is_stopped_after_every_batch_ends_like_any_other(
    database, make_caller, enqueue, encoders, given_codes
):
    caller = make_caller(100)
    job = start_call(database, caller, enqueue, codebook=given_codes)
    for coded in range(1, len(ANSWERS) + 1):

        def watch(coded=coded):
            if job_now(database, job).processed >= coded:
                raise Stop

        with pytest.raises(Stop):
            work(database, job, encoders, watch=watch)
        assert job_now(database, job).processed == coded
    work(database, job, encoders)
    done = job_now(database, job)
    assert (done.status, done.charged, done.attempts) == (
        JobStatus.COMPLETED,
        COST,
        len(ANSWERS) + 1,
    )
    assert credits_of(database, caller) == 100 - COST
