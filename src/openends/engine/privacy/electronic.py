"""Find electronic addresses: e-mail, pages with a path, handles of social networks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openends.engine.privacy.piece import Kind, Piece, piece

#: Every repetition is bounded, so that a hostile text of any make takes linear time.
_EMAIL = re.compile(
    r"[\w.+%&'’-]{0,63}[\w+-]@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"
    # Written out, so that no machine can read it: "jane (at) example (dot) com".
    r"|[\w.+-]{2,64}\s?[\[({]\s?(?:at|ät|@|arroba)\s?[\])}]\s?[\w-]{1,63}"
    r"(?:\s?[\[({]\s?(?:dot|punkt|point|punto|\.)\s?[\])}]\s?[\w-]{2,63}|\.[\w-]{2,63}){1,3}",
    re.IGNORECASE,
)
#: With "http" always; else only with a path: "www.amazon.com" and "booking.com" name a company.
_LINK = re.compile(
    r"(?<!\w)(?:https?|ftp)://[^\s<>\"]{2,2000}"
    r"|(?<![\w@.-])(?:[a-z\d-]{1,63}\.){1,4}[a-z]{2,24}/[^\s<>\"]{1,2000}"
    r"|(?<![\w/])/?u/[\w-]{3,20}(?!\w)",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@./])@[^\W\d]\w{1,29}(?:\.\w{1,29}){0,3}(?:@[\w-]{1,63}\.\w{2,24})?")
#: "@" as a word: "happy @work".
_PLACES = frozenset("@home @work @all @school @the @my @here @night @least @gmail @hotmail".split())
_OUTER = ".,;:!?)]}'’\"…»"


def find_electronic(text: str) -> Iterator[Piece]:
    """Yield e-mail addresses, web addresses and handles, in this order of trust."""
    if "@" in text or "(" in text or "[" in text or "{" in text:
        for match in _EMAIL.finditer(text):
            yield piece(Kind.EMAIL, match.start() + _quotes(match[0]), match.end())
    if "/" in text:
        for match in _LINK.finditer(text):
            yield piece(Kind.LINK, match.start(), match.start() + len(match[0].rstrip(_OUTER)))
    if "@" in text:
        for match in _HANDLE.finditer(text):
            if match[0].lower() not in _PLACES:
                yield piece(Kind.LINK, match.start(), match.end())


def _quotes(address: str) -> int:
    """Return how many marks before an address belong to the sentence."""
    return len(address) - len(address.lstrip("'’.&%"))
