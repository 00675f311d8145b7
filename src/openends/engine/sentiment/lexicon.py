"""Opinion words, emoji and negation."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|[:;=]-?[()DPp/]|<3|[\U0001F300-\U0001FAFF☀-➿]")
#: A negation turns the opinion words that follow it within this many tokens.
REACH = 3
#: What a turned word keeps: "not terrible" is weaker praise than "good".
TURNED = -0.7

_NEGATIONS = frozenset(
    """no not never none without neither nor cannot can't cant
    don't dont doesn't doesnt didn't didnt
    isn't isnt wasn't wasnt aren't won't wont wouldn't couldn't
    shouldn't hardly lack lacks
    sin nunca ningún ninguna ni tampoco não nao sem nem nenhum nenhuma pas ne jamais aucun aucune
    sans kein keine keinen keiner keinem nicht nie ohne non senza mai nessun nessuna né geen niet
    nooit zonder""".split()
)
#: Opinions without words, -3 to 3.
_EMOJI = {
    **dict.fromkeys("👍😀😃😄😁😊🙂😍🥰😋❤💚💙💯🎉👏😎🤩☺♥✨🙏💪👌✅", 2),
    **dict.fromkeys("👎😠😡🤬😞😟😢😭😤😖😣🤮🤢💔😒🙄😩😫❌☹🙁", -2),
    ":)": 2, ":-)": 2, ":D": 3, ":-D": 3, "=)": 2, ";)": 1, ";-)": 1, "<3": 3,
    ":(": -2, ":-(": -2, "=(": -2, ":/": -1, ":-/": -1,
}  # fmt: skip
#: Words of complaint and praise in surveys that a general list lacks or misjudges.
_SURVEY_WORDS: Mapping[str, Mapping[str, int]] = {
    "en": {
        "expensive": -2, "pricey": -2, "overpriced": -3, "slow": -2, "rude": -3, "dirty": -2,
        "noisy": -2, "crowded": -1, "broken": -2, "broke": -2, "crashes": -2, "bland": -2,
        "stale": -2, "cheaper": 1, "cheap": 1, "tasty": 3, "delicious": 3, "reliable": 2,
        "quick": 2, "friendly": 2, "fast": 2, "fresh": 2, "clean": 2, "convenient": 2, "easy": 2,
        "comfortable": 2, "cosy": 2, "should": -1, "improve": -1, "lower": -1, "queue": -1,
        "queues": -1, "waiting": -1, "missing": -2, "hidden": -1, "lacking": -2, "confusing": -2,
        "affordable": 2, "polite": 2, "knowledgeable": 2, "unhelpful": -2, "like": 1, "need": 0,
    },
    "de": {"teuer": -2, "freundlich": 2, "lecker": 3, "günstig": 2, "langsam": -2, "zufrieden": 2},
    "es": {"caro": -2, "cara": -2, "barato": 1, "rico": 2, "amable": 2, "lento": -2, "sucio": -2},
    "fr": {"cher": -2, "chère": -2, "lent": -2, "sale": -2, "aimable": 2, "propre": 2, "bon": 2},
    "pt": {"caro": -2, "cara": -2, "barato": 1, "lento": -2, "sujo": -2, "simpático": 2, "bom": 2},
    "it": {"caro": -2, "cara": -2, "lento": -2, "sporco": -2, "gentile": 2, "economico": 1},
    "nl": {"duur": -2, "traag": -2, "vies": -2, "vriendelijk": 2, "lekker": 3, "goedkoop": 1},
}  # fmt: skip


@cache
def _words() -> Mapping[str, Mapping[str, int]]:
    shipped = json.loads((files(__package__) / "data" / "lexicon.json").read_bytes())
    return {
        language: {**scores, **_SURVEY_WORDS.get(language, {})}
        for language, scores in shipped.items()
    }


def opinion(text: str, language: str) -> float:
    """Return the sum of the opinion words' scores, negations turned; 0 where there are none.

    Parameters
    ----------
    text:
        A clause or a whole answer.
    language:
        ISO 639-1 code; an unknown one counts emoji only.

    Notes
    -----
    AFINN (Nielsen 2011) in its translations, scores -5 to 5, with words of surveys added.
    """
    words = _words().get(language, {})
    total, reach = 0.0, 0
    for token in _TOKEN.findall(text):
        word = token.casefold().replace("’", "'")
        if word in _NEGATIONS:
            reach = REACH + 1
        score = _EMOJI.get(token, 0) or (0 if word in _NEGATIONS else words.get(word, 0))
        total += score * (TURNED if reach > 0 and word not in _NEGATIONS else 1.0)
        reach -= 1
    return total


def has_opinion_word(text: str, language: str) -> bool:
    """Tell whether any word or emoji of the text carries an opinion by itself."""
    words = _words().get(language, {})
    return any(token in _EMOJI or words.get(token.casefold(), 0) for token in _TOKEN.findall(text))
