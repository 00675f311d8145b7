"""Mask personal data before an answer leaves the machine, and put it back afterwards."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from openends.engine.privacy.addresses import find_addresses
from openends.engine.privacy.electronic import find_electronic
from openends.engine.privacy.identity import find_identity
from openends.engine.privacy.names import find_names
from openends.engine.privacy.payment import find_payment
from openends.engine.privacy.phones import find_phones
from openends.engine.privacy.piece import Kind, Piece

_PLACEHOLDER = re.compile(rf"\[(?:{'|'.join(Kind)}) [0-9]{{1,9}}\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Masked:
    """An answer without its personal data, and the way back."""

    #: The answer with placeholders such as "[NAME 1]".
    text: str
    #: The answer as it was written.
    original: str
    #: What was masked, in the order of the answer; places are those of the original.
    found: tuple[Piece, ...]
    #: The placeholder of each piece.
    placeholders: tuple[str, ...]
    #: Where each placeholder begins in the masked text.
    _starts: tuple[int, ...] = field(repr=False)

    def restore(self, text: str) -> str:
        """Return a text that quotes placeholders with the values in their places.

        Parameters
        ----------
        text:
            The masked text, a part of it, or any text about it. What looks like a placeholder and
            is none of this answer's stays as it is.
        """
        values = {
            placeholder: self.original[item.start : item.end]
            for placeholder, item in zip(self.placeholders, self.found, strict=True)
        }
        return _PLACEHOLDER.sub(lambda match: values.get(match[0], match[0]), text)

    def place(self, start: int, length: int) -> tuple[int, int]:
        """Return the span of the original that a span of the masked text stands for.

        Parameters
        ----------
        start:
            First code point in the masked text; places outside are moved to its ends.
        length:
            Number of code points.

        Returns
        -------
        tuple of int
            Start and length in the original. A span that touches a placeholder covers the value.
        """
        first = min(max(start, 0), len(self.text))
        last = min(max(start + length, first), len(self.text))
        begin, end = self._original_place(first, 0), self._original_place(last, 1)
        return begin, max(end, begin) - begin

    def _original_place(self, place: int, side: int) -> int:
        """Return where a place lies in the original; within a placeholder, the value's side."""
        at = bisect_right(self._starts, place) - 1
        if at < 0:
            return place
        item, begin = self.found[at], self._starts[at]
        end = begin + len(self.placeholders[at])
        if place >= end:
            return item.end + place - end
        if place == begin:
            return item.start
        return item.end if side else item.start


def mask(text: str, language: str = "en") -> Masked:
    """Return an answer without e-mail, web and postal addresses, numbers and names of persons.

    Parameters
    ----------
    text:
        The answer.
    language:
        ISO 639-1 code; tells how telephone numbers are written, and what is a title.

    Returns
    -------
    Masked
        The same value has the same placeholder. Numbers of placeholders that the respondent wrote
        are left out, so that theirs and ours are told apart.

    Notes
    -----
    Rules and lists of words only; no model. What is found and what is not, with figures, is in
    docs/explanation/privacy.md. Takes time in proportion to the text's length.
    """
    found = _apart(_all_pieces(text, language))
    placeholders = _placeholders(text, found)
    parts: list[str] = []
    starts: list[int] = []
    last = size = 0
    for item, placeholder in zip(found, placeholders, strict=True):
        starts.append(size + item.start - last)
        parts += [text[last : item.start], placeholder]
        size = starts[-1] + len(placeholder)
        last = item.end
    return Masked(
        text="".join([*parts, text[last:]]),
        original=text,
        found=found,
        placeholders=placeholders,
        _starts=tuple(starts),
    )


def _all_pieces(text: str, language: str) -> Iterator[Piece]:
    """Yield what is found, the surest first: a link holds names, a card's number telephones'."""
    yield from find_electronic(text)
    yield from find_payment(text)
    yield from find_identity(text)
    yield from find_phones(text, language)
    yield from find_addresses(text, language)
    yield from find_names(text, language)


def _apart(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Return pieces that do not overlap, in order; of two that do, the one that came first."""
    taken = bytearray()
    kept = []
    for item in pieces:
        if len(taken) < item.end:
            taken.extend(bytes(item.end - len(taken)))
        if item.length and not any(taken[item.start : item.end]):
            taken[item.start : item.end] = b"\1" * item.length
            kept.append(item)
    return tuple(sorted(kept, key=lambda item: item.start))


def _placeholders(text: str, found: Sequence[Piece]) -> tuple[str, ...]:
    written = set(_PLACEHOLDER.findall(text))
    numbers = {kind: count(1) for kind in Kind}
    known: dict[tuple[Kind, str], str] = {}
    for item in found:
        value = (item.kind, text[item.start : item.end])
        if value not in known:
            candidates = (f"[{item.kind} {number}]" for number in numbers[item.kind])
            known[value] = next(name for name in candidates if name not in written)
    return tuple(known[item.kind, text[item.start : item.end]] for item in found)
