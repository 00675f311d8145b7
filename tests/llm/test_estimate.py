"""What a run would cost is told without a call."""

from asking import hired, load
from fake_server import FakeServer
from oracle import asked, oracle

from openends.llm.account import Account
from openends.llm.calls import MemoryLog
from openends.llm.code_answers import PER_CALL
from openends.llm.decide import ModelAdviser
from openends.llm.estimate import UnaskedModel
from openends.llm.price import Price

PRICE = Price(1, 10)


def many(count):
    return asked(*(f"answer number {at} is about the noise" for at in range(count)))


def test_nothing_is_sent_and_no_answer_is_decided():
    with FakeServer(answer=oracle({})) as server:
        adviser = ModelAdviser(UnaskedModel(load(server), price=PRICE))
        assert adviser.advise(many(30)) == [None] * 30
    assert server.got == []


def test_the_estimate_counts_what_a_run_then_sends():
    with FakeServer(answer=oracle({})) as server:
        adviser = ModelAdviser(UnaskedModel(load(server), price=PRICE))
        adviser.advise(many(2 * PER_CALL + 1))
        estimate = adviser.report()
        real = hired(load(server), account=Account(PRICE))
        real.advise(many(2 * PER_CALL + 1))
        report = real.report()
    assert (estimate.calls, estimate.sent) == (report.calls, report.sent) == (3, 2 * PER_CALL + 1)
    assert estimate.prompts == report.prompts
    assert estimate.cost == PRICE.cost(estimate.input_tokens, estimate.output_tokens) > 0


def test_what_is_on_record_costs_nothing():
    log = MemoryLog()
    with FakeServer(answer=oracle({})) as server:
        hired(load(server), log).advise(many(PER_CALL))
        adviser = ModelAdviser(UnaskedModel(load(server), log, PRICE))
        advice = adviser.advise(many(PER_CALL + 1))
        report = adviser.report()
    assert (report.replayed, report.calls) == (1, 1)
    assert [each is None for each in advice] == [False] * PER_CALL + [True]


def test_without_a_price_there_is_no_cost():
    with FakeServer(answer=oracle({})) as server:
        adviser = ModelAdviser(UnaskedModel(load(server)))
        adviser.advise(many(3))
        assert adviser.report().cost is None
