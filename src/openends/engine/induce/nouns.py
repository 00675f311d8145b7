"""Tell words that can name a code from verbs and adjectives, by the small words before them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

#: Words that stand before nouns: articles, possessives, quantities, prepositions.
_BEFORE_NOUNS = {
    "en": """the a an my your his her its our their this these those some any no more less much
    many of in on for with by from about lack better good bad poor great""",
    "es": """el la los las un una unos unas mi mis su sus tu este esta estos estas más menos mucho
    mucha muchos muchas de del en con por para sin falta""",
    "de": """der die das den dem des ein eine einen einem einer mein meine meinen ihre seine unsere
    diese dieser dieses mehr weniger viel viele kein keine von vom im in am für mit ohne zum zur
    beim""",
    "fr": """le la les l un une des du mon ma mes son sa ses notre nos votre vos leur leurs ce cette
    ces plus moins beaucoup de en pour avec sans par manque""",
    "pt": """o a os as um uma uns umas meu minha meus minhas seu sua este esta mais menos muito
    muita muitos muitas de do da dos das em no na com por para sem falta""",
    "it": """il lo la i gli le l un uno una mio mia suo sua questo questa più meno molto molta molti
    molte di del della dei delle in nel nella con per senza da""",
    "nl": """de het een mijn jouw zijn haar onze hun dit dat deze die meer minder veel weinig geen
    van in op voor met zonder door""",
}
#: Words that stand before verbs, adjectives and adverbs.
_BEFORE_OTHERS = {
    "en": """i you he she we they who it to not very too so really quite pretty as is are was were
    be been being am i'm he's she's it's you're they're can could will would should may might must
    do does did don't doesn't didn't cannot can't won't never always just also more most feel feels
    seem seems look looks get gets sounds i've""",
    "es": """yo tú él ella ellos que no muy tan es son está están era fue ser estar se me te lo nos
    puede pueden debe hay nunca siempre bastante demasiado""",
    "de": """ich du er sie es wir man nicht sehr zu so ganz ist sind war waren wird kann können muss
    soll sollte immer nie auch wirklich ziemlich""",
    "fr": """je tu il elle on nous vous ils qui ne n se me pas très trop si est sont était être peut
    doit toujours jamais bien assez c'est""",
    "pt": """eu ele ela nós eles que não muito tão é são está estão era foi ser estar se me pode
    deve nunca sempre bastante""",
    "it": """io lui lei noi loro che non molto così è sono era essere si mi ti può deve sempre mai
    troppo abbastanza""",
    "nl": """ik jij je hij zij ze wij we niet zeer heel erg te zo is zijn was waren wordt kan kunnen
    moet moeten altijd nooit ook best""",
}
#: Nouns that say nothing alone: "time" and "side" name a code only with another word.
_VAGUE = {
    "en": """time times place places side sides view views opinion opinions idea ideas issue issues
    point points matter matters reason reasons fact facts example examples amount amounts number
    numbers level levels form forms rest case cases position area areas item items object detail
    details situation position option options purpose end ends nature topic topics use moment self
    everyone everything nothing anything others stance concept sense factor factors aspects""",
    "es": """tiempo lugar lugares lado punto puntos idea ideas tema temas asunto motivo razón
    razones hecho ejemplo cantidad número nivel detalle detalles situación aspecto
    aspectos opinión""",
    "de": """zeit ort seite seiten punkt punkte idee ideen thema themen grund gründe tatsache
    beispiel menge anzahl stufe fall fälle lage detail details meinung bereich bereiche""",
    "fr": """temps lieu endroit côté idée idées sujet sujets raison raisons exemple quantité niveau
    détail détails situation avis aspect aspects domaine""",
    "pt": """tempo lugar lugares lado ponto pontos ideia ideias tema assunto motivo razão fato
    exemplo quantidade número nível detalhe detalhes situação aspecto opinião""",
    "it": """tempo luogo lato punto punti idea idee tema argomento motivo ragione esempio quantità
    numero livello dettaglio dettagli situazione aspetto opinione""",
    "nl": """tijd plaats kant kanten punt punten idee ideeën onderwerp reden redenen feit voorbeeld
    hoeveelheid aantal niveau geval detail details situatie mening gebied""",
}


#: Endings of English adverbs and participles.
_ENDING = re.compile(r"..(?:ly|[^e]ed)$|...ing$")
#: English nouns that end like adverbs and participles.
_NOUNS = frozenset(
    """advertising anomaly assembly banking bedding beginning belly billing boarding booking
    branding breathing bring budgeting building bully camping catering ceiling cleaning
    clothing coaching coding cooking counseling counselling cycling dancing darling
    decorating dining drawing dressing drinking driving earning earnings embed evening
    family farming feeling fencing filming finding findings fishing flooring funding gaming
    gardening gathering grading greeting grooming hatred hearing heating hiking hiring
    housekeeping housing hunting icing italy jelly july king landing laundering learning
    lending lighting listing living loading lodging manufacturing marketing meaning meeting
    meetings mentoring messaging mining monopoly morning networking nursing offering
    onboarding opening ordering outing packaging packing painting parenting parking planning
    policing pricing printing processing programming pudding racing rally rating ratings
    reading recording recruiting recycling reply reporting ring roaming roofing running
    sailing saving savings scheduling schooling seabed seasoning seating setting settings
    sewing shipping shopping sibling siblings singing sizing skiing smoking spelling
    spending spring staffing string styling sunbed supply swimming teaching testing
    ticketing timing tracking trading trafficking training traveling travelling tubing
    tutoring typing understanding upbringing vaping voting walking warning wedding wellbeing
    wing wiring wording working writing""".split()
)


def _listed(words: dict[str, str]) -> dict[str, frozenset[str]]:
    return {language: frozenset(text.split()) for language, text in words.items()}


_NOUN_SIGNS, _OTHER_SIGNS, _VAGUE_WORDS = map(_listed, (_BEFORE_NOUNS, _BEFORE_OTHERS, _VAGUE))
_NONE: frozenset[str] = frozenset()


def ends_like_no_noun(word: str, language: str) -> bool:
    """Tell whether a word ends as English adverbs and participles do, and is no known noun."""
    return language == "en" and word not in _NOUNS and bool(_ENDING.search(word))


def is_vague(word: str, language: str) -> bool:
    """Tell whether a noun, in lower case, names a code only together with another word."""
    return word in _VAGUE_WORDS.get(language, _NONE)


class WordPlaces:
    """Counts what stands before each word of a survey, to tell its nouns from its other words.

    "The card", "my card": a noun. "He holds", "so familiar": none. It needs no dictionary, and so
    knows the words that only this survey has.

    Parameters
    ----------
    language:
        ISO 639-1 code of the answers; without lists of its own every word counts as a noun.
    """

    def __init__(self, language: str) -> None:
        self._noun_signs = _NOUN_SIGNS.get(language, _NONE)
        self._other_signs = _OTHER_SIGNS.get(language, _NONE)
        self._signs: dict[str, Counter[bool]] = defaultdict(Counter)

    def read(self, words: Sequence[str], keys: Sequence[str]) -> None:
        """Count the words of a clause, in lower case, with the keys that they are counted by."""
        for before, key in zip(words, keys[1:], strict=False):
            if before in self._other_signs:
                self._signs[key][False] += 1
            elif before in self._noun_signs:
                self._signs[key][True] += 1

    def is_noun(self, key: str) -> bool:
        """Tell whether nothing speaks against a word's being a noun."""
        signs = self._signs[key]
        return signs[True] >= signs[False]
