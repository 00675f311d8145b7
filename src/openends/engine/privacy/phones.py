"""Find telephone numbers, written for one's own country or for others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber

from openends.engine.privacy.cues import has_cue
from openends.engine.privacy.piece import Kind, Piece, piece
from openends.engine.privacy.word_lists import listed, word_lists

#: Countries whose national writing is understood in answers of a language.
_COUNTRIES = {
    "en": "US GB AU IN IE NZ ZA",
    "de": "DE AT CH",
    "fr": "FR BE CH CA",
    "es": "ES MX AR CO CL PE",
    "it": "IT CH",
    "pt": "BR PT",
    "nl": "NL BE",
    "pl": "PL",
    "sv": "SE FI",
    "da": "DK",
    "no": "NO",
    "fi": "FI",
    "cs": "CZ",
    "ro": "RO",
    "ru": "RU",
    "tr": "TR",
    "hu": "HU",
    "el": "GR",
    "ja": "JP",
    "zh": "CN TW HK",
    "ko": "KR",
}
#: There a national number begins with a zero, and 19044.1889 is a version.
_WITH_ZERO = frozenset("GB AU IE NZ ZA DE AT CH FR BE NL SE FI TR RO JP CN TW KR".split())
_CANDIDATE = re.compile(
    r"(?<![\w.,/+-])(?<![€$£¥]\s)(?<![€$£¥])"
    r"(?:\+|00)?\(?\d(?:[ \u00a0./()–-]{0,3}\d){5,14}(?![\w/-]|[.,:]\d|\s?[%€$£°])"
)
_DATE = re.compile(
    r"\d{1,2}[./ -]\d{1,2}[./ -](?:19|20)?\d{2}|(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2}"
)
#: "1 200 000" and "1.200.000": an amount, unless a national number is written so.
_AMOUNT = re.compile(r"\d{1,3}(?:[ \u00a0.]\d{3})+")
#: Years and other small numbers in a row: "2019-2020-2021".
_YEARS = re.compile(r"(?:(?:19|20)\d{2}\W{0,3}){2,4}")
#: Fewest digits of a number with and without a word that announces it.
_ANNOUNCED, _BARE = 7, 9
#: Fewest digits of a number that begins with a country's code.
_INTERNATIONAL = 9


def find_phones(text: str, language: str) -> Iterator[Piece]:
    """Yield telephone numbers; valid ones, or possible ones that a word or their zero tells.

    Parameters
    ----------
    text:
        The answer.
    language:
        ISO 639-1 code; tells in which countries' writing numbers are understood.
    """
    for match in _CANDIDATE.finditer(text):
        written = match[0]
        after = text[match.end() : match.end() + 12].lstrip(" \u00a0").casefold()
        if _is_amount(written, after):
            continue
        announced = has_cue(text, "telephone", match.start())
        if not announced and has_cue(text, "no_telephone", match.start()):
            continue
        if _is_telephone(written, language, announced):
            yield piece(Kind.PHONE, match.start(), match.end())


@cache
def _measures() -> frozenset[str]:
    return frozenset(listed(word_lists("street_words")["measures"]))


def _is_amount(written: str, after: str) -> bool:
    digits = re.sub(r"\D", "", written)
    unit = re.match(r"[^\W\d_]+", after)
    return bool(
        _DATE.fullmatch(written)
        or _YEARS.fullmatch(written)
        or digits.endswith("00000")
        or len(set(digits)) == 1
        or (unit and unit[0] in _measures())
    )


def _is_telephone(written: str, language: str, announced: bool) -> bool:
    digits = re.sub(r"\D", "", written)
    if written.startswith(("+", "00")):
        number = _parsed(written, None)
        return (
            len(digits) >= _INTERNATIONAL
            and number is not None
            and phonenumbers.is_possible_number(number)
            # Zeros at the beginning stand on labels too.
            and (written.startswith("+") or phonenumbers.is_valid_number(number))
        )
    if len(digits) < (_ANNOUNCED if announced else _BARE):
        return False
    countries = _COUNTRIES.get(language, "US GB").split()
    return any(_is_national(written, country, announced) for country in countries)


def _is_national(written: str, country: str, announced: bool) -> bool:
    number = _parsed(written, country)
    if number is None or not phonenumbers.is_possible_number(number):
        return False
    # Numbers kept for films and examples are possible, and not valid. An amount has no zero at its
    # beginning.
    if announced or re.match(r"\(?0[1-9]", written):
        return True
    if country in _WITH_ZERO or (_AMOUNT.fullmatch(written) and written.count(" ") != 2):
        return False
    return phonenumbers.is_valid_number(number)


def _parsed(written: str, country: str | None) -> PhoneNumber | None:
    international = re.sub(r"^00", "+", written) if country is None else written
    try:
        return phonenumbers.parse(international, country)
    except NumberParseException:
        return None
