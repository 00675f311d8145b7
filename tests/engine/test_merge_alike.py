"""Which candidates of a built codebook are one code."""

import numpy as np
import pytest

from openends.engine.induce.candidates import Candidates
from openends.engine.induce.merge import SAME, SAME_WORDS, merge_alike
from openends.engine.induce.phrases import Phrase

NOBODY = np.array([], dtype=np.intp)


def groups(names, cosine):
    """Return the groups of two phrases whose vectors have that cosine."""
    rows = np.array([[1, 0], [cosine, np.sqrt(1 - cosine**2)]], np.float32)
    phrases = tuple(Phrase(name, NOBODY, 0) for name in names)
    none = np.zeros(2, bool)
    candidates = Candidates((), phrases, rows, np.zeros((0, 2), np.float32), (), none)
    return merge_alike(candidates, [0, 1])


BETWEEN = (SAME + SAME_WORDS) / 2


def test_phrases_that_mean_the_same_are_one_code():
    assert groups(["noise", "racket"], SAME + 0.01) == [(0, 1)]
    assert groups(["noise", "racket"], BETWEEN) == [(0,), (1,)]


def test_a_phrase_within_another_need_not_mean_quite_the_same():
    assert groups(["wars", "war in Iraq"], BETWEEN) == [(0, 1)]


@pytest.mark.parametrize("names", [["TV", "PC"], ["TV", "noise"], ["味道", "服务"]])
def test_words_of_two_characters_are_no_part_of_every_name(names):
    assert groups(names, BETWEEN) == [(0,), (1,)]
