"""A language model rewords definitions over a real socket."""

import json

import pytest
from asking import hired, load
from fake_server import FakeServer, refuse
from oracle import question_of

from openends.domain.codebook import Code
from openends.llm.reword import LONGEST, PER_CALL

CODES = (
    Code(name="Price", number=1, definition="What it costs"),
    Code(name="Noise", number=2),
    Code(name="Taste", number=3, definition="What it tastes of"),
)


def told(**definitions):
    """Return a reply with definitions by number, as ``n1``."""
    return json.dumps(
        {
            "codes": [
                {"number": int(name[1:]), "definition": text} for name, text in definitions.items()
            ]
        }
    )


RIGHT = told(n1="How much is paid", n3="The flavour")


def test_every_definition_is_said_in_other_words():
    with FakeServer(answer=lambda _: RIGHT) as server:
        assert hired(load(server)).reword(CODES) == {
            "Price": "How much is paid",
            "Taste": "The flavour",
        }
    assert [code["number"] for code in question_of(server.got[0].json)["codes"]] == [1, 3]


WRONG = {
    "no JSON": "In other words",
    "missing": told(n1="How much is paid"),
    "empty": told(n1="How much is paid", n3=" "),
    "endless": told(n1="How much is paid", n3="x" * (LONGEST + 1)),
    "no list": json.dumps({"codes": 3}),
}


@pytest.mark.parametrize("reply", WRONG.values(), ids=WRONG)
def test_a_wrong_reply_is_asked_for_again_and_then_left(reply):
    replies = iter([reply, RIGHT, reply, reply])
    with FakeServer(answer=lambda _: next(replies)) as server:
        assert hired(load(server)).reword(CODES) is not None
        assert question_of(server.got[1].json)["wrong"]
        assert hired(load(server)).reword(CODES) is None


def test_a_refusal_leaves_the_definitions():
    with FakeServer(answer=lambda _: refuse(401)) as server:
        assert hired(load(server)).reword(CODES) is None


def test_a_codebook_without_definitions_needs_no_call():
    with FakeServer(answer=lambda _: RIGHT) as server:
        assert hired(load(server)).reword(CODES[1:2]) == {}
    assert server.got == []


def test_a_large_codebook_is_reworded_in_parts():
    codes = [Code(name=f"c{at}", number=at, definition="d") for at in range(100, 101 + PER_CALL)]

    def answer(request):
        asked = question_of(request)["codes"]
        return told(**{f"n{code['number']}": "D" for code in asked})

    with FakeServer(answer=answer) as server:
        assert len(hired(load(server)).reword(codes)) == len(codes)
    assert len(server.got) == 2
