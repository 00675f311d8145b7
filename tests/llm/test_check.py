"""What a language model returns is taken over only where it is what was asked for."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracle import asked, entry, names, written

from openends.llm.batch import Batch, reply_schema
from openends.llm.check import check_reply

BATCH = Batch(tuple(asked("too loud", "cheap and loud", "I like it")), "", {})
FIRST, SECOND, THIRD = (
    {"id": name, "text": each.text} for name, each in zip(BATCH.ids, BATCH.answers, strict=True)
)


def test_a_reply_as_it_should_be_is_taken_over():
    checked = check_reply(
        written([entry(THIRD), entry(FIRST, "Noise"), entry(SECOND, "Price", "Noise")]), BATCH
    )
    assert checked.wrong == {}
    assert [names(checked.advice[place]) for place in range(3)] == [
        ["Noise"],
        ["Price", "Noise"],
        [],
    ]


def test_evidence_is_found_where_it_stands():
    (code,) = check_reply(written([entry(SECOND, "Noise", evidence="loud")]), BATCH).advice[1].codes
    assert (code.start, code.end) == (10, 14)


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (entry(FIRST, "Loudness"), "not among its choices"),
        (entry(FIRST, "noise"), "not among its choices"),
        (entry(FIRST, "Noise", evidence="very loud"), "word for word"),
        (entry(FIRST, "Noise", evidence="Too loud"), "word for word"),
        (entry(FIRST, "Noise", evidence=" "), "no evidence"),
        (entry(FIRST, "Noise", evidence=3), "no evidence"),
        (entry(FIRST, "Noise", confidence=1e15), "between 0 and 1"),
        (entry(FIRST, "Noise", confidence=-0.1), "between 0 and 1"),
        (entry(FIRST, "Noise", confidence="high"), "no confidence"),
        (entry(FIRST, "Noise", confidence=True), "no confidence"),
        (entry(FIRST, "Noise", sentiment="angry"), "sentiment"),
        (entry(FIRST, "Noise", sentiment=["negative"]), "sentiment"),
        (entry(FIRST, "Noise", "Noise"), "same code twice"),
        ({"id": "a1", "codes": None}, "no list of codes"),
        ({"id": "a1", "codes": ["Noise"]}, "not an object"),
        ({"id": "a9", "codes": []}, "missing"),
        ({"codes": []}, "missing"),
        ("Noise", "missing"),
    ],
)
def test_what_is_wrong_with_an_answer_is_said_and_the_others_stand(told, reason):
    checked = check_reply(written([told, entry(SECOND, "Price"), entry(THIRD)]), BATCH)
    assert list(checked.wrong) == [0]
    assert reason in checked.wrong[0]
    assert names(checked.advice[1]) == ["Price"]


def test_nan_is_no_confidence():
    text = written([entry(FIRST, "Noise")]).replace("0.9", "NaN")
    assert "between 0 and 1" in check_reply(text, BATCH).wrong[0]


def test_an_answer_that_is_there_twice_is_not_taken_over():
    reply = written([entry(FIRST, "Noise"), entry(FIRST, "Price"), entry(SECOND), entry(THIRD)])
    assert check_reply(reply, BATCH).wrong == {0: "it was there more than once"}


@pytest.mark.parametrize(
    "text",
    ["", "Noise", '{"answers": [', "[]", '{"answers": {}}', "null", "[" * 100_000],
    ids=["empty", "words", "cut off", "a list", "no list", "null", "deep"],
)
def test_what_is_no_reply_is_wrong_for_every_answer(text):
    checked = check_reply(text, BATCH)
    assert checked.advice == {}
    assert list(checked.wrong) == [0, 1, 2]


_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["a1", "Noise"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["answers", "id", "codes", "code", "evidence", "confidence", "sentiment"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(st.lists(_VALUES, max_size=4))
def test_whatever_comes_back_every_answer_is_accounted_for_once(entries):
    checked = check_reply(json.dumps({"answers": entries}), BATCH)
    assert sorted([*checked.advice, *checked.wrong]) == [0, 1, 2]
    for place, advice in checked.advice.items():
        for code in advice.codes:
            assert code.code in BATCH.answers[place].choices
            assert 0 <= code.start < code.end <= len(BATCH.answers[place].text)
            assert 0 <= code.confidence <= 1


def test_the_schema_allows_the_codes_of_the_codebook_and_no_others():
    code = reply_schema(BATCH)["properties"]["answers"]["items"]["properties"]["codes"]["items"]
    assert code["properties"]["code"]["enum"] == ["Price", "Noise", "Taste"]
    assert code["additionalProperties"] is False
