"""The tone of plain sentences is told right with the encoder that answers are read with."""

from dataclasses import replace

import numpy as np
import pytest

import openends
from openends.domain.codebook import Code, Codebook, Rule, RuleKind
from openends.domain.coding import Sentiment
from openends.domain.response import ResponseStatus
from openends.engine.prepare.clauses import split_clauses
from openends.engine.sentiment.joints import parted_by_but, with_shared_judgements
from openends.engine.sentiment.question import asked_tone
from openends.engine.sentiment.tone import tones
from openends.engine.sentiment.verdict import mention_sentiment, response_sentiment

PRAISE = {
    "en": """
        The waiter was lovely|I really enjoyed my stay|Good value|What a wonderful place
        Everything arrived on time|They haven't let me down yet|There weren't any problems
        Very intuitive app|The nurses were so kind|Nothing bad to say about it""",
    "es": """
        La comida estaba muy buena|Me encantó el hotel|Me gusta mucho|Muy limpio y ordenado
        Los camareros son simpáticos|Buena atención|Funciona de maravilla|Estoy encantada
        Nada malo que decir|Es cómodo y fácil de usar""",
    "pt": """
        Os pratos são muito bons|Adorei o hotel|Gosto muito|Tudo limpo e organizado
        A equipe é atenciosa|Ótima localização|Funciona muito bem|Estou contente com a compra
        Sem problemas até agora|Atendimento rápido""",
    "fr": """
        Très bonne ambiance|J'ai adoré mon séjour|Vendeuse sympa|C'est bien propre
        Les plats sont excellents|Plus de problèmes depuis la mise à jour|Je suis ravie
        Rapide et efficace|Rien à redire, c'est super|Une équipe très agréable""",
    "de": """
        Die Bedienung war sehr nett|Das Essen war gut|Tolle Lage|Alles sauber und ordentlich
        Hilfsbereite Mitarbeiter|Hat mir sehr gefallen|Kaum Wartezeit, super|Sehr nützlich
        Ich bin begeistert|Keineswegs teuer""",
    "it": """
        Il cibo era buono|Ottima posizione|Mi è piaciuto molto|Tutto pulito e ordinato
        Camerieri cortesi|Amo questo prodotto|Funziona bene|Sono contenta dell'acquisto
        Comodo e veloce|Niente di brutto da dire""",
    "nl": """
        Het eten was goed|Mooie locatie|Leuke sfeer|Alles was schoon en netjes
        Behulpzame medewerkers|Prima service|Makkelijk in gebruik|Ik ben er blij mee
        Geenszins duur|Zeer aangenaam verblijf""",
}
BLAME = {
    "en": """
        The waiter was horrible|I hated my stay|Poor value|What a dreadful place
        It hasn't been good|It ain't good|The rooms weren't clean|Unreliable
        The app keeps freezing|Nothing good about it""",
    "es": """
        La comida estaba muy mala|Odio este hotel|No me gusta nada|Todo estaba sucio
        Los camareros son antipáticos|Mala atención|Nunca funciona|Estoy decepcionada
        Nada bueno que decir|Es incómodo y difícil de usar""",
    "pt": """
        A comida é ruim|Odeio este hotel|Não gosto nada|Tudo sujo e desorganizado
        Funcionários mal-educados|Péssima localização|Nunca funciona|Estou decepcionado com a compra
        Nada bom para dizer|Atendimento demorado""",
    "fr": """
        Mauvaise ambiance|J'ai détesté mon séjour|Vendeuse impolie|C'est très sale
        Les plats sont dégoûtants|C'est nul|Je suis déçue|Lent et inefficace
        Rien de bon|Je n'aime pas du tout""",
    "de": """
        Die Bedienung war unhöflich|Das Essen war schlecht|Miese Lage|Alles dreckig
        Unfreundliche Mitarbeiter|Hat mir nicht gefallen|Viel zu kompliziert|Völlig nutzlos
        Ich bin genervt|Keineswegs gut""",
    "it": """
        Il cibo era cattivo|Pessima posizione|Non mi è piaciuto|Tutto sporco
        Camerieri scortesi|Odio questo prodotto|Non funziona mai|Sono delusa dell'acquisto
        Scomodo e lento|Niente di buono da dire""",
    "nl": """
        Het eten was slecht|Lelijke locatie|Saaie sfeer|Alles was vies
        Onbeleefde medewerkers|Slechte service|Veel te ingewikkeld|Ik ben er niet blij mee
        Geenszins goed|De slechtste winkel""",
}
TOPICS = {
    "en": "price|the staff|quality|the food|delivery time|opening hours",
    "es": "el precio|el personal|la calidad|la comida|el tiempo|la atención",
    "pt": "o preço|os funcionários|a qualidade|a comida|o atendimento|a localização",
    "fr": "le prix|le personnel|la qualité|la nourriture|les délais|l'accueil",
    "de": "der Preis|das Personal|die Qualität|das Essen|Öffnungszeiten|der Service",
    "it": "il prezzo|il personale|la qualità|il cibo|la varietà|il servizio",
    "nl": "de prijs|het personeel|de kwaliteit|het eten|openingstijden|de service",
}
DISAGREEING = {
    "en": "great coffee but far too loud",
    "es": "muy buen café pero demasiado caro",
    "pt": "ótimo café mas muito caro",
    "fr": "très bon café mais beaucoup trop cher",
    "de": "sehr guter Kaffee, aber viel zu laut",
    "it": "ottimo caffè ma troppo caro",
    "nl": "heerlijke koffie maar veel te duur",
    "pl": "pyszna kawa, ale za drogo",
    "ru": "отличный кофе, но слишком дорого",
    "tr": "kahve harika, ama çok pahalı",
    "zh": "咖啡很好喝，但是太贵了",
}
NEGATED_BLAME = {
    "en": "not bad|not expensive at all|never any problems|no complaints|nothing wrong with it",
    "es": "no está mal|no es caro|nunca hay problemas",
    "pt": "nada mau|não é caro|nunca tive problemas",
    "fr": "pas mal|pas cher du tout|jamais de problème",
    "de": "nicht schlecht|gar nicht teuer|nie Probleme",
    "it": "niente male|non è caro|mai un problema",
    "nl": "niet slecht|helemaal niet duur|nooit problemen",
    "pl": "nie jest źle|nie jest drogo",
    "ru": "неплохо|совсем не дорого",
    "tr": "fena değil|hiç pahalı değil",
    "zh": "不错|不贵",
    "ja": "悪くない|高くない",
    "ko": "나쁘지 않아요|비싸지 않아요",
}
NEGATED_PRAISE = {
    "en": "not good|not helpful at all|never on time|I don't like it|not worth the money",
    "es": "no es bueno|nunca puntual|no me gusta",
    "pt": "não é bom|nunca pontual|não gosto",
    "fr": "pas bon|jamais à l'heure|je n'aime pas",
    "de": "nicht gut|nie pünktlich|gefällt mir nicht",
    "it": "non è buono|mai puntuale|non mi piace",
    "nl": "niet goed|nooit op tijd|ik vind het niet leuk",
    "pl": "niedobre|nie polecam",
    "ru": "не вкусно|не рекомендую",
    "tr": "iyi değil|tavsiye etmem",
    "zh": "不好吃|不推荐",
    "ja": "良くない|おすすめできない",
    "ko": "좋지 않아요|추천하지 않아요",
}
ASKED = {
    "en": ("What did you like most?", "What did you dislike?", "the price"),
    "es": ("¿Qué es lo que más le gusta?", "¿Qué no le gustó?", "el precio"),
    "pt": ("Do que você mais gosta?", "O que devemos melhorar?", "o preço"),
    "fr": ("Qu'avez-vous aimé ?", "Que faut-il améliorer ?", "le prix"),
    "de": ("Was hat Ihnen gefallen?", "Was sollte besser werden?", "der Preis"),
    "it": ("Cosa le è piaciuto?", "Cosa possiamo migliorare?", "il prezzo"),
    "nl": ("Wat vindt u het leukst?", "Wat kunnen wij verbeteren?", "de prijs"),
    "pl": ("Co się podobało?", "Co poprawić?", "cena"),
    "ru": ("Что вам понравилось?", "Что улучшить?", "цена"),
    "tr": ("Neyi beğendiniz?", "Neyi geliştirmeliyiz?", "fiyat"),
    "zh": ("您喜欢什么？", "需要改进什么？", "价格"),
    "ja": ("良かった点は？", "改善してほしい点は？", "値段"),
    "ko": ("좋았던 점은?", "개선할 점은?", "가격"),
    "ar": ("ما الذي أعجبك؟", "ما الذي يجب تحسينه؟", "السعر"),
}


