"""A language model is asked over a real socket, and what it cannot be trusted with falls back."""

import json
from dataclasses import replace

import pytest
from asking import hired, load
from fake_server import DROP, FakeServer, refuse, reply, texts
from fake_time import FakeTime
from oracle import CODES, asked, entry, names, oracle, question_of, written

from openends.engine.advice.adviser import Asked
from openends.engine.privacy.mask import mask
from openends.llm.account import Account
from openends.llm.call_file import CallFile
from openends.llm.code_answers import PER_CALL
from openends.llm.masking import MaskingAdviser
from openends.llm.price import Price

LOUD = asked("too loud", "far too dear", "no idea what to say")
RIGHT = {"too loud": ["Noise"], "far too dear": ["Price"]}


def many(count):
    return asked(*(f"answer number {at}" for at in range(count)))


def test_the_codes_that_the_model_gives_are_returned_in_order():
    with FakeServer(answer=oracle(RIGHT)) as server:
        adviser = hired(load(server))
        advice = adviser.advise(LOUD, "What do you dislike?")
    assert [names(each) for each in advice] == [["Noise"], ["Price"], []]
    told = question_of(server.got[0].json)
    assert told["question"] == "What do you dislike?"
    assert [code["name"] for code in told["codes"]] == ["Price", "Noise", "Taste"]
    assert adviser.report().sent == 3


def test_what_belongs_to_a_code_and_what_does_not_is_told():
    noise = replace(CODES.find("Noise"), include=("rattles",), exclude=("dull colours",))
    with FakeServer(answer=oracle({})) as server:
        hired(load(server)).advise([Asked("too loud", (noise,))])
    (code,) = question_of(server.got[0].json)["codes"]
    assert (code["include"], code["exclude"]) == (["rattles"], ["dull colours"])


def test_twenty_answers_share_a_call():
    with FakeServer(answer=oracle({})) as server:
        adviser = hired(load(server))
        advice = adviser.advise(many(2 * PER_CALL + 1))
    assert len(server.got) == adviser.report().calls == 3
    assert None not in advice


def test_an_answer_that_came_back_wrong_is_asked_again_alone_with_the_reason():
    def answer(request):
        items = question_of(request)["answers"]
        return written(
            [
                entry(item, "Noise")
                if "wrong" in item or item["text"] != "too loud"
                else entry(item, "Loudness")
                for item in items
            ]
        )

    with FakeServer(answer=answer) as server:
        advice = hired(load(server)).advise(LOUD)
    assert names(advice[0]) == ["Noise"]
    (again,) = question_of(server.got[1].json)["answers"]
    assert again["text"] == "too loud"
    assert "not among its choices" in again["wrong"]


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "I would say Noise.",
        written([]),
        written([{"id": "a1", "codes": [{"code": "Loudness"}]}]),
        written([{"id": "a1", "codes": []}, {"id": "a1", "codes": []}]),
    ],
    ids=["empty", "words", "dropped", "invented", "doubled"],
)
def test_what_comes_back_wrong_twice_is_counted_and_nothing_is_taken(broken):
    with FakeServer(answer=lambda _: broken) as server:
        adviser = hired(load(server))
        advice = adviser.advise(asked("too loud"))
    assert advice == [None]
    assert len(server.got) == 2
    assert sum(adviser.report().fallbacks.values()) == 1


def test_a_provider_that_is_down_stops_the_asking_and_is_named():
    time = FakeTime()
    with FakeServer(answer=lambda _: refuse(503)) as server:
        adviser = hired(load(server, time))
        advice = adviser.advise(many(5))
    report = adviser.report()
    assert advice == [None] * 5
    assert report.stopped
    assert (report.sent, report.calls, report.input_tokens) == (0, 0, 0)


def test_a_lost_connection_costs_no_answer():
    with FakeServer(DROP, answer=oracle(RIGHT)) as server:
        advice = hired(load(server, FakeTime())).advise(LOUD)
    assert [names(each) for each in advice] == [["Noise"], ["Price"], []]


def test_a_text_that_the_provider_declines_ends_no_other_call():
    def answer(request):
        texts_asked = [item["text"] for item in question_of(request)["answers"]]
        if "answer number 0" in texts_asked:
            return reply("", finish="content_filter")
        return oracle({})(request)

    with FakeServer(answer=answer) as server:
        adviser = hired(load(server))
        advice = adviser.advise(many(3 * PER_CALL))
    report = adviser.report()
    assert advice[:PER_CALL] == [None] * PER_CALL
    assert None not in advice[PER_CALL:]
    assert (report.stopped, list(report.fallbacks.values())) == ("", [PER_CALL])


def test_a_key_that_is_refused_is_said_and_asked_once(tmp_path):
    with FakeServer(answer=lambda _: refuse(401)) as server:
        adviser = hired(load(server), CallFile(tmp_path / "calls.jsonl"))
        adviser.advise(many(3))
    assert len(server.got) == 1
    assert "key" in adviser.report().stopped


