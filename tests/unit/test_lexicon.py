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
    "pl": "dobry|świetna obsługa|polecam|smaczne|miła|zadowolona|szybko",
    "ru": "хорошо|отличный сервис|вкусно|недорого|нравится|вежливый|рекомендую",
    "tr": "iyi|çok lezzetliydi|memnunum|güzel|hızlı|temiz|tavsiye ederim",
    "ar": "جيد|رائع|لذيذ|ممتازة|نظيف|سريع",
    "zh": "很好|不错|服务员很热情|好吃|满意|推荐|方便",
    "ja": "良い|おいしかった|親切な店員|最高|満足しています|便利",
    "ko": "좋아요|맛있었어요|친절한 직원|최고|만족합니다|편리해요",
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
    "pl": "zły|okropna obsługa|drogo|brudno|niemiła|rozczarowany|słabe",
    "ru": "плохо|ужасный сервис|невкусно|дорого|грубый|грязно|разочарован",
    "tr": "kötü|çok pahalı|kirli|berbat|yavaş|soğuk|sıkıcı",
    "ar": "سيئ|غالي|قذر|بطيء|ممل|مقرف",
    "zh": "太贵|差|难吃|失望|服务员态度差|脏|很慢",
    "ja": "高い|まずい|遅い|最悪|汚い|不便|がっかりした",
    "ko": "나쁘다|비싸요|더러워요|느려요|불친절해요|최악|실망했어요",
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
    "pl": [("dobry", "nie dobry"), ("drogo", "nie jest drogo")],
    "ru": [("вкусно", "не очень вкусно"), ("дорого", "не дорого")],
    "tr": [("iyi", "iyi değil"), ("pahalı", "pahalı değil")],
    "ar": [("جيد", "ليس جيد"), ("سيئ", "ليس سيئ")],
    "zh": [("好吃", "不好吃"), ("贵", "一点也不贵")],
    "ja": [("高い", "高くない"), ("良い", "良くない")],
    "ko": [("좋아요", "좋지 않아요"), ("비싸요", "비싸지 않아요")],
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
    "pl": "cena|obsługa|jakość",
    "ru": "цена|обслуживание|качество",
    "tr": "fiyat|servis|kalite",
    "ar": "السعر|الخدمة|الطعام",
    "zh": "价格|服务|质量",
    "ja": "値段|サービス|料理",
    "ko": "가격|서비스|품질",
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


def test_a_negation_at_the_end_of_a_clause_turns_what_stands_before_it():
    assert opinion("gefällt mir nicht", "de") < 0
    assert opinion("gefällt mir nicht, gut", "de") > opinion("gefällt mir nicht", "de")
    assert opinion("schön und nicht teuer", "de") > opinion("schön", "de")


@pytest.mark.parametrize(
    ("language", "text"), [("tr", "hiç pahalı değil"), ("ko", "별로 좋지 않아요")]
)
def test_two_words_that_negate_together_turn_an_opinion_once(language, text):
    plain = {"tr": "pahalı", "ko": "좋지"}[language]
    assert opinion(text, language) * opinion(plain, language) < 0


def test_a_negation_behind_reaches_over_no_mark_and_no_emoji():
    assert opinion("güzel. değil", "tr") > 0
    assert opinion("👍 değil", "tr") > 0


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
