"""Who can pay for what."""

import threading

import pytest
from served import COST, NOW, charges, credits_of, ledger_sum, request, start_call, work

from openends.domain.errors import InsufficientCredits, NegativeBalance, TrialLimitExceeded
from openends.services.check_credits import check_credits
from openends.services.code_now import code_now
from openends.services.estimate_cost import estimate_cost


def check(database, caller, cost):
    with database.transaction() as connection:
        return check_credits(connection, caller, cost)


def test_the_last_credit_can_be_spent(database, make_caller):
    assert check(database, make_caller(80), 80).credits == 80


def test_a_request_that_costs_more_than_is_left_is_refused_with_both_numbers(database, make_caller):
    with pytest.raises(InsufficientCredits) as refusal:
        check(database, make_caller(12), 80)
    assert refusal.value.message == (
        "Your organization has 12 credits remaining but this request requires 80."
    )


def test_a_trial_that_is_used_up_is_asked_to_upgrade(database, make_caller):
    with pytest.raises(TrialLimitExceeded) as refusal:
        check(database, make_caller(0, is_trial=True), 1)
    assert refusal.value.message == "Free trial credits exhausted. Upgrade to continue."


def test_a_trial_with_too_few_credits_is_told_how_many(database, make_caller):
    with pytest.raises(TrialLimitExceeded) as refusal:
        check(database, make_caller(5, is_trial=True), 6)
    assert refusal.value.message == (
        "Your free trial has 5 credits remaining but this request requires 6. Upgrade to continue."
    )


def test_a_negative_allowance_goes_down_to_its_floor_and_no_further(database, make_caller):
    caller = make_caller(0, credit_floor=-10_000)
    check(database, caller, 10_000)
    with pytest.raises(NegativeBalance) as refusal:
        check(database, caller, 10_001)
    assert "this request requires 10,001" in refusal.value.message
    with pytest.raises(NegativeBalance) as refusal:
        check(database, make_caller(-10_000, credit_floor=-10_000), 1)
    assert refusal.value.message == (
        "Balance is -10,000 credits and has reached the configured floor."
    )


def test_what_costs_nothing_is_never_refused(database, make_caller):
    check(database, make_caller(0), 0)
    check(database, make_caller(-5, credit_floor=-5), 0)


def test_without_a_limit_anything_can_be_paid(database, caller):
    assert check(database, caller, 10**9).credits is None


def test_a_test_key_pays_nothing(database, make_caller):
    check(database, make_caller(0, test=True), 1_000)


def test_what_running_jobs_will_charge_counts_as_spent(database, make_caller, enqueue):
    caller = make_caller(COST + 2)
    start_call(database, caller, enqueue)
    check(database, caller, 2)
    with pytest.raises(InsufficientCredits) as refusal:
        check(database, caller, 3)
    assert refusal.value.message == (
        "Your organization has 2 credits remaining but this request requires 3. "
        f"Running jobs hold another {COST}."
    )


def test_a_job_that_has_ended_holds_nothing_back(database, make_caller, enqueue, encoders):
    caller = make_caller(COST + 2)
    work(database, start_call(database, caller, enqueue), encoders)
    assert credits_of(database, caller) == 2
    check(database, caller, 2)


def test_two_calls_at_once_cannot_spend_the_same_credits(database, make_caller, enqueue, encoders):
    caller = make_caller(COST + COST - 1)
    together = threading.Barrier(4)
    refused = []

    def call(code):
        together.wait()
        try:
            code()
        except InsufficientCredits as error:
            refused.append(error)

    def at_once():
        code_now(database, caller, request(), encoders, now=NOW)

    def as_a_job():
        start_call(database, caller, enqueue)

    callers = [
        threading.Thread(target=call, args=[code])
        for code in (at_once, as_a_job, at_once, as_a_job)
    ]
    for thread in callers:
        thread.start()
    for thread in callers:
        thread.join()
    assert len(refused) == 3
    assert ledger_sum(database, caller) == credits_of(database, caller) >= COST - 1


def test_credits_that_were_spent_during_a_call_refuse_it_at_its_end(
    database, make_caller, enqueue, encoders
):
    caller = make_caller(COST)

    def spend_meanwhile(languages):
        start_call(database, caller, enqueue)
        return encoders(languages)

    with pytest.raises(InsufficientCredits):
        code_now(database, caller, request(), spend_meanwhile, now=NOW)
    assert credits_of(database, caller) == COST
    assert charges(database, caller) == {}


def test_an_estimate_counts_distinct_answers_that_say_something(database, make_caller):
    texts = ["Too loud", "too loud!", "", "don't know", "Cheap", "asdf"]
    estimate = estimate_cost(database, make_caller(2), texts)
    assert (estimate.responses, estimate.unique_responses) == (6, 2)
    assert (estimate.estimated_credits, estimate.credits_remaining) == (2, 2)
    assert estimate.sufficient


@pytest.mark.parametrize(
    ("credits", "test", "sufficient"),
    [(1, False, False), (2, False, True), (None, False, True), (0, True, True)],
    ids=["too few", "enough", "no limit", "test key"],
)
def test_an_estimate_says_whether_the_credits_suffice(
    database, make_caller, credits, test, sufficient
):
    caller = make_caller(credits, test=test)
    assert estimate_cost(database, caller, ["Loud", "Dear"]).sufficient is sufficient


def test_an_estimate_counts_what_running_jobs_hold_as_spent(database, make_caller, enqueue):
    caller = make_caller(COST + 1)
    start_call(database, caller, enqueue)
    assert not estimate_cost(database, caller, ["Loud", "Dear"]).sufficient


def test_estimates_cost_nothing(database, make_caller):
    caller = make_caller(2)
    estimate_cost(database, caller, ["Loud", "Dear"])
    assert credits_of(database, caller) == 2