def test_the_same_question_asked_again_costs_nothing(tmp_path):
    with FakeServer(answer=oracle(RIGHT)) as server:
        first = hired(load(server), CallFile(tmp_path / "calls.jsonl"))
        told = first.advise(LOUD)
    with FakeServer(answer=lambda _: refuse(500)) as silent:
        again = hired(load(silent), CallFile(tmp_path / "calls.jsonl"))
        assert again.advise(LOUD) == told
    report = again.report()
    assert silent.got == []
    assert (report.calls, report.replayed, report.input_tokens) == (0, 1, 0)
    assert report.sent == first.report().sent == 3


def test_a_run_that_was_broken_off_pays_only_for_what_is_missing(tmp_path):
    path = tmp_path / "calls.jsonl"
    with FakeServer(answer=oracle({})) as server:
        hired(load(server), CallFile(path)).advise(many(5 * PER_CALL))
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:3]) + lines[3][:30])
    with FakeServer(answer=oracle({})) as server:
        adviser = hired(load(server), CallFile(path))
        assert None not in adviser.advise(many(5 * PER_CALL))
    assert (len(server.got), adviser.report().replayed) == (2, 3)


def test_the_budget_ends_the_asking_and_is_never_passed():
    price = Price(1_000, 1_000)
    with FakeServer(answer=oracle({})) as server:
        adviser = hired(load(server), account=Account(price, max_cost=8))
        advice = adviser.advise(many(20 * PER_CALL))
    report = adviser.report()
    assert 0 < report.sent < 20 * PER_CALL
    assert advice.count(None) == 20 * PER_CALL - report.sent
    assert report.stopped == "the budget of $8 was reached"
    assert 0 < report.cost <= 8
    assert report.cost == pytest.approx(
        price.cost(report.input_tokens, report.output_tokens), rel=1e-9
    )


def test_the_budget_holds_over_several_questions():
    account = Account(Price(1_000, 1_000), max_cost=3)
    with FakeServer(answer=oracle({})) as server:
        adviser = hired(load(server), account=account)
        spent = 0.0
        for number in range(8):
            adviser.advise(asked(f"answer {number}"))
            report = adviser.report()
            spent += report.cost
    assert 0 < spent <= 3
    assert report.stopped


def test_without_a_price_the_cost_is_unknown_and_not_nothing():
    with FakeServer(answer=oracle({})) as server:
        adviser = hired(load(server))
        adviser.advise(LOUD)
    assert adviser.report().cost is None


@pytest.mark.parametrize("size", [1, 3, 20])
def test_the_codes_of_an_answer_do_not_depend_on_those_beside_it(size, monkeypatch):
    monkeypatch.setattr("openends.llm.code_answers.PER_CALL", size)
    answers = asked(*RIGHT, *(f"answer number {at}" for at in range(7)))
    with FakeServer(answer=oracle(RIGHT)) as server:
        advice = hired(load(server)).advise(answers[::-1])[::-1]
    assert [names(each) for each in advice] == [["Noise"], ["Price"], *([[]] * 7)]


def test_answers_are_sent_as_strings_that_nothing_in_them_can_end():
    nasty = 'loud"}]} \n```\n</answers> {'
    plain = Asked("it is \"loud\"\nand\t'dear'", CODES.codes)
    with FakeServer(answer=oracle({})) as server:
        hired(load(server)).advise([plain, Asked("x", CODES.codes)])
        hired(load(server)).advise([Asked(nasty, CODES.codes)])
    assert question_of(server.got[0].json)["answers"][0]["text"] == plain.text
    assert question_of(server.got[1].json)["answers"][0]["text"] == nasty


def test_personal_data_never_leaves_and_evidence_points_into_the_answer():
    text = "Ask john.smith@example.com, it is too loud"
    with FakeServer(
        answer=lambda request: written(
            [entry(item, "Noise") for item in question_of(request)["answers"]]
        )
    ) as server:
        adviser = MaskingAdviser(hired(load(server)))
        (advice,) = adviser.advise([Asked(text, CODES.codes)])
    sent = json.dumps(server.got[0].json) + "".join(texts(server.got[0].json))
    assert "john.smith" not in sent
    assert "Anna Meyer" in CODES.codes[1].examples[0]
    assert mask(CODES.codes[1].examples[0]).text in sent
    (code,) = advice.codes
    assert text[code.start : code.end] == text
    assert code.code is CODES.codes[1]


def test_progress_says_how_much_is_asked_and_ends_whole():
    told = []
    with FakeServer(answer=oracle({})) as server:
        adviser = hired(load(server), account=Account(Price(1, 2)))
        adviser.advise(many(30), "", lambda *step: told.append(step))
    stage, _, total = told[0]
    assert stage.startswith("Asking openai:fake (")
    assert "$" in stage
    assert total == 30
    assert (30, 30) in [step[1:] for step in told]


def test_a_reply_that_was_cut_off_is_asked_again():
    half = written([entry({"id": "a1", "text": "too loud"}, "Noise")])[:-9]
    with FakeServer(reply(half), answer=oracle(RIGHT)) as server:
        (advice,) = hired(load(server)).advise(asked("too loud"))
    assert names(advice) == ["Noise"]
