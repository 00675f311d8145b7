"""How often an answer decides a significance letter in simulated reviews, and what is reckoned."""

import numpy as np
import pytest
from review_codings import CODEBOOK, MOOD, STAFF, many

from openends.engine.review import letters
from openends.engine.review.outstanding import find_outstanding
from openends.engine.tabulate.significance import differ

PEOPLE, DRAWS, STAFF_AT = 150, 5_000, 1


def test_the_chance_to_decide_a_letter_is_that_of_simulated_reviews(monkeypatch):
    # Answers are reviewed independently here, so nothing may err together.
    monkeypatch.setattr(letters, "TOGETHER", 0.0)
    codings, values = [], []
    for value, count in (("A", 70), ("B", 48)):
        codings += many(count, f"{value} yes", {STAFF: 0.8})
        codings += many(PEOPLE - count, f"{value} no", {MOOD: 0.8})
        values += [value] * PEOPLE
    found = find_outstanding(CODEBOOK, codings)
    stake = letters.letters_at_stake(CODEBOOK, codings, found, values, "group")

    first_group = np.array([values[group[0]] == "A" for group in found.groups])
    coded = np.array([codings[group[0]].mentions[0].code is STAFF for group in found.groups])
    flips = found.turnover[:, STAFF_AT] * found.base / 100
    chance = np.random.default_rng(3)
    reviewed = coded ^ (chance.random((DRAWS, len(flips))) < flips)
    answer = int(np.flatnonzero(first_group & coded)[0])
    outcomes = []
    for has in (coded[answer], ~coded[answer]):
        reviewed[:, answer] = has
        ours, theirs = reviewed[:, first_group].sum(axis=1), reviewed[:, ~first_group].sum(axis=1)
        outcomes.append(
            [differ((a, PEOPLE), (b, PEOPLE)) for a, b in zip(ours, theirs, strict=True)]
        )
    decided = flips[answer] * np.mean(np.not_equal(*outcomes))
    assert stake.by_code[answer, STAFF_AT] == pytest.approx(decided, rel=0.2)
    assert stake.closest[STAFF_AT] == ("A", "B")