#: What the encoder reads the wrong way whatever the words are: it overlooks the negation.
MISREAD = {"They haven't let me down yet"}


def cases(table):
    sentences = [
        (language, sentence.strip())
        for language, block in table.items()
        for sentence in block.strip().replace("\n", "|").split("|")
    ]
    return [
        pytest.param(
            language,
            sentence,
            id=f"{language}-{sentence}",
            marks=pytest.mark.xfail(reason="the encoder's limit") if sentence in MISREAD else (),
        )
        for language, sentence in sentences
    ]


@pytest.fixture
def told(use):
    """Return the sentiments of a text: of a mention in its first clause, and of the response."""

    def tell(text, language, question=""):
        clauses = split_clauses(text, language)
        texts = [text, *(clause.text for clause in clauses)]
        vectors = {"use": use.encode(texts)}
        rows = tones(texts, vectors, [language] * len(texts), asked_tone(question))
        told = with_shared_judgements(text, clauses, rows[1:], language)
        but = parted_by_but(text, clauses, language)
        return mention_sentiment(told[0], rows[0]), response_sentiment(told, rows[0], but=but)

    return tell


@pytest.mark.parametrize(("language", "text"), cases(PRAISE))
def test_praise_is_positive(told, language, text):
    assert told(text, language) == (Sentiment.POSITIVE, Sentiment.POSITIVE)


