"""How many calls run at once."""

import asyncio

import pytest
from fake_time import FakeTime

from openends.llm.limit import FIRST_AT_ONCE, MOST_AT_ONCE, Limit


def limit(most=MOST_AT_ONCE, time=None):
    time = time or FakeTime()
    return Limit(most, clock=time.clock, sleep=time.sleep)


async def call(limit, went_well):
    async with limit.place() as since:
        await asyncio.sleep(0)
        if went_well:
            limit.went_well()
        else:
            limit.too_many(since)


def raised(most=MOST_AT_ONCE):
    """Return a limit that has risen as far as it can."""
    made = limit(most)
    for _ in range(most):
        made.went_well()
    return made


def test_it_starts_low_and_rises_to_the_maximum():
    made = limit()
    levels = [made.level]
    for _ in range(100):
        made.went_well()
        levels.append(made.level)
    assert levels[0] == FIRST_AT_ONCE
    assert levels == sorted(levels)
    assert levels[-1] == MOST_AT_ONCE


@pytest.mark.parametrize(("most", "first"), [(1, 1), (2, 2), (100, FIRST_AT_ONCE)])
def test_it_never_starts_above_the_maximum(most, first):
    assert limit(most).level == first


def test_a_burst_of_objections_halves_it_once():
    made = raised()

    async def burst():
        await asyncio.gather(*[call(made, went_well=False) for _ in range(16)])

    asyncio.run(burst())
    assert made.level == 8


def test_a_second_burst_halves_it_again_and_one_call_is_always_allowed():
    made = raised()
    levels = []
    for _ in range(6):
        asyncio.run(call(made, went_well=False))
        levels.append(made.level)
    assert levels == [8, 4, 2, 1, 1, 1]


def test_after_an_objection_it_rises_by_one_a_round():
    made = raised()
    asyncio.run(call(made, went_well=False))
    for _ in range(9):
        made.went_well()
    assert made.level == 9


def test_calls_beyond_the_limit_wait_for_one_that_leaves():
    made = limit(2)
    order = []

    async def one(name, until):
        async with made.place():
            order.append(f"{name} in")
            await until.wait()
            order.append(f"{name} out")

    async def scene():
        doors = {name: asyncio.Event() for name in "abc"}
        running = [asyncio.create_task(one(name, door)) for name, door in doors.items()]
        for name in "bca":
            for _ in range(5):
                await asyncio.sleep(0)
            doors[name].set()
        await asyncio.gather(*running)

    asyncio.run(scene())
    assert order == ["a in", "b in", "b out", "c in", "c out", "a out"]


def test_a_call_that_is_given_up_while_it_waits_holds_nobody_up():
    made = limit(1)

    async def scene():
        async with made.place():
            waiting = [asyncio.create_task(call(made, went_well=True)) for _ in range(3)]
            await asyncio.sleep(0)
        waiting[0].cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        return [it.cancelled() for it in waiting]

    assert asyncio.run(asyncio.wait_for(scene(), 60)) == [True, False, False]


def test_a_pause_holds_for_all_calls_and_the_longest_counts():
    time = FakeTime()
    made = limit(time=time)
    made.pause(30)
    made.pause(5)
    begun = []

    async def one():
        async with made.place():
            begun.append(time.now - 1000.0)

    async def scene():
        await asyncio.gather(*[one() for _ in range(10)])

    asyncio.run(scene())
    assert min(begun) >= 30


def test_what_was_learned_holds_for_the_next_event_loop():
    made = raised(8)
    asyncio.run(call(made, went_well=False))
    asyncio.run(call(made, went_well=True))
    assert made.level == 4
