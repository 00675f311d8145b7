"""What the XML of a Triple-S survey says about its data file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from xml.etree.ElementTree import Element

from openends.domain.errors import FileProblem
from openends.files.limits import COLUMNS, DESCRIPTION_BYTES
from openends.files.safe_xml import read_xml

_COUNT = re.compile(r"\s*(\d{1,9})\s*", re.ASCII)
#: How the files of the standard began before they were XML.
_CLASSIC = re.compile(rb"\s*SSS\b", re.IGNORECASE)


class Kind(StrEnum):
    """What a variable holds, in the standard's words."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    QUANTITY = "quantity"
    CHARACTER = "character"
    LOGICAL = "logical"
    DATE = "date"
    TIME = "time"


@dataclass(frozen=True, kw_only=True, slots=True)
class DescribedVariable:
    """A variable, and where its value stands in a row of the data file."""

    name: str
    #: The question text, or "".
    label: str
    kind: Kind
    #: First and last character in a row of fixed columns, first and last field of a CSV; from 1.
    start: int
    finish: int
    #: Texts of codes, by code as it is written.
    texts: Mapping[str, str] = field(default_factory=dict)
    #: Codes are texts: "01" is not "1".
    literal: bool = False
    #: True where 0 is a value; where it is not, it stands for none.
    has_zero: bool = False
    #: Subfields that hold a code each, and their width; None where a 0 or 1 stands for each code.
    spread: tuple[int, int] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Description:
    """A survey as its XML describes it."""

    variables: tuple[DescribedVariable, ...]
    #: True for comma-separated values, False for fixed columns.
    is_csv: bool
    #: Of the data file, where it is said; else "".
    encoding: str
    #: Rows before the first respondent.
    skip: int
    #: Name of the data file, where it is said; else "".
    href: str


def read_description(path: Path) -> Description:
    """Read a .sss or .xml file of Triple-S XML, version 1.1 to 3.0.

    Raises
    ------
    FileProblem
        When it is something else, damaged or hostile, or describes several levels.
    """
    if path.stat().st_size > DESCRIPTION_BYTES:
        raise FileProblem(
            f"{path.name} is larger than {DESCRIPTION_BYTES // 1_000_000:,} MB, as no description "
            "of a survey is; name the .sss or .xml file, not the data."
        )
    content = path.read_bytes()
    if _CLASSIC.match(content):
        raise FileProblem(
            f"{path.name} is Triple-S from before its XML (version 1.0 or 1.1 in plain text); "
            "export the survey as Triple-S XML."
        )
    root = read_xml(content, path)
    if root.tag != "sss":
        raise FileProblem(
            f"{path.name} is XML, but no Triple-S; give a Triple-S file, .csv, .xlsx, .sav or "
            ".jsonl."
        )
    record = root.find("survey/record")
    if record is None:
        raise FileProblem(
            f"{path.name} describes no record of variables; where it describes a hierarchy, give "
            "the file of the level with the answers."
        )
    return _described(root, record, path)


def _described(root: Element, record: Element, path: Path) -> Description:
    is_csv = record.get("format", "fixed") == "csv"
    language = root.get("lang") or next(iter(root.get("languages", "").split()), "")
    elements = record.findall("variable")
    if not elements or len(elements) > COLUMNS:
        raise FileProblem(
            f"{path.name} describes {len(elements):,} variables; give one with 1 to {COLUMNS:,}."
        )
    return Description(
        variables=tuple(
            _variable(element, f"Variable {at} of {path.name}", language, is_csv=is_csv)
            for at, element in enumerate(elements, start=1)
        ),
        is_csv=is_csv,
        encoding=record.get("encoding", ""),
        skip=_count(record.get("skip", "0"), "skip", path.name, least=0),
        href=record.get("href", "").strip(),
    )


def _variable(element: Element, where: str, language: str, *, is_csv: bool) -> DescribedVariable:
    kind = element.get("type", "").strip().casefold()
    if kind not in set(Kind):
        raise FileProblem(f"{where} has the type '{kind[:40]}', which Triple-S does not know.")
    position = element.find("position")
    if position is None:
        raise FileProblem(f"{where} has no position in the data; export the survey anew.")
    start = _count(position.get("start", ""), "position start", where)
    finish = _count(position.get("finish") or str(start), "position finish", where)
    if finish < start:
        raise FileProblem(f"{where} ends at {finish}, before it starts at {start}.")
    values = element.find("values")
    texts = dict(_texts(values, language))
    return DescribedVariable(
        name=_text(element.find("name"), language) or element.get("ident", ""),
        label=_text(element.find("label"), language, mode="interview"),
        kind=Kind(kind),
        start=start,
        finish=finish,
        texts=texts,
        literal=element.get("format") == "literal",
        has_zero=_has_zero(values, texts),
        spread=_spread(element.find("spread"), finish - start + 1, where, is_csv=is_csv),
    )


def _texts(values: Element | None, language: str) -> Iterator[tuple[str, str]]:
    for value in values.findall("value") if values is not None else ():
        code = value.get("code", "").strip()
        yield code, _text(value, language, mode="analysis") or code


def _has_zero(values: Element | None, texts: Mapping[str, str]) -> bool:
    """Tell whether 0 can be an answer."""
    if any(code.strip("0") == "" for code in texts):
        return True
    limits = values.find("range") if values is not None else None
    try:
        return limits is not None and float(limits.get("from", "")) <= 0
    except ValueError:
        return False


def _spread(
    element: Element | None, width: int, where: str, *, is_csv: bool
) -> tuple[int, int] | None:
    if element is None:
        return None
    subfields = _count(element.get("subfields", ""), "number of subfields", where)
    given = element.get("width")
    each = _count(given, "width of a subfield", where) if given else max(1, width // subfields)
    if subfields > COLUMNS or (not is_csv and subfields * each > width):
        raise FileProblem(
            f"{where} has {subfields:,} subfields of {each:,}, more than its {width:,} characters "
            "hold; export the survey anew."
        )
    return subfields, each


def _text(element: Element | None, language: str, mode: str = "") -> str:
    """Return a text on one line, in the survey's first language and the mode that fits better."""
    if element is None:
        return ""
    special = element.findall("text")
    for text in special:
        if mode and text.get("mode") == mode and text.get("lang", language) == language:
            return _line(text)
    if own := _line(element):
        return own
    return next(
        filter(None, map(_line, sorted(special, key=lambda text: text.get("lang") != language))), ""
    )


def _line(element: Element) -> str:
    """Return what stands in an element itself; a break is a space."""
    parts = [element.text or "", *(child.tail or "" for child in element)]
    return " ".join(" ".join(parts).split())


def _count(given: str, what: str, where: str, least: int = 1) -> int:
    match = _COUNT.fullmatch(given)
    if match is None or int(match.group(1)) < least:
        raise FileProblem(
            f"{where} has the {what} '{given[:40]}'; it is a whole number from {least}."
        )
    return int(match.group(1))
