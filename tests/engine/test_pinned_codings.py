"""The coding of a question changes only where somebody means it to."""

import json

import pytest
from pinned_codings import PINNED, outcome, questions

import openends

#: Other processors round the last bits otherwise; 2 of 10,000 responses then lie across an edge.
ACROSS = 0.005


@pytest.fixture(scope="module")
def asked():
    return questions()


@pytest.mark.parametrize("name", json.loads(PINNED.read_text(encoding="utf-8")))
def test_every_response_is_coded_as_it_was_before(name, asked):
    before = json.loads(PINNED.read_text(encoding="utf-8"))[name]
    now = outcome(openends.code(**asked[name]))
    assert now["codes"] == before["codes"]
    assert now["confidence"] == pytest.approx(before["confidence"], abs=1e-3)
    pairs = zip(now["responses"], before["responses"], strict=True)
    assert sum(one != other for one, other in pairs) <= ACROSS * len(now["responses"])
