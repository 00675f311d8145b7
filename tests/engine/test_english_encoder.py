"""The English encoder: its word pieces, its vectors, and when it is taken."""

from importlib.resources import files

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tokenizers.implementations import BertWordPieceTokenizer

from openends.encoders import EnglishMiniLM, load_encoders
from openends.encoders.wordpiece import WordPieces

VOCABULARY = files("openends.encoders") / "minilm_vocabulary.txt"
TEXTS = [
    "the price is too high",
    "It costs far too much!",
    "Friendly staff, and the waiter smiled.",
    "",
    "naïve café №5 — £3.50",
    "price " * 3_000,
    "😀 \x00 ok",
]


@pytest.fixture(scope="module")
def encoder():
    return EnglishMiniLM()


@pytest.fixture(scope="module")
def pieces():
    return WordPieces(VOCABULARY.read_text("utf-8").split("\n"))


@pytest.fixture(scope="module")
def others_pieces():
    return BertWordPieceTokenizer(str(VOCABULARY), lowercase=True)


#: Latin, Greek and Cyrillic. The two know different editions of Unicode: of rarer scripts one knows
#: characters that the other does not.
COMMON = st.characters(max_codepoint=0x52F, exclude_categories=["Cn"], exclude_characters="[")


@given(st.text(COMMON, max_size=60))
@example("Don't! naïve ΑΣΣ İstanbul 中文字 한국어 ﬁne x" + "y" * 120)
@example("tab\tnew\nline no-break zero\u200bwidth \u2028 \x85 \ufffd")
@settings(max_examples=400, deadline=None)
def test_words_are_cut_as_the_model_learned_them(pieces, others_pieces, text):
    assert pieces.numbers(text, 10_000) == others_pieces.encode(text).ids


def test_a_text_cannot_write_the_models_own_marks(pieces):
    start, *inside, end = pieces.numbers("[SEP] [UNK] [CLS]", 100)
    assert not {start, end, *pieces.numbers("x" * 101, 100)[1:-1]} & set(inside)


def test_a_long_text_is_read_up_to_the_limit_and_still_ends(pieces):
    whole = pieces.numbers("price " * 50, 1_000)
    cut = pieces.numbers("price " * 50, 20)
    assert len(cut) == 20
    assert cut == [*whole[:19], whole[-1]]


def test_a_vector_does_not_depend_on_its_company(encoder):
    together = encoder.encode(TEXTS)
    assert together.shape == (len(TEXTS), 384)
    for text, row in zip(TEXTS, together, strict=True):
        np.testing.assert_array_equal(encoder.encode([text])[0], row)
    np.testing.assert_array_equal(encoder.encode(TEXTS[::-1]), together[::-1])
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1, rtol=1e-5)


def test_what_means_the_same_is_closer(encoder):
    price, cost, staff = encoder.encode(TEXTS[:3])
    assert price @ cost > price @ staff + 0.3


def test_nothing_to_read_gives_no_rows(encoder):
    assert encoder.encode([]).shape == (0, 384)


@pytest.mark.parametrize(
    ("quality", "languages", "names"),
    [
        ("fast", {"en"}, ["use"]),
        ("best", {"en"}, ["use", "minilm", "e5"]),
        ("best", {"en", "es"}, ["use", "e5"]),
        ("best", {"de"}, ["use", "e5"]),
        ("best", {"en", "sv"}, ["e5"]),
        ("fast", {"sv"}, ["e5"]),
    ],
)
def test_it_reads_along_where_all_is_in_english_and_time_is_given(quality, languages, names):
    assert [encoder.name for encoder in load_encoders(quality, languages)] == names
