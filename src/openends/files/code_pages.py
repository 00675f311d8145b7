"""Tell which code page a text that is not Unicode was written in."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

#: Letters beyond a-z by language; a language is told apart from its neighbours by them.
_LETTERS = {
    "cs": "áčďéěíňóřšťúůýž",
    "pl": "ąćęłńóśźż",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "hu": "áéíóöőúüű",
    "sl": "čšž",
    "hr": "čćđšž",
    "ro": "ăâîşţ",
    "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюяё",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
    "el": "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
    "tr": "âçğıîöşüû",
    "he": "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
    "ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءآأؤإئ،؟",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
    "et": "äõöüšž",
}
_WESTERN = "àáâãäåæçèéêëìíîïñòóôõöøœùúûüýÿšžßªº¿¡§"
_MARKS = "’‘“”„–—…•€£°«»\xa0´©®™№"
_WESTERN_LANGUAGES = "en de fr es pt it nl sv da nb nn no fi is ca eu gl"
#: Code pages with the languages that are written in them, the more frequent first.
_PAGES = (
    ("cp1252", _WESTERN_LANGUAGES),
    ("mac_roman", _WESTERN_LANGUAGES),
    ("cp850", _WESTERN_LANGUAGES),
    ("cp1250", "cs pl sk hu sl hr ro"),
    ("iso8859_2", "cs pl sk hu sl hr ro"),
    ("cp1251", "ru bg uk"),
    ("cp1255", "he"),
    ("koi8_r", "ru bg"),
    ("cp866", "ru bg"),
    ("cp1253", "el"),
    ("cp1254", "tr"),
    ("cp1256", "ar"),
    ("cp1257", "lt lv et"),
)
#: Bytes that are looked at.
SAMPLE = 20_000
#: A reading that makes this much sense, from 0 to 1.1, is taken without looking at other scripts.
ENOUGH = 0.95
#: Encodings of several bytes a character that an export may have.
_WIDE = frozenset(
    "cp932 shift_jis shift_jis_2004 shift_jisx0213 euc_jp euc_jis_2004 euc_jisx0213 gb2312 gbk "
    "gb18030 big5 big5hkscs cp950 cp949 euc_kr johab".split()
)
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_OTHER_SCRIPT = re.compile(r"[\u0370-\u06ff]")


def guess_code_page(accented: bytes) -> str:
    """Return the encoding in which the lines make most sense.

    Parameters
    ----------
    accented:
        The lines that hold bytes beyond ASCII; they are not UTF-8.

    A reading makes sense when its letters are those of its language, when its language is written
    in that code page, and when no word mixes cases or scripts.
    """
    sample = _whole_lines(accented, SAMPLE)
    scored = [(_sense(sample, *page), page[0]) for page in _PAGES]
    best, name = max(scored, key=lambda item: item[0])
    if best >= ENOUGH:
        return name
    from charset_normalizer import from_bytes

    match = from_bytes(_whole_lines(accented, 10 * SAMPLE)).best()
    return match.encoding if match and match.encoding in _WIDE else name


def _whole_lines(content: bytes, most: int) -> bytes:
    """Cut after a line, never in the middle of a character."""
    cut = content[:most]
    return cut if len(content) <= most else cut.rpartition(b"\n")[0] or cut


def _sense(content: bytes, name: str, languages: str) -> float:
    try:
        text = content.decode(name)
    except UnicodeDecodeError:
        return 0.0
    language = _language(text)
    fits = language in languages.split()
    letters = _alphabet(language if fits else languages)
    beyond = [char.lower() for char in text if not char.isascii()]
    if not beyond:
        return 0.0
    known = sum(char in letters for char in beyond) / len(beyond)
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    mixed = sum(map(_is_mixed, words)) / max(1, len(words))
    return known - mixed + 0.1 * fits


def _alphabet(languages: str) -> frozenset[str]:
    letters = (_LETTERS.get(language, _WESTERN) for language in languages.split())
    return frozenset("".join(letters) + _MARKS)


def _is_mixed(word: str) -> bool:
    """Tell a word that no one writes: "trÈs", "Gόzel"."""
    if _LATIN.search(word) and _OTHER_SCRIPT.search(word):
        return True
    return word.upper() != word.lower() and not (word.islower() or word.isupper() or word.istitle())


def _language(text: str) -> str:
    return str(_identifier().classify(text)[0])


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
