"""The plain form of a text: words in lower case without accents and marks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openends.engine.prepare.plain import plain


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don't KNOW!", "dont know"),
        ("don’t know", "dont know"),
        ("N/A", "n a"),
        ("  Não   sei. ", "nao sei"),
        ("Weiß nicht", "weiss nicht"),
        ("¡NINGUNA!", "ninguna"),
        ("snake_case", "snake case"),
        ("???", ""),
        ("", ""),
        ("Ingen — alls", "ingen alls"),
        ("ＦＵＬＬ", "full"),
    ],
)
def test_case_accents_and_marks_are_folded(text, words):
    assert plain(text) == words


@given(st.text())
@settings(max_examples=200)
def test_plain_words_are_plain(text):
    words = plain(text)
    assert words == " ".join(words.split())
    assert "_" not in words
    assert all(char.isalnum() or char == " " or not char.isascii() for char in words)
