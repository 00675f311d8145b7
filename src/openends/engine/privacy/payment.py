"""Find numbers of payment cards and bank accounts, told by their check digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import iban, luhn

from openends.engine.privacy.piece import Kind, Piece, piece

#: In one piece or in the groups that are printed on cards.
_CARD = re.compile(
    r"(?<![\w.,-])(?:[2-6]\d{3}([ -]?)\d{4}\1\d{4}\1\d{1,4}(?:\1\d{3})?"
    r"|3[47]\d{2}([ -]?)\d{6}\2\d{5}|3[068]\d{2}([ -]?)\d{6}\3\d{4})(?![\w-]|[.,]\d)"
)
_LENGTHS = range(13, 20)
#: Overlapping candidates are tried too, so that a false beginning hides no account.
_IBAN = re.compile(r"(?<![^\W_])(?=([A-Z]{2}\d{2}(?:[ -]?[A-Z\d]){11,30}))")
#: Fewest characters of an account in any country.
_SHORTEST = 15
_ALPHANUMERIC = re.compile(r"[A-Z\d]")


def find_payment(text: str) -> Iterator[Piece]:
    """Yield bank accounts (IBAN, ISO 13616) and payment cards (ISO/IEC 7812, Luhn)."""
    for match in _IBAN.finditer(text):
        if length := _iban_length(match[1]):
            yield piece(Kind.CARD, match.start(), match.start() + length)
    for match in _CARD.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        # A number of one digit, repeated, passes the check too.
        if len(digits) in _LENGTHS and len(set(digits)) > 1 and luhn.is_valid(digits):
            yield piece(Kind.CARD, match.start(), match.end())


def _iban_length(written: str) -> int:
    """Return how much of a text is an account; words may follow it directly.

    The remainder of ISO 7064 MOD 97-10 is carried on from character to character, since a hostile
    text may hold thousands of candidates.
    """
    places = [match.end() for match in _ALPHANUMERIC.finditer(written)]
    compact = re.sub("[ -]", "", written)
    # The first four, two letters and two digits, are read last, as six digits.
    head = int("".join(str(int(character, 36)) for character in compact[:4]))
    rest = length = 0
    for size, character in enumerate(compact[4:], start=5):
        value = int(character, 36)
        rest = (rest * (100 if value > 9 else 10) + value) % 97
        passes = size >= _SHORTEST and (rest * 1_000_000 + head) % 97 == 1
        if passes and iban.is_valid(compact[:size]):
            length = places[size - 1]
    return length
