"""Write down how postal addresses look in each language, as patterns.

Every repetition is bounded, and a space or mark parts what is repeated, so that a hostile text
takes time in proportion to its length.
"""

from __future__ import annotations

from functools import cache

import regex

from openends.engine.privacy.word_lists import listed, word_lists

#: A word with a capital, and up to four of them with small words between.
_LARGE = r"\p{Lu}[\p{L}\p{M}.'’-]{0,30}"
_SMALL = (
    r"(?:(?:de las?|de los|de l['’]|della|dello|delle|degli|dell['’]|del|des|de|du|das|da|dos|do|"
    r"di|d['’]|l['’]|van de[nr]?|van) ?)"
)
_NAME = rf"{_SMALL}?{_LARGE}(?: {_SMALL}?{_LARGE}){{0,3}}"
#: A house's number, "14a", "7/12", "120-122", and the "no." before it.
_NUMBER = r"\d{1,4}(?: ?[a-hA-H](?!\p{L}))?(?:[/-]\d{1,4}[a-hA-H]?)?(?![\w/-]|[.,:]\d|\s?[%€$£°])"
_SIGN = r"(?:,? ?(?:n[º°.]|nº\.?|núm\.?|nr\.?:?|no\.?:?|número|numero|civico|д\.?|#)? ?)"
_TOWN = r"\p{Lu}[\p{L}\p{M}'’-]{1,30}(?: \p{Lu}[\p{L}\p{M}'’-]{1,30}){0,2}"
_UK_POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]? \d(?!GB)[ABD-HJLNP-UW-Z]{2}"
_US_POSTCODE = r"[A-Z]{2},? \d{5}(?:-\d{4})?"
#: Postcodes of other countries, before their towns.
_POSTCODE = (
    r"(?:\d{5}-\d{3}|\d{4}-\d{3}|\d{2}-\d{3}|\d{3} \d{2}"
    r"|(?:[A-Z]{1,2}-)?\d{4,5}(?: ?[A-Z]{2}(?!\p{L}))?)"
)
#: Flat, floor and door.
_FLAT = (
    r"(?:,? (?:Apt|Apartment|Unit|Suite|Ste|Flat|Fl|Room|piso|apto|apartamento|int|interno|étage|"
    r"m\.|mieszkanie|Whg|Wohnung)\.? ?\w{1,6}"
    r"|,? #\w{1,6}|,? \d{1,2}[º°ª](?: ?(?:[A-Z](?!\p{L})|izq\.?|dcha\.?))?){0,2}"
)
#: Behind a street: flat, and town and postcode in the order of the country.
_TAIL = (
    rf"{_FLAT}(?:(?:,? {_TOWN}){{0,2}},? (?:{_US_POSTCODE}|{_UK_POSTCODE})(?!\w)"
    rf"|(?:,? | - ){_POSTCODE},? {_TOWN})?"
)
#: Where somebody lives is told by a verb, so that "10000 Euro" is no town.
_LIVES = (
    r"(?:wohn\w{0,4}|leb\w{1,4}|komm\w{1,3}|PLZ|Postleitzahl|code postal|j['’]habite|"
    r"código postal|CAP|CEP|postcode|zip(?: code)?)"
    r"[ :]{1,2}(?:(?:ich|in|aus|bei|à|en|a|is|ist) ){0,2}"
)
#: "Am Alten Markt 7" counts with the postcode only: so does one stand "am Schalter 3".
_AT_THE = "Am|An der|An den|Auf der|Auf dem|Im|In der|In den|Zum|Zur|Unter den|Hinter der|Vor dem"
#: Postcodes that are other numbers in other languages.
_NATIONAL = {
    "nl": rf"(?<!\w)[1-9]\d{{3}} ?[A-Z]{{2}} {_TOWN}",
    "pl": rf"(?<![\w-])\d{{2}}-\d{{3}} {_TOWN}",
    "pt": r"(?<![\w.-])\d{5}-\d{3}(?![\w-])",
}


