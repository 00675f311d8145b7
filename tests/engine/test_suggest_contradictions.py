"""Answers that were coded otherwise than others that say the same."""

import pytest
from suggestion_cases import coded, plain_rows

from openends.engine.refine.contradictions import assign_existing

SAME = ["expensive machine"] * 4
PLAIN = plain_rows()


def suggested(use, rows, **fields):
    return list(assign_existing(coded(use, [*PLAIN, *rows], **fields)))


@pytest.mark.parametrize(
    "text", ["expensive machine", "machine, expensive!", "expensve machine", "Expensive machine."]
)
def test_an_answer_with_the_same_words_gets_the_code_of_the_majority(use, text):
    rows = [*((same, ("Price",)) for same in SAME), (text, ("Noise",))]
    (found,) = suggested(use, rows)
    assert found.target_code == 1
    assert found.response_ids == (f"r{len(PLAIN) + len(SAME)}",)
    assert "Price" in found.rationale
    assert "4 people" in found.rationale


def test_answers_that_are_coded_alike_contradict_nobody(use):
    assert suggested(use, [(same, ("Price",)) for same in SAME]) == []


def test_where_opinions_are_even_nobody_is_right(use):
    rows = [(same, (name,)) for same, name in zip(SAME, ["Price", "Noise"] * 2, strict=True)]
    assert suggested(use, rows) == []


def test_what_a_person_settled_stays(use):
    rows = [*((same, ("Price",)) for same in SAME), (SAME[0], ("Noise",))]
    settled = [len(PLAIN) + len(SAME)]
    assert all(
        f"r{settled[0]}" not in one.response_ids for one in suggested(use, rows, settled=settled)
    )


def test_one_decision_of_a_person_outweighs_several_of_the_machine(use):
    rows = [*((same, ("Noise",)) for same in SAME), (SAME[0], ("Price",))]
    (found,) = suggested(use, rows, settled=[len(PLAIN) + len(SAME)])
    assert found.target_code == 1
    assert found.people == len(SAME)


def test_responses_that_lack_the_same_code_are_one_suggestion(use):
    rows = [
        *((same, ("Price",)) for same in SAME),
        *(("weak coffee today", ("Taste",)) for _ in range(4)),
        (SAME[0], ("Noise",)),
        (SAME[0], ()),
        ("weak coffee today", ("Price",)),
    ]
    found = {one.target_code: one.people for one in suggested(use, rows)}
    assert found == {1: 2, 3: 1}
