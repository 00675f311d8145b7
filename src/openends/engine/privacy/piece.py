"""Stretches of an answer that tell who somebody is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a stretch tells; its value stands in the placeholder."""

    EMAIL = "EMAIL"
    LINK = "LINK"
    CARD = "CARD"
    ID = "ID"
    PHONE = "PHONE"
    ADDRESS = "ADDRESS"
    NAME = "NAME"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Personal data in an answer, and where it stands."""

    #: What it is.
    kind: Kind
    #: Its first code point in the original.
    start: int
    #: Its number of code points.
    length: int

    @property
    def end(self) -> int:
        """Return the place behind its last code point."""
        return self.start + self.length


def piece(kind: Kind, start: int, end: int) -> Piece:
    """Return the piece between two places of an answer."""
    return Piece(kind=kind, start=start, length=end - start)
