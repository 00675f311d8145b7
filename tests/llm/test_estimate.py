"""What a run would cost is told without a call."""

from asking import hired, load
from fake_server import FakeServer
from oracle import asked, oracle

from openends.llm.account import Account
from openends.llm.decide import PER_CALL, ModelAdviser
from openends.llm.estimate import UnaskedModel
from openends.llm.price import Price

PRICE = Price(1, 10)


def many(count):
    return asked(*(f"answer number {at} is about the noise" for at in range(count)))


def test_nothing_is_sent_and_no_answer_is_decided():
    with FakeServer(answer=oracle({})) as server:
        adviser = ModelAdviser(UnaskedModel(load(server), PRICE))
        assert adviser.advise(many(30)) == [None] * 30
    assert server.got == []


def test_the_estimate_counts_what_a_run_then_sends():
    with FakeServer(answer=oracle({})) as server:
        adviser = ModelAdviser(UnaskedModel(load(server), PRICE))
        adviser.advise(many(2 * PER_CALL + 1))
        estimate = adviser.report()
        real = hired(load(server), account=Account(PRICE))
        real.advise(many(2 * PER_CALL + 1))
        report = real.report()
    assert (estimate.calls, estimate.sent) == (report.calls, report.sent) == (3, 2 * PER_CALL + 1)
    assert estimate.prompts == report.prompts
    assert estimate.cost == PRICE.cost(estimate.input_tokens, estimate.output_tokens) > 0


def test_without_a_price_there_is_no_cost():
    with FakeServer(answer=oracle({})) as server:
        adviser = ModelAdviser(UnaskedModel(load(server)))
        adviser.advise(many(3))
        assert adviser.report().cost is None
