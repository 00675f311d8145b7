"""Real answers are never set aside, however short they are or however they begin."""

import pytest

from openends.engine.prepare.clean import clean
from openends.engine.prepare.set_aside import set_aside

REAL = {
    "en": """not enough sizes|Nothing beats the price|no complaints about staff|No complaints|
        Nobody answers the phone|none of the staff speak English|I don't know why it costs so much|
        No parking|not cheap|Not good|not well|no more ads|don't like the taste|
        Nothing works properly|no idea how to reset my password|forgot my password|Forgot|
        not honest|I can't remember my login and support was useless|nothing to do for kids|
        Never|yes|everything|All good|Price|cheap|sorry service|Uncertain|I don't care|
        Pass through security is slow|were|tree|power|property|liberty|puberty|Knightsbridge""",
    "es": """no tengo tiempo|nada mal|Nada bueno|No hay estacionamiento|no hay suficientes tallas|
        Nadie atiende el teléfono|ninguna queja del personal|No me gusta el sabor|
        No sé por qué es tan caro|nada caro|no funciona|sin azúcar|Sin gluten|paso mucho tiempo|
        No saben atender|Ninguna tienda cerca|nada como el precio|precio|caro|Todo|sí|muy bueno|
        pereza|destreza|sin plomo|no es limpio|No recuerdo haber comido mejor""",
    "pt": """não tenho tempo|nada mal|Nada bom|Não tem estacionamento|ninguém atende|
        nenhuma reclamação do atendimento|Não gosto do sabor|não sei usar o aplicativo|
        Nada funciona|sem açúcar|Sem glúten|não é caro|preço|Caro|tudo|sim|Clareza|pureza|presteza|
        passo muito tempo na fila|não há vagas|nada supera o preço|nenhuma loja perto""",
    "fr": """pas mal|Pas cher|pas assez de tailles|Rien ne fonctionne|rien de mieux que le prix|
        aucun problème avec le personnel|Je n'ai pas le temps|pas de parking|
        Je ne sais pas pourquoi c'est si cher|Personne ne répond au téléphone|sans sucre|
        Sans gluten|non remboursable|Prix|Cher|tout|oui|entrez|le bonbon|Bonbon|couscous|
        pas encore livré|rien à manger pour les enfants|sans intérêt""",
    "de": """preiswert|Preis-Leistung|Konzert|Hertz|Bewertung|nicht schlecht|Nicht teuer|
        nicht genug Größen|Nichts schlägt den Preis|keine Parkplätze|Keine Beschwerden|
        Keiner geht ans Telefon|ich habe keine Zeit|keine Ahnung vom Produkt haben die|
        Weiß nicht, warum es so teuer ist|ohne Zucker|nichts für Kinder|Rechtschreibung|
        Durchschnitt|Fortschritt|Deutschland|Nachtschicht|Durststrecke|Angstschweiß|Herbststurm|
        Preis|teuer|Alles|ja|Vergessen|unsicher|Kreuztreffen|Kein WLAN|nix geht""",
    "it": """niente male|Non ho tempo|non c'è parcheggio|Nessuno risponde al telefono|
        niente batte il prezzo|nessun problema con il personale|Non mi piace il gusto|
        Non so usare l'app|non è caro|senza zucchero|Senza glutine|non funziona niente|
        Prezzo|caro|tutto|sì|non pulito|nessuna taglia grande|passo troppo tempo in coda|
        Chiarezza|non abbastanza taglie""",
    "nl": """niet slecht|Niet duur|niet genoeg maten|Niets gaat boven de prijs|geen parkeerplaats|
        Geen klachten|Niemand neemt de telefoon op|ik heb geen tijd|
        Weet niet waarom het zo duur is|zonder suiker|geen wifi|niets voor kinderen|
        Prijs|duur|alles|ja|slecht|angstschreeuw|rechtschapen|nog niet geleverd|
        onzeker|geen idee hoe de app werkt|Echt lekker""",
}
SHORT = """BMW|HP|C&A|H&M|LG|AT&T|P & G|TomTom|Razer|KPMG|DHL|IBM|3M|O2|7up|CRM|HDMI|5G|4K|A+|C++|
    B +|24h|24/7|TV|PC|U.S.|U.K.|USB-C|HTTPS|XXL|WC|A/C|WLAN|NHS|Xbox|BBC|ADHS|GPS|SQL|R&D|Q&A"""
NUMBERS_WITH_UNITS = "10 euros|10€|€ 5|$5|50%|100 %|10 min|2 weeks|10/10|5 stars|5★|5*|#1|No. 1|20°"
NAMES = "Anna|Mr. Smith|José|Nguyen|Li|Wu|Ng|Tschschke|Krk|Schwarz|Szczepan|Đặng|李雷|Ольга"
FEELINGS = (
    "👍|👎👎|😀|❤️|🇪🇸|⭐⭐⭐⭐⭐|:)|:-(|:D|:P|;)|<3|^^|:'(|👍 10|!!! 😡|好|良い|좋아요|хорошо|ممتاز"
)


def listed(block):
    return [phrase.strip() for phrase in block.split("|")]


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(answer, id=f"{language}-{answer}")
        for language, block in REAL.items()
        for answer in listed(block)
    ],
)
def test_a_real_answer_is_kept(answer):
    assert set_aside(clean(answer).text) is None


@pytest.mark.parametrize("language", REAL)
def test_the_table_holds_enough_answers_to_trust_it(language):
    assert len(set(listed(REAL[language]))) >= 15


@pytest.mark.parametrize("answer", listed(SHORT))
def test_a_short_brand_or_abbreviation_is_kept(answer):
    assert set_aside(answer) is None


@pytest.mark.parametrize("answer", listed(NUMBERS_WITH_UNITS))
def test_a_number_with_a_unit_is_kept(answer):
    assert set_aside(answer) is None


@pytest.mark.parametrize("answer", listed(NAMES))
def test_a_name_is_kept(answer):
    assert set_aside(answer) is None


@pytest.mark.parametrize("answer", listed(FEELINGS))
def test_a_feeling_without_latin_words_is_kept(answer):
    assert set_aside(clean(answer).text) is None


def test_a_long_answer_is_kept_even_if_it_begins_like_none():
    assert set_aside("I don't know, " + "the queue was long and nobody helped " * 5) is None
