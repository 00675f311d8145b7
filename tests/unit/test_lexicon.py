"""Opinion words, emoji and negation."""

from importlib.resources import files

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from openends.engine import sentiment
from openends.engine.sentiment.lexicon import has_opinion_word, knows_survey_words, opinion

PRAISE = {
    "en": "good|great staff|I love it|friendly|delicious|easy to use|quick|GOOD|Reliable!",
    "es": "bueno|excelente|amable|genial|buena|buenos|bien|me encanta|me encantó|me gusta|limpio",
    "pt": "bom|excelente|simpático|bons|ótima|adoro|limpo|boas|rápida|recomendo",
    "fr": "bon|excellent|aimable|bonne|excellente|sympa|amusant|j'adore|J’adore|propre|ravi",
    "de": "gut|freundlich|lecker|zufrieden|gute|guter|toll|sauber|nützlich|großartig|hilfsbereit",
    "it": "delizioso|eccellente|gentile|buono|buona|buoni|ottimo|un'ottima|adoro|amo|comodo",
    "nl": "goed|vriendelijk|lekker|goede|makkelijk|leuk|prima|schoon|behulpzaam",
}
BLAME = {
    "en": "bad|terrible service|I hate it|rude|dirty|overpriced|slow|SLOW!|crashes|unreliable|loud",
    "es": "malo|terrible|caro|lento|sucio|mala|pésima|decepcionado|demasiado",
    "pt": "horrível|terrível|caro|lento|ruim|péssimo|odeio|decepcionado",
    "fr": "mauvais|terrible|cher|lent|mauvaise|nul|déteste|moche|déçu|sale",
    "de": "schlecht|schrecklich|teuer|langsam|schlechte|unfreundlich|schwierig|kompliziert|schlimm"
    "|unzuverlässig|scheiße|überteuert",
    "it": "cattivo|terribile|caro|lento|pessimo|scortese|peggiore|deludente",
    "nl": "slecht|vreselijk|duur|traag|slechte|langzaam|onvriendelijk|slechtste|verschrikkelijk",
}
TURNED = {
    "en": [
        ("good", "not good"), ("helpful", "never helpful"), ("good", "isn't good"),
        ("good", "not very good"), ("friendly", "without friendly staff"), ("good", "isn’t good"),
        ("bad", "not bad"), ("problem", "no problem"), ("easy", "don't find it easy"),
        ("good", "hasn't been good"), ("bad", "haven't had a bad"), ("good", "ain't good"),
        ("clean", "weren't clean"), ("good", "nothing good"), ("good", "havent been good"),
        ("friendly", "less friendly"), ("clean", "lack of clean"),
    ],
    "es": [
        ("bueno", "no es bueno"), ("amable", "nunca amable"), ("malo", "no es malo"),
        ("bueno", "nada bueno"), ("malo", "nada malo"), ("mal", "no está mal"),
        ("organizado", "mal organizado"),
    ],
    "pt": [("bom", "não é bom"), ("bom", "nada bom"), ("educados", "mal-educados")],
    "fr": [
        ("bon", "pas bon"), ("cher", "pas cher"), ("problèmes", "plus de problèmes"),
        ("attente", "plus d'attente"), ("aime", "je n'aime"), ("cher", "moins cher"),
        ("mal", "pas mal"), ("sympa", "manque de personnel sympa"),
    ],
    "de": [
        ("gut", "nicht gut"), ("teuer", "nicht teuer"), ("freundlich", "kein freundlich"),
        ("gut", "keineswegs gut"), ("probleme", "kaum Probleme"), ("gut", "nichts ist gut"),
    ],
    "it": [
        ("gentile", "non gentile"), ("caro", "non è caro"), ("buono", "niente di buono"),
        ("pulito", "poco pulito"),
    ],
    "nl": [("goed", "niet goed"), ("duur", "niet duur"), ("goed", "geenszins goed")],
    "pl": [("dobry", "nie dobry")],
    "sv": [("bra", "inte bra")],
}  # fmt: skip
#: Praise behind a negation that does not reach it.
NOT_TURNED = {
    "en": "No, great service|not cheap but good|not only good|no doubt good|couldn't be better"
    "|more or less good",
    "es": "No, buena comida|no es solo bueno|sin duda excelente|más o menos bueno",
    "pt": "não só bom|sem dúvida bom",
    "fr": "Non, bon service|pas seulement bon|au moins c'est propre|sans doute bon",
    "de": "Nein, gut|nicht nur gut|ohne Zweifel gut|nicht billig, gut",
    "it": "No, buono|non solo buono|senza dubbio buono",
    "nl": "Nee, goed|niet alleen goed|zonder twijfel goed",
}
TOPICS = {
    "en": "the price|quality|customer support|care|delivery|the pay|benefits|no|please",
    "es": "la calidad|el tiempo|la atención|el tipo|solo|importante",
    "pt": "a qualidade|a atenção|o pedido|a entrada|o equipamento|grande",
    "fr": "le prix|la qualité|plus|comme|l'attention|la direction|le corps",
    "de": "die Qualität|die Art|der Geschmack|die Leistung|das Krankenhaus|Kinder",
    "it": "la qualità|il genere|la causa|un dipendente|la doccia|l'attenzione",
    "nl": "de kwaliteit|als|zeer|waar|soort|de kosten|klaar",
}


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


