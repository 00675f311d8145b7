"""Codebooks in the open exchange format of qualitative software: REFI-QDA, .qdc."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from openends.domain.codebook import Codebook
from openends.domain.errors import CodebookProblem
from openends.files.qdc_description import description_of, fields_of
from openends.files.safe_xml import read_xml, xml_text
from openends.version import __version__

NAMESPACE = "urn:QDA-XML:codebook:1.0"
#: Stands between a code and those above it, where the code's name is used elsewhere too.
_BELOW = " / "
_YES = frozenset({"true", "1"})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Place:
    """A code of the tree that answers can be given."""

    element: Element
    #: Names from the top of its tree down to its own.
    path: tuple[str, ...]
    #: Name of the tree or the group that it belongs to; "" where it stands alone.
    category: str


def entries_from_qdc(content: bytes, path: Path) -> list[dict[str, Any]]:
    """Return an entry per code of a .qdc file, as ``codes_from_entries`` takes them.

    Every tree of codes becomes a category by the name of its top, at whatever depth its codes
    stand. Codes that are mere headings (``isCodable`` is false) are none. A code without a tree
    takes the first set that it is a member of for its category. A name that several codes have
    gets those above it before it. Colours are ignored.

    Raises
    ------
    FileProblem
        When it is no XML, damaged or hostile.
    CodebookProblem
        When it holds no codes.
    """
    root = read_xml(content, path)
    book = root if root.tag == "CodeBook" else root.find("CodeBook")
    if book is None:
        raise CodebookProblem(
            f"The codebook {path.name} is XML, but no REFI-QDA codebook; export it as .qdc."
        )
    places = list(_places(book))
    if not places:
        raise CodebookProblem(
            f"The codebook {path.name} has no code that answers can be given; export it with its "
            "codes."
        )
    uses = Counter(place.path[-1].casefold() for place in places)
    return [_entry(place, several=uses[place.path[-1].casefold()] > 1) for place in places]


def qdc_bytes(codebook: Codebook) -> bytes:
    """Return a codebook as the content of a .qdc file: categories are headings above their codes.

    Notes
    -----
    The identifiers are made of the names, so that the same codebook gives the same bytes, and a
    program that reads it anew knows its codes again.
    """
    book = Element("CodeBook", {"xmlns": NAMESPACE, "origin": f"Openends {__version__}"})
    codes = SubElement(book, "Codes")
    headings: dict[str, Element] = {}
    for code in codebook:
        above = codes
        if category := code.category:
            if category not in headings:
                headings[category] = _code(codes, (category,), codable=False)
            above = headings[category]
        element = _code(above, (category, code.name), codable=True)
        SubElement(element, "Description").text = xml_text(description_of(code))
    indent(book)
    content: bytes = tostring(book, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _code(above: Element, path: tuple[str, ...], *, codable: bool) -> Element:
    guid = uuid.uuid5(uuid.NAMESPACE_URL, "\n".join((NAMESPACE, *path)))
    return SubElement(
        above,
        "Code",
        guid=str(guid),
        name=xml_text(path[-1]),
        isCodable="true" if codable else "false",
    )


def _places(book: Element) -> Iterator[_Place]:
    sets = _sets(book)
    for top in book.findall("Codes/Code"):
        alone = top.find("Code") is None
        category = sets.get(_guid(top), "") if alone else _name(top)
        yield from _below(top, (), category)


def _below(element: Element, above: tuple[str, ...], category: str) -> Iterator[_Place]:
    path = (*above, _name(element))
    if element.get("isCodable", "true").strip().casefold() in _YES:
        yield _Place(element=element, path=path, category=category)
    for child in element.findall("Code"):
        yield from _below(child, path, category)


def _sets(book: Element) -> Mapping[str, str]:
    """Return the name of the first set of every code that is a member of one."""
    first: dict[str, str] = {}
    for group in book.findall("Sets/Set"):
        for member in group.findall("MemberCode"):
            first.setdefault(_guid(member), _name(group))
    return first


def _entry(place: _Place, *, several: bool) -> dict[str, Any]:
    description = place.element.find("Description")
    return {
        "name": _BELOW.join(place.path) if several else place.path[-1],
        "category": place.category,
        **fields_of((description.text or "") if description is not None else ""),
    }


def _name(element: Element) -> str:
    return " ".join(element.get("name", "").split())


def _guid(element: Element) -> str:
    return element.get("guid", "").strip(" {}").casefold()
