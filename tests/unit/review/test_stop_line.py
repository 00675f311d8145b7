"""The stop line: how far figures are expected to move, and after how many answers no more."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from review_codings import CODEBOOK, MOOD, PRICE, STAFF, coded, many

from openends.engine.review.movement import Left
from openends.engine.review.outstanding import find_outstanding
from openends.engine.review.queue import review_queue

BEGUN = many(30, "done", {MOOD: 1}, approved=True)


def left(fall, variance, turnover=0.0):
    return Left(*(np.array([figure]) for figure in (fall, variance, turnover)))


def test_the_expected_movement_is_the_mean_of_the_absolute_change():
    drawn = np.abs(np.random.default_rng(1).normal(0.8, 1.5, 400_000))
    assert left(0.8, 1.5**2).movement[0] == pytest.approx(drawn.mean(), abs=0.01)


def test_a_change_in_one_direction_moves_as_far_as_it_goes():
    assert left(-3.0, 0.0).movement[0] == pytest.approx(3.0)
    assert left(-3.0, 0.0).bound[0] == pytest.approx(3.0)


@given(st.floats(-20, 20), st.floats(0, 50), st.floats(0, 10))
@settings(max_examples=60, deadline=None)
def test_a_bound_is_never_below_what_is_expected(fall, variance, turnover):
    figures = left(fall, variance, turnover)
    # Deviations below a millionth of a point are taken for one.
    assert abs(fall) - 1e-6 <= figures.movement[0] <= figures.bound[0] + 1e-6


@given(st.floats(-5, 5), st.floats(0.1, 10), st.floats(0.1, 5))
@settings(max_examples=50, deadline=None)
def test_the_slopes_tell_what_a_little_less_is_worth(fall, variance, turnover):
    figures, step = left(fall, variance, turnover), 1e-5
    for at, slope in enumerate(figures.slopes):
        less = np.zeros((3, 1))
        less[at] = step
        gained = figures.movement[0] - figures.without(*less).movement[0]
        assert gained / step == pytest.approx(slope[0], abs=1e-3)


def test_what_is_expected_of_an_answer_by_hand():
    # Forty people; one has Price with .6 and Staff comes second; its words are all evidence.
    codings = [*BEGUN, coded("x", "price", {PRICE: 0.6}, runner_up=STAFF), *many(9, "m", {MOOD: 1})]
    found = find_outstanding(CODEBOOK, codings)
    (at,) = [at for at, group in enumerate(found.groups) if codings[group[0]].response_id == "x"]
    # A person takes Price away with .4 and gives .5 * .4 = .2 codes: .05 of them to Staff, the rest
    # by frequency, which is 1.6, 1 and 40 of 42.6 with one person more for each.
    staff, mood = 0.05 + 0.15 * 1 / 42.6, 0.15 * 40 / 42.6
    assert found.falls[at] == pytest.approx([2.5 * 0.4, -2.5 * staff, -2.5 * mood], abs=1e-3)
    assert found.turnover[at] == pytest.approx([2.5 * 0.4, 2.5 * staff, 2.5 * mood], abs=1e-3)
    assert found.variances[at][0] == pytest.approx(2.5**2 * 0.24, abs=1e-3)


def test_the_same_answer_by_many_is_right_or_wrong_for_all_of_them():
    same = [coded(f"s{at}", "price", {PRICE: 0.5}) for at in range(4)]
    apart = many(4, "price", {PRICE: 0.5})
    joined, single = (find_outstanding(CODEBOOK, [*BEGUN, *four]) for four in (same, apart))
    assert joined.falls.sum(axis=0)[0] == pytest.approx(single.falls.sum(axis=0)[0])
    assert joined.variances.sum(axis=0)[0] == pytest.approx(4 * single.variances.sum(axis=0)[0])


def test_a_study_of_certain_answers_can_stop_at_once():
    stop = review_queue(CODEBOOK, [*BEGUN, *many(400, "x", {PRICE: 0.9999})]).stop
    assert (stop.answers, stop.sure_answers) == (0, 0)
    assert stop.statement == (
        "Reviewing on would change no figure by more than 1 point, 19 times of 20 for each."
    )


def test_where_no_change_is_expected_it_may_still_be_possible():
    stop = review_queue(CODEBOOK, [*BEGUN, *many(400, "x", {PRICE: 0.993})]).stop
    assert stop.answers == 0 < stop.sure_answers
    assert stop.statement.startswith(
        "No figure is expected to change by more than 1 point if all is reviewed. After "
    )


def doubtful_study():
    return [*BEGUN, *many(150, "x", {PRICE: 0.8}), *many(150, "y", {STAFF: 0.5})]


def test_after_the_stop_line_no_code_is_expected_to_move_by_more_than_a_point():
    codings = doubtful_study()
    stop = review_queue(CODEBOOK, codings).stop
    assert 0 < stop.answers <= stop.sure_answers <= 300
    assert max(outlook.movement for outlook in stop.codes) > 1
    assert max(outlook.movement_after for outlook in stop.codes) <= 1
    assert f"After the first {stop.answers} of 300 answers" in stop.statement


def test_one_answer_fewer_is_not_enough():
    codings = doubtful_study()
    queue = review_queue(CODEBOOK, codings)
    found = find_outstanding(CODEBOOK, codings)
    place = {codings[group[0]].response_id: at for at, group in enumerate(found.groups)}
    order = [place[entry.response_ids[0]] for entry in queue.entries]
    for answers, reach in ((queue.stop.answers, "movement"), (queue.stop.sure_answers, "bound")):
        rest, one_more = (
            Left(
                *(m[order[n:]].sum(axis=0) for m in (found.falls, found.variances, found.turnover))
            )
            for n in (answers, answers - 1)
        )
        assert getattr(rest, reach).max() <= 1 + 1e-6 < getattr(one_more, reach).max() + 1e-3


def test_reviewed_answers_bring_the_stop_line_nearer():
    codings = doubtful_study()
    queue = review_queue(CODEBOOK, codings)
    done = {entry.response_ids[0] for entry in queue.entries[:50]}
    later = review_queue(
        CODEBOOK,
        [replace(one, approved=one.approved or one.response_id in done) for one in codings],
    )
    assert later.stop.answers < queue.stop.answers


def test_where_confidence_is_calibrated_the_bound_holds_for_nineteen_of_twenty_codes():
    # People are drawn from the chances that the queue reckons with.
    chance = np.random.default_rng(5)
    held = []
    for _ in range(40):
        codings = [
            coded(f"r{at}", f"r{at}", {PRICE if at % 2 else STAFF: float(chance.uniform(0.2, 1))})
            for at in range(200)
        ]
        found = find_outstanding(CODEBOOK, codings)
        stop = review_queue(CODEBOOK, codings).stop
        flips = (found.turnover / 0.5) > chance.random(found.turnover.shape)
        change = np.where(flips, -np.sign(found.falls) * 0.5, 0).sum(axis=0)
        held += [abs(c) <= one.bound for c, one in zip(change, stop.codes, strict=True)]
    assert np.mean(held) >= 0.95