@pytest.mark.parametrize(("language", "text"), cases(NOT_TURNED))
def test_a_negation_ends_at_a_mark_or_a_word_of_contrast(language, text):
    assert opinion(text, language) > 0


@pytest.mark.parametrize(
    ("language", "text"), [("pt", "no bom restaurante"), ("it", "ce ne sono di buoni")]
)
def test_a_negation_of_another_language_turns_nothing(language, text):
    assert opinion(text, language) > 0


@pytest.mark.parametrize(("language", "text"), cases(TOPICS))
def test_names_of_topics_and_small_words_are_no_opinions(language, text):
    assert opinion(text, language) == 0
    assert not has_opinion_word(text, language)


def test_a_lack_is_blame_and_turns_what_is_lacking():
    assert opinion("lack of parking", "en") < 0
    assert opinion("lack of clean rooms", "en") < opinion("lack of rooms", "en")


def test_emoji_are_never_turned():
    assert opinion("no problem 👍", "en") > opinion("no problem", "en")
    assert opinion("not good 👎", "en") < opinion("not good", "en")


@pytest.mark.parametrize("stars", ["⭐⭐⭐⭐⭐", "⭐️⭐️⭐️⭐️⭐️", "★★★★", "★★★★☆", "🌟🌟🌟🌟🌟"])
def test_four_stars_or_more_are_praise(stars):
    assert opinion(stars, "xx") > 0
    assert has_opinion_word(stars, "en")


@pytest.mark.parametrize("stars", ["★☆☆☆☆", "★★☆☆☆"])
def test_one_or_two_stars_of_more_are_blame(stars):
    assert opinion(stars, "xx") < 0


@pytest.mark.parametrize("stars", ["⭐", "⭐⭐⭐", "★★★☆☆", "☆"])
def test_other_rows_of_stars_say_nothing(stars):
    assert opinion(stars, "xx") == 0


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


def test_the_words_of_surveys_are_listed_once_with_a_score_each():
    listed = yaml.safe_load((files(sentiment) / "data" / "survey_words.yaml").read_bytes())
    for language, lists in listed.items():
        scored = [word for block in lists.get("scores", {}).values() for word in block.split()]
        assert len(scored) == len(set(scored)), language
        assert set(lists.get("scores", {})) <= set(range(-3, 4))
        assert knows_survey_words(language) is (language in PRAISE)


@given(st.text(), st.sampled_from(["en", "es", "de", "zh", "xx"]))
@settings(max_examples=100, deadline=None)
def test_a_text_with_an_opinion_has_an_opinion_word(text, language):
    assert opinion(text, language) == 0 or has_opinion_word(text, language)
