"""What was read and fitted a moment ago is not read again, and codes the same to the bit."""

from functools import partial

from openends.domain.response import Response, ReviewedResponse
from openends.encoders import load_encoders
from openends.engine.pipeline import Settings
from openends.engine.prepare_question import prepare_question
from openends.services.recent_reads import RecentReads

WORDS = ("loud", "noisy", "dear", "expensive", "rude", "friendly", "cold", "tasty")
THINGS = ("music", "price", "staff", "food", "street")
RESPONSES = [
    Response(id=f"{thing}{word}", text=f"The {thing} was {word}")
    for thing in THINGS
    for word in WORDS
]
TAUGHT = [ReviewedResponse(text=each.text, codes=()) for each in RESPONSES[:3]]


def codings(read=None, **given):
    more = {} if read is None else {"read": read}
    coder = prepare_question(
        RESPONSES,
        load_encoders=partial(load_encoders, "fast"),
        settings=Settings(),
        **given,
        **more,
    )
    return coder.codebook, coder.code(0, len(coder))


def test_codings_are_the_same_whether_or_not_the_question_was_read_before():
    read = RecentReads()
    codebook, first = codings(read)
    assert (codebook, first) == codings()
    for given in ({}, {"reviewed": TAUGHT}, {"reviewed": TAUGHT, "rebuild": False}):
        again = {"codebook": codebook, "built": True, **given}
        assert codings(read, **again) == codings(**again) == codings(read, **again)


def test_other_answers_are_read_for_themselves():
    read = RecentReads(most=1)
    settings = Settings()
    load = partial(load_encoders, "fast")
    asked = (frozenset(), load, settings, lambda *_: None)
    first = read(RESPONSES, *asked)
    assert read(RESPONSES, *asked).embedded is first.embedded
    others = read(RESPONSES[1:], *asked)
    assert len(others.prepared.answers) == len(RESPONSES) - 1
    # One question is remembered here, and it is the last one.
    assert read(RESPONSES, *asked).embedded is not first.embedded
