"""A page that tells how a question was coded, before it is written in any format."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class MethodsTable:
    """A table of a methods page; every row is as long as the header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    #: Columns that hold figures, from 0.
    figures: frozenset[int] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class MethodsSection:
    """A part of a methods page under a heading of its own."""

    heading: str
    #: Plain texts; a respondent's or a person's words in them are not marked up.
    paragraphs: tuple[str, ...] = ()
    #: Facts by name.
    facts: tuple[tuple[str, str], ...] = ()
    table: MethodsTable | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class MethodsPage:
    """How one question was coded."""

    #: The question as it was asked, or what stands for it.
    title: str
    #: Where it belongs: a project, a file and a column.
    place: str
    sections: tuple[MethodsSection, ...]