@cache
def street_forms(language: str) -> tuple[regex.Pattern[str], ...]:
    """Return the patterns for answers in a language.

    The group ``address`` is the address; ``street``, if there, must not be a word such as
    "Parkplatz".
    """
    forms = [_number_first(), *_number_last(language), *_one_word(), *_postcodes()]
    if language in _NATIONAL:
        forms.append(_NATIONAL[language])
    return tuple(
        regex.compile(form if "?P<address>" in form else f"(?P<address>{form})") for form in forms
    )


def _number_first() -> str:
    """ "42 Maple Street", "12 bis rue des Lilas"."""
    streets = word_lists("street_words")
    # "3 Star Hotel Close", "after 10 Years They Close".
    not_named = _any_of(streets["not_named"])
    word = rf"(?!(?:{not_named})(?!\p{{L}}))\p{{Lu}}[\p{{L}}'’.-]{{0,24}}"
    english = (
        rf"\d{{1,5}}[A-Za-z]?(?:[-/]\d{{1,4}})?,? (?:[NSEW]{{1,2}}\.? )?"
        rf"(?:\d{{1,3}}(?:st|nd|rd|th)|{word})(?: {word}){{0,2}} "
        rf"(?:(?:{_any_of(streets['last'])})(?!\p{{L}})"
        rf"|(?:{_any_of(streets['last_doubtful'])})(?=\.?\s?(?:[,;)\n#]|\Z|Apt|Unit|Suite|Flat)))"
        r"(?:\.(?=[ ,]))?"
    )
    french = (
        rf"\d{{1,4}}(?: ?(?:bis|ter|quater|[A-D]))?,? (?i:{_any_of(streets['middle'])}) {_NAME}"
    )
    return rf"(?<![\w.,$€£])(?:{english}|{french}){_TAIL}"


def _number_last(language: str) -> tuple[str, ...]:
    """ "Calle Mayor 15"; "Calle 45 # 23-10", as Colombia counts."""
    first = word_lists("street_words")["first"]
    words = _any_of(first["everywhere"], first.get(language, ""))
    return (
        rf"(?<![\p{{L}}-])(?i:{words}) ?{_NAME}{_SIGN}{_NUMBER}{_TAIL}",
        r"(?<!\p{L})(?i:calle|carrera|cra\.?|cl\.?|transversal|diagonal) \d{1,3} ?[A-Z]? ?"
        rf"(?:#|No\.?|N°) ?\d{{1,3}} ?[A-Z]?-\d{{1,3}}{_TAIL}",
    )


def _one_word() -> tuple[str, ...]:
    """ "Lindenstraße 14a", "Berliner Straße 14", "Am Alten Markt 7, 24103 Kiel"."""
    ends = _any_of(word_lists("street_words")["joined"])
    return (
        r"(?<![\p{L}-])(?P<street>(?:\p{Lu}[\p{L}.-]{1,25}[ -])?\p{Lu}\p{L}{0,25}?"
        rf"(?:{ends})|\p{{Lu}}\p{{L}}{{1,25}}[ -](?i:{ends})) "
        rf"(?:[Nn]r\.? |No:? ?)?{_NUMBER}{_TAIL}",
        rf"(?<!\p{{L}})(?:{_AT_THE}) {_LARGE}(?: {_LARGE}){{0,2}} {_NUMBER},? "
        rf"(?:D-|A-|CH-)?\d{{4,5}} {_TOWN}",
    )


def _postcodes() -> tuple[str, ...]:
    """Postcodes that nothing else is written like, and others behind "I live in"."""
    return (
        rf"(?<!\w){_UK_POSTCODE}(?!\w)",
        rf"(?<!\w){_TOWN}, {_US_POSTCODE}(?!\w)",
        r"(?<!\w)(?i:P\.? ?O\.? ?Box|Postfach) \d{1,6}(?!\w)",
        rf"(?<!\p{{L}})(?i:{_LIVES})"
        rf"(?P<address>(?:[A-Z]{{1,2}}-)?\d{{4,5}}(?:-\d{{3}})?(?: {_TOWN})?)(?!\w)",
    )


def _any_of(*blocks: str) -> str:
    words = {word for block in blocks for word in listed(block)}
    return "|".join(regex.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))