@pytest.mark.parametrize(("language", "text"), cases(BLAME))
def test_blame_is_negative(told, language, text):
    assert told(text, language) == (Sentiment.NEGATIVE, Sentiment.NEGATIVE)


@pytest.mark.parametrize(("language", "text"), cases(TOPICS))
def test_a_bare_topic_is_neutral(told, language, text):
    assert told(text, language) == (Sentiment.NEUTRAL, Sentiment.NEUTRAL)


@pytest.mark.parametrize(("language", "text"), cases(DISAGREEING))
def test_praise_and_blame_together_are_mixed(told, language, text):
    assert told(text, language) == (Sentiment.POSITIVE, Sentiment.MIXED)


@pytest.mark.parametrize(("language", "text"), cases(NEGATED_BLAME))
def test_negated_blame_is_praise(told, language, text):
    assert told(text, language) == (Sentiment.POSITIVE, Sentiment.POSITIVE)


@pytest.mark.parametrize(("language", "text"), cases(NEGATED_PRAISE))
def test_negated_praise_is_blame(told, language, text):
    assert told(text, language) == (Sentiment.NEGATIVE, Sentiment.NEGATIVE)


@pytest.mark.parametrize("language", ASKED)
def test_a_bare_topic_has_the_tone_that_the_question_asks_for(told, language):
    praise, blame, topic = ASKED[language]
    assert told(topic, language, praise) == (Sentiment.POSITIVE, Sentiment.POSITIVE)
    assert told(topic, language, blame) == (Sentiment.NEGATIVE, Sentiment.NEGATIVE)
    assert told(topic, language) == (Sentiment.NEUTRAL, Sentiment.NEUTRAL)


@pytest.mark.parametrize(
    ("text", "sentiment"),
    [
        ("faster delivery", Sentiment.NEGATIVE), ("more staff", Sentiment.NEGATIVE),
        ("the way orders are taken at the counter", Sentiment.NEGATIVE),
        ("everything was excellent, I love it", Sentiment.POSITIVE),
        ("I am very satisfied with everything", Sentiment.POSITIVE),
    ],
)  # fmt: skip
def test_a_question_for_blame_turns_what_takes_no_side_and_leaves_clear_praise(
    told, text, sentiment
):
    assert told(text, "en", "What should be improved?")[1] is sentiment


def test_clear_blame_stays_blame_where_a_question_asks_for_praise(told):
    assert told("I hated it, awful service", "en", "What did you like?")[1] is Sentiment.NEGATIVE


@pytest.mark.parametrize(
    ("language", "text", "first"),
    [
        ("en", "the food and service were awful", Sentiment.NEGATIVE),
        ("en", "the food and service were excellent", Sentiment.POSITIVE),
        ("de", "das Essen und der Service waren furchtbar", Sentiment.NEGATIVE),
        ("en", "the food, the service was awful", Sentiment.NEUTRAL),
        ("en", "the food but the service was awful", Sentiment.NEUTRAL),
    ],
)
def test_a_judgement_covers_the_topics_that_are_joined_to_it(use, language, text, first):
    clauses = split_clauses(text, language)
    texts = [clause.text for clause in clauses]
    rows = tones(texts, {"use": use.encode(texts)}, [language] * len(texts))
    told = with_shared_judgements(text, clauses, rows, language)
    assert mention_sentiment(told[0], told[0]) is first


