"""Whether a question asks for praise or for blame."""

import pytest

from openends.domain.coding import Sentiment
from openends.engine.sentiment.question import asked_tone

PRAISE = {
    "en": "What do you like most?|What did you enjoy about your stay?|What went well?"
    "|What made you happy in the last 24 hours?|What are the strengths of our team?"
    "|WHAT DID YOU LIKE ABOUT IT",
    "de": "Was gefällt Ihnen am besten?|Was hat Ihnen gefallen?|Was mögen Sie an uns?",
    "fr": "Qu'avez-vous aimé ?|Qu’est-ce qui vous plaît le plus ?|Quels sont les points forts ?",
    "es": "¿Qué es lo que más le gusta?|¿Qué le gustó?|¿Cuáles son las ventajas?",
    "it": "Cosa le piace di più?|Cosa ti è piaciuto?|Quali sono i vantaggi?",
    "pt": "O que você mais gosta?|Do que gostou?|Quais são os pontos fortes?",
    "nl": "Wat vindt u het leukst?|Wat bevalt u het meest?|Wat zijn de voordelen?",
    "pl": "Co podoba się Państwu najbardziej?|Za co nas lubisz?",
    "ru": "Что вам больше всего нравится?|Что вам понравилось?",
    "tr": "En çok neyi beğendiniz?|Neyi seviyorsunuz?",
    "zh": "您最喜欢什么？|您对哪些方面满意？",
    "ja": "一番気に入った点は何ですか|良かった点を教えてください",
    "ko": "가장 좋았던 점은 무엇입니까?|장점은 무엇입니까?",
    "ar": "ما الذي يعجبك أكثر؟|ما هي المزايا؟",
}
BLAME = {
    "en": "What did you dislike?|What should be improved?|What do you like least about it?"
    "|What don't you like?|What could we do better?|What would you change?|Any complaints?"
    "|What would you like to see improved?|Why are you not satisfied?"
    "|What is the most important problem facing the country?",
    "de": "Was hat Ihnen nicht gefallen?|Was sollte verbessert werden?|Was stört Sie?"
    "|Was gefällt Ihnen am wenigsten?|Was können wir besser machen?",
    "fr": "Que devrions-nous améliorer ?|Qu'est-ce qui vous a le moins plu ?"
    "|Qu’est-ce que vous n’avez pas aimé ?",
    "es": "¿Qué se debería mejorar?|¿Qué no le gustó?|¿Qué cambiaría?|¿Qué le gusta menos?",
    "it": "Cosa dovremmo migliorare?|Cosa non le è piaciuto?|Cosa le piace di meno?",
    "pt": "O que devemos melhorar?|Do que não gostou?|O que mudaria?",
    "nl": "Wat kan er beter?|Wat beviel u niet?|Wat kunnen wij verbeteren?",
    "pl": "Co należy poprawić?|Co się nie podobało?",
    "ru": "Что следует улучшить?|Что вам не понравилось?",
    "tr": "Neyi geliştirmeliyiz?|Neyi beğenmediniz?",
    "zh": "哪些方面需要改进？|您不喜欢什么？",
    "ja": "改善すべき点は？|不満な点は何ですか",
    "ko": "무엇을 개선해야 할까요?|불만족스러운 점은 무엇입니까?",
    "ar": "ما الذي يجب تحسينه؟|ما الذي لم يعجبك؟",
}
NEITHER = {
    "en": "|Why?|What do you think about our app?|Which brands do you know?"
    "|How satisfied are you with us? Why?|What would you like to add?|Any other comments?"
    "|How likely are you to recommend us?|Why did you give this score?|Restaurant review",
    "de": "Wie zufrieden sind Sie?|Welche Marken kennen Sie?|Was haben Sie bestellt?"
    "|Haben Sie Freunde hier?",
    "fr": "Que pensez-vous de nous ?|Dans quelle mesure êtes-vous satisfait ?",
    "es": "¿Qué opina?|¿Qué le gustaría añadir?",
}
BOTH = {
    "en": "What do you like and dislike about it?|What are its strengths and weaknesses?"
    "|What did you enjoy, and what was disappointing?",
    "de": "Was hat Ihnen gut gefallen und was nicht?|Was sind die Vor- und Nachteile?",
    "fr": "Quels sont les avantages et inconvénients ?",
    "zh": "它有哪些优缺点？",
}


def cases(table):
    return [
        pytest.param(question, id=f"{language}-{question}")
        for language, block in table.items()
        for question in block.split("|")
    ]


@pytest.mark.parametrize("question", cases(PRAISE))
def test_a_question_about_what_is_liked_asks_for_praise(question):
    assert asked_tone(question) is Sentiment.POSITIVE


@pytest.mark.parametrize("question", cases(BLAME))
def test_a_question_about_what_is_disliked_or_to_improve_asks_for_blame(question):
    assert asked_tone(question) is Sentiment.NEGATIVE


@pytest.mark.parametrize("question", cases(NEITHER))
def test_an_open_question_asks_for_neither(question):
    assert asked_tone(question) is Sentiment.NEUTRAL


@pytest.mark.parametrize("question", cases(BOTH))
def test_a_question_about_both_sides_asks_for_neither(question):
    assert asked_tone(question) is Sentiment.NEUTRAL
