"""Intervals hold the truth as often as they claim: simulated studies of two coders."""

import numpy as np
import pytest

from openends.engine.reliability.alpha import jaccard_distance, masi_distance
from openends.engine.reliability.two_coders import compare_coders

pytestmark = pytest.mark.slow

STUDIES = 300
RESPONSES = 200
#: Pairs of codings that two coders give a response, and how often.
PAIRS = [
    ("A", "A"), ("B", "B"), ("AB", "AB"), ("", ""), ("A", "B"), ("A", "AB"), ("AB", "B"), ("", "A"),
    ("B", ""),
]  # fmt: skip
SHARES = np.array([0.30, 0.22, 0.12, 0.10, 0.06, 0.07, 0.06, 0.04, 0.03])


def true_alpha(distance):
    """Return alpha in the population that the studies are drawn from."""
    sets = [[frozenset(one), frozenset(two)] for one, two in PAIRS]

    def apart(one, two):
        sizes = [np.array(float(n)) for n in (len(one & two), len(one), len(two))]
        return float(distance(*sizes))

    observed = sum(share * apart(*pair) for share, pair in zip(SHARES, sets, strict=True))
    values = [(one, share / 2) for share, pair in zip(SHARES, sets, strict=True) for one in pair]
    expected = sum(p * q * apart(one, two) for one, p in values for two, q in values)
    return 1 - observed / expected


def true_kappa(code):
    first = sum(share for share, (one, _) in zip(SHARES, PAIRS, strict=True) if code in one)
    second = sum(share for share, (_, two) in zip(SHARES, PAIRS, strict=True) if code in two)
    alike = sum(
        share
        for share, (one, two) in zip(SHARES, PAIRS, strict=True)
        if (code in one) == (code in two)
    )
    chance = first * second + (1 - first) * (1 - second)
    return (alike - chance) / (1 - chance)


def test_intervals_of_alpha_and_kappa_hold_the_truth_in_nine_of_ten_studies_or_more():
    truth = {
        "jaccard": true_alpha(jaccard_distance),
        "masi": true_alpha(masi_distance),
        "A": true_kappa("A"),
        "B": true_kappa("B"),
    }
    held = dict.fromkeys(truth, 0)
    chance = np.random.default_rng(11)
    for study in range(STUDIES):
        drawn = chance.choice(len(PAIRS), size=RESPONSES, p=SHARES)
        first = [frozenset(PAIRS[at][0]) for at in drawn]
        second = [frozenset(PAIRS[at][1]) for at in drawn]
        found = compare_coders(first, second, seed=study)
        figures = {code.code: code.kappa for code in found.codes}
        figures |= {"jaccard": found.alpha_jaccard, "masi": found.alpha_masi}
        for name, value in truth.items():
            held[name] += figures[name].low <= value <= figures[name].high
    assert {name: 0.90 <= count / STUDIES <= 0.98 for name, count in held.items()} == dict.fromkeys(
        truth, True
    ), held
