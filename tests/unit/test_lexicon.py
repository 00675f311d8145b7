"""Opinion words, emoji and negation."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openends.engine.sentiment.lexicon import has_opinion_word, opinion

PRAISE = {
    "en": "good|great staff|I love it|friendly|delicious|easy to use|quick|GOOD|Reliable!",
    "es": "bueno|excelente|amable|genial",
    "pt": "bom|excelente|simpático",
    "fr": "bon|excellent|aimable",
    "de": "gut|freundlich|lecker|zufrieden",
    "it": "delizioso|eccellente|gentile",
    "nl": "goed|vriendelijk|lekker",
}
BLAME = {
    "en": "bad|terrible service|I hate it|rude|dirty|overpriced|slow|SLOW!|crashes",
    "es": "malo|terrible|caro|lento|sucio",
    "pt": "horrível|terrível|caro|lento",
    "fr": "mauvais|terrible|cher|lent",
    "de": "schlecht|schrecklich|teuer|langsam",
    "it": "cattivo|terribile|caro|lento",
    "nl": "slecht|vreselijk|duur|traag",
}
TURNED = {
    "en": [
        ("good", "not good"), ("helpful", "never helpful"), ("good", "isn't good"),
        ("good", "not very good"), ("friendly", "without friendly staff"), ("good", "isn’t good"),
        ("bad", "not bad"), ("problem", "no problem"), ("easy", "don't find it easy"),
    ],
    "es": [("bueno", "no es bueno"), ("amable", "nunca amable"), ("malo", "no es malo")],
    "pt": [("bom", "não é bom")],
    "fr": [("bon", "pas bon"), ("cher", "pas cher")],
    "de": [("gut", "nicht gut"), ("teuer", "nicht teuer"), ("freundlich", "kein freundlich")],
    "it": [("gentile", "non gentile"), ("caro", "non è caro")],
    "nl": [("goed", "niet goed"), ("duur", "niet duur")],
}  # fmt: skip


def cases(table):
    return [
        pytest.param(language, text, id=f"{language}-{text}")
        for language, block in table.items()
        for text in block.split("|")
    ]


@pytest.mark.parametrize(("language", "text"), cases(PRAISE))
def test_words_of_praise_score_above_zero(language, text):
    assert opinion(text, language) > 0


@pytest.mark.parametrize(("language", "text"), cases(BLAME))
def test_words_of_blame_score_below_zero(language, text):
    assert opinion(text, language) < 0


@pytest.mark.parametrize(
    ("language", "plain", "negated"),
    [
        pytest.param(language, *pair, id=f"{language}-{pair[1]}")
        for language, pairs in TURNED.items()
        for pair in pairs
    ],
)
def test_a_negation_turns_the_opinion(language, plain, negated):
    assert opinion(plain, language) * opinion(negated, language) < 0


def test_a_turned_opinion_is_weaker_than_a_plain_one():
    assert abs(opinion("not good", "en")) < abs(opinion("good", "en"))


def test_a_negation_reaches_three_words_and_no_further():
    assert opinion("not at the good", "en") < 0
    assert opinion("not in this whole wide world good", "en") > 0


@pytest.mark.parametrize("emoji", ["👍", "😀", "❤️", "🎉", ":)", ":-)", ":D", "<3", ";)"])
def test_glad_emoji_score_above_zero_in_any_language(emoji):
    assert opinion(emoji, "xx") > 0
    assert has_opinion_word(f"ok {emoji}", "xx")


@pytest.mark.parametrize("emoji", ["👎", "😡", "😢", "💔", ":(", ":-(", ":/"])
def test_sad_emoji_score_below_zero_in_any_language(emoji):
    assert opinion(emoji, "xx") < 0
    assert has_opinion_word(f"ok {emoji}", "xx")


@pytest.mark.parametrize("text", ["", "the price", "delivery", "10 euros", "🚗", "?"])
def test_what_has_no_opinion_scores_zero(text):
    assert opinion(text, "en") == 0
    assert not has_opinion_word(text, "en")


def test_opinions_add_up():
    assert opinion("good food and rude staff", "en") == opinion("good", "en") + opinion(
        "rude", "en"
    )


def test_words_count_in_their_own_language_only():
    assert opinion("teuer", "de") < 0
    assert opinion("teuer", "en") == 0


@given(st.text(), st.sampled_from(["en", "es", "de", "zh", "xx"]))
@settings(max_examples=100, deadline=None)
def test_a_text_with_an_opinion_has_an_opinion_word(text, language):
    assert opinion(text, language) == 0 or has_opinion_word(text, language)
