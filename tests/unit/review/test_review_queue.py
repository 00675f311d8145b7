"""The queue holds what is not approved, and begins with what moves the figures."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from review_codings import CODEBOOK, MOOD, PRICE, STAFF, coded, many

from openends.domain.errors import InputError
from openends.domain.response import ResponseStatus
from openends.domain.review import ReviewPurpose
from openends.engine.review.queue import review_queue
from openends.engine.review.same_text import same_text

CODINGS = st.lists(
    st.builds(
        lambda text, codes, runner_up, approved: coded(
            0, text, codes, runner_up=runner_up, approved=approved
        ),
        st.sampled_from(["low price", "Low price!", "nice staff", "staff", "so so", "hm, price"]),
        st.dictionaries(st.sampled_from([PRICE, STAFF, MOOD]), st.floats(0, 1), max_size=3),
        st.none() | st.sampled_from([PRICE, STAFF, MOOD]),
        st.booleans(),
    ),
    max_size=25,
).map(lambda drawn: [replace(one, response_id=f"r{at}") for at, one in enumerate(drawn)])
#: The first thirty are approved, so that the queue is about figures alone.
BEGUN = many(30, "done", {MOOD: 1}, approved=True)


def ids(queue):
    return [entry.response_ids for entry in queue.entries]


@given(CODINGS)
@settings(max_examples=60, deadline=None)
def test_every_response_that_is_not_approved_is_there_once_and_no_other(codings):
    queue = review_queue(CODEBOOK, codings)
    listed = sorted(response for entry in queue.entries for response in entry.response_ids)
    assert listed == sorted(one.response_id for one in codings if not one.approved)


@given(CODINGS)
@settings(max_examples=40, deadline=None)
def test_the_responses_of_an_entry_have_the_same_text(codings):
    text = {
        codings[place].response_id: at
        for at, group in enumerate(same_text(codings))
        for place in group
    }
    for entry in review_queue(CODEBOOK, codings).entries:
        assert len({text[response] for response in entry.response_ids}) == 1


@given(CODINGS, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_queue_does_not_depend_on_the_order_of_the_responses(codings, chance):
    shuffled = chance.sample(codings, len(codings))
    assert review_queue(CODEBOOK, shuffled) == review_queue(CODEBOOK, codings)


@given(CODINGS, st.integers(1, 5))
@settings(max_examples=40, deadline=None)
def test_of_the_first_entries_alone_is_told_what_is_told_of_them_among_all(codings, most):
    every, first = review_queue(CODEBOOK, codings), review_queue(CODEBOOK, codings, most=most)
    assert first == replace(every, entries=every.entries[:most])
    assert first.waiting == len(every.entries)


@given(CODINGS)
@settings(max_examples=40, deadline=None)
def test_every_entry_has_a_reason_in_one_sentence(codings):
    for entry in review_queue(CODEBOOK, codings).entries:
        assert entry.reason.endswith(".")
        assert entry.reason.count(". ") == 0


@given(CODINGS)
@settings(max_examples=40, deadline=None)
def test_no_change_is_expected_when_all_is_approved(codings):
    approved = [replace(one, approved=True) for one in codings]
    queue = review_queue(CODEBOOK, approved)
    assert queue.entries == ()
    assert (queue.stop.answers, queue.stop.sure_answers) == (0, 0)
    assert {(one.change, one.movement, one.bound) for one in queue.stop.codes} == {(0, 0, 0)}


def test_the_less_certain_of_two_like_answers_comes_first():
    sure, doubtful = many(1, "sure", {PRICE: 0.9}), many(1, "doubtful", {PRICE: 0.4})
    assert ids(review_queue(CODEBOOK, [*BEGUN, *sure, *doubtful])) == [
        ("doubtful000",),
        ("sure000",),
    ]


def test_the_answer_that_more_people_gave_comes_first():
    alone = coded("alone", "low cost", {PRICE: 0.5})
    often = [coded(f"often{at}", "low price", {PRICE: 0.5}) for at in range(3)]
    assert ids(review_queue(CODEBOOK, [*BEGUN, alone, *often]))[0] == ("often0", "often1", "often2")


def test_many_sure_answers_can_matter_more_than_a_doubtful_one():
    doubtful = coded("doubtful", "low cost", {PRICE: 0.3})
    often = [coded(f"often{at:02}", "nice staff", {STAFF: 0.8}) for at in range(30)]
    assert ids(review_queue(CODEBOOK, [*BEGUN, doubtful, *often]))[-1] == ("doubtful",)


def test_an_answer_that_fits_no_code_comes_before_a_sure_one():
    lost, sure = coded("lost", "hm hm hm", {}, runner_up=STAFF), many(1, "sure", {PRICE: 0.95})
    queue = review_queue(CODEBOOK, [*BEGUN, *sure, lost])
    assert ids(queue)[0] == ("lost",)
    assert queue.entries[0].reason == "It fits no code well, and 'Staff' comes closest."


def test_what_was_set_aside_comes_last_and_gains_nothing():
    aside = replace(coded("aside", "nothing", {}), status=ResponseStatus.NONE)
    queue = review_queue(CODEBOOK, [*BEGUN, aside, *many(3, "a", {PRICE: 0.95})])
    assert ids(queue)[-1] == ("aside",)
    assert queue.entries[-1].gain == 0
    assert queue.entries[-1].reason == "It was set aside as saying nothing."


def test_blanks_wait_for_nobody():
    blank = replace(coded("blank", "", {}), status=ResponseStatus.NO_ANSWER)
    assert ids(review_queue(CODEBOOK, [*BEGUN, blank])) == []


def test_the_reason_tells_frequency_certainty_runner_up_and_people():
    same = [coded(f"s{at}", "low price", {PRICE: 0.42}, runner_up=STAFF) for at in range(4)]
    queue = review_queue(CODEBOOK, [*BEGUN, *same, *many(6, "m", {MOOD: 0.99})])
    assert queue.entries[0].reason == (
        "'Price', which 10.0% of 40 people have, is certain to 42% here, and 'Staff' comes second; "
        "4 people gave this answer, 10.0 points."
    )


def test_an_answer_gains_no_more_than_what_changes_hands():
    one = coded("one", "price", {PRICE: 0.5})
    queue = review_queue(CODEBOOK, [*BEGUN, one, *many(9, "m", {MOOD: 0.99})])
    (entry,) = (entry for entry in queue.entries if entry.response_ids == ("one",))
    # One of forty people has the code, 2.5 points. It goes with a chance of half, and half a code
    # comes for each wrong one: (.5 + .25) times 2.5.
    assert 0 < entry.gain <= 1.875 + 1e-6


def in_groups(left, right):
    """Return 80 people of two groups of 40, of whom so many have the code, certain to 90%."""
    people = []
    for name, count in (("left", left), ("right", right)):
        people += many(count, f"{name} yes", {STAFF: 0.9})
        people += many(40 - count, f"{name} no", {MOOD: 0.9})
    return people, ["left"] * 40 + ["right"] * 40


def test_an_answer_that_could_decide_a_letter_comes_earlier_and_says_so():
    people, values = in_groups(20, 12)
    # The same doubt in two answers; only one of them is in a group.
    inside = coded("b inside", "b inside", {STAFF: 0.5})
    outside = coded("a outside", "a outside", {STAFF: 0.5})
    codings = [*BEGUN, *people, outside, inside]
    values = [*([None] * 30), *values, None, "left"]
    queue = review_queue(CODEBOOK, codings, values, variable="side")
    places = {entry.response_ids[0]: at for at, entry in enumerate(queue.entries)}
    assert places["b inside"] < places["a outside"]
    entry = queue.entries[places["b inside"]]
    assert entry.decides_letter > 0
    assert entry.reason.endswith("could decide whether 'left' and 'right' differ in 'Staff'.")
    assert queue.entries[places["a outside"]].decides_letter == 0


def test_no_letter_is_in_the_balance_where_groups_are_too_small_to_compare():
    codings = [*BEGUN, *many(20, "x", {STAFF: 0.5})]
    queue = review_queue(CODEBOOK, codings, [*([None] * 30), *(["a", "b"] * 10)])
    assert {entry.decides_letter for entry in queue.entries} == {0.0}


def test_a_variable_without_values_is_refused():
    with pytest.raises(InputError, match="side"):
        review_queue(CODEBOOK, BEGUN, [None] * 30, variable="side")


def test_a_study_begins_with_thirty_answers_of_all_levels_of_confidence():
    codings = [
        *many(40, "sure", {PRICE: 0.95}),
        *many(40, "fair", {STAFF: 0.6}),
        *many(40, "doubtful", {MOOD: 0.1}),
    ]
    queue = review_queue(CODEBOOK, codings)
    first = [entry for entry in queue.entries if entry.purpose is ReviewPurpose.LEARNING]
    assert first == list(queue.entries[:30])
    for level in ("sure", "fair", "doubtful"):
        assert sum(entry.response_ids[0].startswith(level) for entry in first) == 10


def test_of_each_level_of_confidence_the_answers_that_teach_most_come_first():
    codings = [*many(40, "sure", {PRICE: 0.95}), *many(80, "doubtful", {MOOD: 0.1})]
    queue = review_queue(CODEBOOK, codings, teaching=["sure007", "sure003", "doubtful079"])
    places = {entry.response_ids[0]: at for at, entry in enumerate(queue.entries)}
    assert places["sure007"] < places["sure003"] < 6
    assert places["doubtful079"] < 3


def test_who_has_approved_ten_of_the_first_thirty_is_offered_the_other_twenty():
    codings = [*many(40, "sure", {PRICE: 0.95}), *many(80, "doubtful", {MOOD: 0.1})]
    begun = {entry.response_ids[0] for entry in review_queue(CODEBOOK, codings).entries[:10]}
    codings = [replace(one, approved=one.response_id in begun) for one in codings]
    purposes = [entry.purpose for entry in review_queue(CODEBOOK, codings).entries]
    assert purposes == [ReviewPurpose.LEARNING] * 20 + [ReviewPurpose.FIGURES] * 90


def test_once_thirty_are_approved_the_queue_is_about_the_figures():
    queue = review_queue(CODEBOOK, [*BEGUN, *many(40, "x", {PRICE: 0.5})])
    assert {entry.purpose for entry in queue.entries} == {ReviewPurpose.FIGURES}


def test_the_first_of_a_small_study_are_all_of_it():
    queue = review_queue(CODEBOOK, many(5, "x", {PRICE: 0.5}))
    assert len(queue.entries) == 5
    assert {entry.purpose for entry in queue.entries} == {ReviewPurpose.LEARNING}
