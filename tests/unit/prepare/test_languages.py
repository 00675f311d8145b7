"""A question's languages are told from its answers; short answers get the main one."""

import pytest

from openends.engine.prepare.language import question_languages, tell_languages

ANSWERS = {
    "en": """The price is too high for what you get|Friendly staff and quick service|
        I like the taste of the coffee|Better parking would be nice|They never answer the phone|
        good|cheap|The app crashes all the time|Nice location near the station|quality|
        My order arrived late twice|More vegetarian options please|
        Customer service kept me waiting for an hour|great value|easy to use|
        It was clean and comfortable but a bit noisy at night|lower prices|Not enough staff""",
    "es": """El precio es demasiado alto|El personal es muy amable|Me gusta el sabor del café|
        Que abran más temprano los domingos|precio|calidad|La aplicación se cierra sola|
        Mejor atención al cliente|Llegó tarde mi pedido|buena|No contestan nunca al teléfono|
        Está cerca de mi casa y es barato|Más opciones vegetarianas por favor|muy caro|rapidez|
        Las colas son muy largas en las cajas|que bajen los precios|faltan tallas grandes""",
    "pt": """O preço é muito alto|Os funcionários são muito simpáticos|Gosto do sabor do café|
        Que abrissem mais cedo ao domingo|preço|qualidade|O aplicativo fecha sozinho|
        Melhor atendimento ao cliente|A minha encomenda chegou atrasada|bom|caro|
        Não atendem o telefone|Fica perto de casa e é barato|As filas são muito longas""",
    "fr": """Le prix est trop élevé|Le personnel est très aimable|J'aime le goût du café|
        Il faudrait plus de places de parking|prix|qualité|L'application plante sans arrêt|
        Un meilleur service après-vente|Ma commande est arrivée en retard|bien|trop cher|
        Ils ne répondent jamais au téléphone|C'est près de chez moi et pas cher""",
    "de": """Der Preis ist zu hoch|Das Personal ist sehr freundlich|Mir gefällt der Geschmack|
        Mehr Parkplätze wären schön|Preis|Qualität|Die App stürzt ständig ab|
        Bessere Beratung am Telefon|Meine Bestellung kam zu spät|gut|zu teuer|schnell|
        Die Schlangen an der Kasse sind zu lang|Es ist nah an meiner Wohnung und günstig""",
    "it": """Il prezzo è troppo alto|Il personale è molto gentile|Mi piace il gusto del caffè|
        Vorrei più posti auto|prezzo|qualità|L'applicazione si chiude da sola|
        Un servizio clienti migliore|Il mio ordine è arrivato in ritardo|buono|troppo caro|
        Non rispondono mai al telefono|È vicino a casa mia e costa poco""",
    "nl": """De prijs is te hoog|Het personeel is erg vriendelijk|Ik hou van de smaak van de koffie|
        Meer parkeerplaatsen zou fijn zijn|prijs|kwaliteit|De app loopt steeds vast|
        Betere klantenservice graag|Mijn bestelling kwam te laat|goed|te duur|
        Ze nemen nooit de telefoon op|Het is dicht bij huis en goedkoop""",
}


def answers(language):
    return [answer.strip() for answer in ANSWERS[language].split("|")]


@pytest.mark.parametrize("language", ANSWERS)
@pytest.mark.parametrize("times", [1, 20])
def test_a_question_in_one_language_has_that_one_language(language, times):
    assert question_languages(answers(language) * times) == (language,)


@pytest.mark.parametrize("language", ANSWERS)
def test_a_question_in_capitals_has_its_language(language):
    assert question_languages([answer.upper() for answer in answers(language)]) == (language,)


@pytest.mark.parametrize(
    "names",
    [
        ["Nike", "Adidas", "Puma", "Nike, Adidas", "Reebok and Puma", "adidas", "nike"],
        ["good", "bad", "ok", "cheap", "nice price"],
        ["👍", "10/10", "BMW"],
    ],
    ids=["brands", "words", "no words"],
)
def test_answers_too_short_to_tell_are_in_one_language(names):
    assert len(question_languages(names)) == 1


def test_a_question_without_answers_is_english():
    assert question_languages([]) == ("en",)


def test_a_mixture_of_languages_is_detected():
    mixture = answers("en") * 3 + answers("es") * 2 + answers("de")
    assert question_languages(mixture) == ("en", "es", "de")


def test_a_few_answers_in_another_language_among_many_are_a_slip():
    many = answers("en") * 30
    assert question_languages([*many, "Der Preis ist leider viel zu hoch gewesen"]) == ("en",)


@pytest.mark.parametrize("language", ["en", "es", "de"])
def test_longer_answers_are_told_among_the_languages_of_the_question(language):
    longer = [answer for answer in answers(language) if len(answer.split()) >= 5]
    assert set(tell_languages(longer, ("en", "es", "de"))) == {language}


def test_short_answers_get_the_main_language():
    assert tell_languages(["ok", "wifi", "app", "BMW", "super"], ("de", "en", "es")) == ["de"] * 5


def test_answers_in_another_script_are_told_however_short():
    assert tell_languages(["価格", "цена высокая"], ("en", "ja", "ru")) == ["ja", "ru"]


def test_no_answer_is_told_a_language_that_the_question_has_not():
    told = tell_languages(answers("fr") + answers("nl"), ("en", "es"))
    assert set(told) <= {"en", "es"}


def test_every_answer_has_the_one_language_of_a_question():
    assert tell_languages(answers("fr"), ("nl",)) == ["nl"] * len(answers("fr"))
