"""Find postal addresses: street and house number, with postcode and town behind them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import regex

from openends.engine.privacy.piece import Kind, Piece, piece
from openends.engine.privacy.street_forms import street_forms
from openends.engine.privacy.word_lists import listed, word_lists


def find_addresses(text: str, language: str) -> Iterator[Piece]:
    """Yield streets with house numbers, and postcodes that are no other number.

    Parameters
    ----------
    text:
        The answer.
    language:
        ISO 639-1 code: "Via Roma 3" is a street in Italian; elsewhere things come "via PayPal".
    """
    if not any(map(str.isdigit, text)):
        return
    for form in street_forms(language):
        for match in form.finditer(text):
            start, end = match.span("address")
            if not _is_no_street(match) and not _is_measure(text, end):
                yield piece(Kind.ADDRESS, start, end)


def _is_no_street(match: regex.Match[str]) -> bool:
    """Tell "Parkplatz 12" and "die Straße 10" from streets."""
    street = match.groupdict().get("street")
    if not street:
        return False
    words = street.casefold().replace("-", " ").split()
    known = _words("not_streets")
    return words[-1] in known or " ".join(words[-2:]) in known


def _is_measure(text: str, end: int) -> bool:
    """Tell "Plaza Mayor 10 euros" from an address."""
    after = regex.match(r"\s?(\p{L}+)", text[end : end + 24])
    return after is not None and after[1].casefold() in _words("measures")


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(listed(word_lists("street_words")[name]))
