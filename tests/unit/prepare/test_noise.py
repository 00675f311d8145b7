"""Keyboard noise, lone letters, bare numbers and marks are junk."""

import pytest

from openends.domain.response import ResponseStatus
from openends.engine.prepare.set_aside import set_aside

KEYBOARD = """asdf|ASDF|asdfgh|asdasd|asd|qwer|qwertzuiop|dfghjk|sdfsdf|fghfghfgh|jkljkl|zxcvbn|
    yxcvb|poiuyt|lkjhgf|kjhgfd asdf|azertyuiop|hjkl hjkl|xcvxcv|dsfkjhgk|bcdfghk|vbnvbnm"""
REPEATED = "aaa|aaaa|xxx|XXXX|zzzzzz|hahaha|lalala|blabla|bla bla bla|blah blah|testtest|abcabc"
FILLED_IN = "test|Test|testing|test test|lorem ipsum|asdf 123|xxx 5"
LONE = "a|X|q|é|z.|1|0|42|123456|3.5|1, 2, 3|12 34|-5"
MARKS = ".|...|?|???|!|!!!|*|***|()|&|@#$|,,,|…|©|®|°|§§|_|'"


def listed(block):
    return [phrase.strip() for phrase in block.split("|")]


@pytest.mark.parametrize("answer", listed(KEYBOARD))
def test_neighbouring_keys_are_junk(answer):
    assert set_aside(answer) is ResponseStatus.JUNK


@pytest.mark.parametrize("answer", listed(REPEATED))
def test_repeated_syllables_and_letters_are_junk(answer):
    assert set_aside(answer) is ResponseStatus.JUNK


@pytest.mark.parametrize("answer", listed(FILLED_IN))
def test_trial_entries_are_junk(answer):
    assert set_aside(answer) is ResponseStatus.JUNK


@pytest.mark.parametrize("answer", listed(LONE))
def test_lone_letters_and_bare_numbers_are_junk(answer):
    assert set_aside(answer) is ResponseStatus.JUNK


@pytest.mark.parametrize("answer", listed(MARKS))
def test_marks_without_words_are_junk(answer):
    assert set_aside(answer) is ResponseStatus.JUNK


@pytest.mark.parametrize(
    "answer", ["asdf good price", "test drive", "the aaa battery", "hahaha so cheap", "x factor"]
)
def test_noise_beside_words_is_a_real_answer(answer):
    assert set_aside(answer) is None
