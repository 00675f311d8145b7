"""Read XML that comes from anybody: no entities, nothing from elsewhere, no endless nesting."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from openends.domain.errors import FileProblem
from openends.files.limits import XML_ELEMENTS

#: Levels of elements in one another; the formats that are read need twenty at most.
DEEPEST = 100
#: Characters that no XML may hold.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def read_xml(content: bytes, path: Path) -> Element:
    """Return the root of an XML document; names of elements and attributes without namespaces.

    Parameters
    ----------
    content:
        The file. A document type may be named, as old formats do; it is not fetched.
    path:
        For messages.

    Raises
    ------
    FileProblem
        When it is no XML, is damaged, declares entities, or is larger or deeper than a file of its
        kind can be.
    """
    reader = _Reader(path)
    try:
        return reader.root(content)
    except expat.ExpatError as error:
        raise FileProblem(
            f"{path.name} is not well-formed XML at line {error.lineno} "
            f"({expat.ErrorString(error.code)}); export it anew and try again."
        ) from error
    except (LookupError, ValueError) as error:
        # An encoding that nobody knows, or that is none of texts.
        raise FileProblem(
            f"{path.name} is XML in an encoding that cannot be read; save it as UTF-8."
        ) from error


def xml_text(text: str) -> str:
    """Return a text without the characters that no XML may hold."""
    return _FORBIDDEN.sub("", text)


class _Reader:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._builder = TreeBuilder()
        self._elements = self._depth = 0

    def root(self, content: bytes) -> Element:
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._document_type
        parser.EntityDeclHandler = self._entity
        parser.SkippedEntityHandler = self._named_character
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._builder.data
        parser.Parse(content, True)
        return self._builder.close()

    def _document_type(self, _name: str, _system: Any, _public: Any, has_subset: int) -> None:
        if has_subset:
            self._entity()

    def _entity(self, *_: Any) -> None:
        raise FileProblem(
            f"{self._path.name} declares entities of its own, which a small file can blow up with; "
            "take the part in square brackets out of its DOCTYPE."
        )

    def _named_character(self, name: str, is_parameter: bool) -> None:
        """Read what only a document type elsewhere declares: &eacute; and the like."""
        if not is_parameter:
            self._builder.data(html.unescape(f"&{name};"))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        self._depth += 1
        if self._depth > DEEPEST:
            raise FileProblem(
                f"{self._path.name} nests elements deeper than {DEEPEST} levels, as no such file "
                "does; export it anew."
            )
        if self._elements > XML_ELEMENTS:
            raise FileProblem(
                f"{self._path.name} has more than {XML_ELEMENTS:,} elements; split it."
            )
        local = {_local(key): value for key, value in attributes.items()}
        self._builder.start(_local(name), local)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._builder.end(_local(name))


def _local(name: str) -> str:
    return name.rpartition("}")[2]