@pytest.mark.parametrize("language", ["en", "de", "xx"])
@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("👍", Sentiment.POSITIVE), ("⭐⭐⭐⭐⭐", Sentiment.POSITIVE), (":-)", Sentiment.POSITIVE),
        ("👎", Sentiment.NEGATIVE), ("★☆☆☆☆", Sentiment.NEGATIVE), (":-(", Sentiment.NEGATIVE),
    ],
)  # fmt: skip
def test_emoji_and_stars_take_a_side_in_any_language(told, language, text, side):
    assert told(text, language) == (side, side)


def test_tones_are_probabilities(use):
    texts = ["great", "awful", "price", ""]
    told = tones(texts, {"use": use.encode(texts)}, ["en"] * 4)
    assert told.shape == (4, 3)
    assert np.allclose(told.sum(axis=1), 1, atol=1e-5)


def test_each_mention_has_the_tone_of_its_own_clause():
    codes = tuple(
        Code(name=name, number=number, rules=(Rule(kind=RuleKind.PHRASE, pattern=words),))
        for number, (name, words) in enumerate([("Coffee", "coffee"), ("Noise", "loud")], start=1)
    )
    result = openends.code(["great coffee but far too loud"], codebook=Codebook(codes=codes))
    (coding,) = result.codings
    assert {mention.code.name: mention.sentiment for mention in coding.mentions} == {
        "Coffee": Sentiment.POSITIVE,
        "Noise": Sentiment.NEGATIVE,
    }
    assert coding.sentiment is Sentiment.MIXED


@pytest.mark.parametrize(
    ("text", "status", "sentiment"),
    [
        ("", ResponseStatus.NO_ANSWER, None),
        ("asdfgh", ResponseStatus.JUNK, None),
        ("!!!", ResponseStatus.JUNK, None),
        ("don't know", ResponseStatus.NONE, Sentiment.NEUTRAL),
    ],
)
def test_where_nothing_meaningful_was_written_there_is_no_sentiment(text, status, sentiment):
    result = openends.code(["far too loud", text], codebook=["Noise", "Price"])
    assert (result.codings[1].status, result.codings[1].sentiment) == (status, sentiment)


def test_the_question_reaches_the_tone_of_mentions_and_responses():
    def tone(question):
        result = openends.code(["price", "the coffee"], codebook=["Price"], question=question)
        coding = result.codings[0]
        return coding.sentiment, coding.mentions[0].sentiment

    assert tone("What do you like about us?") == (Sentiment.POSITIVE, Sentiment.POSITIVE)
    assert tone("What should we improve?") == (Sentiment.NEGATIVE, Sentiment.NEGATIVE)
    assert tone("What do you think of us?") == (Sentiment.NEUTRAL, Sentiment.NEUTRAL)


def test_a_code_whose_tone_is_fixed_gives_it_to_all_its_mentions_and_to_no_other():
    price, staff = (
        Code(name=word, number=number, rules=(Rule(kind=RuleKind.PHRASE, pattern=word),))
        for number, word in enumerate(["price", "staff"], start=1)
    )
    codes = Codebook(codes=(replace(price, sentiment=Sentiment.NEUTRAL), staff))
    texts = ["awful price", "wonderful staff but an awful price"]
    alone, both = openends.code(texts, codebook=codes).codings
    # Who says only this says it in this tone.
    assert (alone.mentions[0].sentiment, alone.sentiment) == (Sentiment.NEUTRAL,) * 2
    assert {each.code.name: each.sentiment for each in both.mentions} == {
        "price": Sentiment.NEUTRAL,
        "staff": Sentiment.POSITIVE,
    }


def test_an_answer_of_one_point_has_the_tone_of_its_mention():
    texts = ["the coffee tastes great", "we sat at the bar by the window", "far too loud"]
    for coding in openends.code(texts, codebook=["Coffee", "Noise"]).codings:
        if len(coding.mentions) == 1:
            assert coding.mentions[0].sentiment is coding.sentiment
