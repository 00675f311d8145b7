"""Write a delivered table in Triple-S: the XML that describes it, and its data beside it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from openends.domain.delivery import DeliveredTable
from openends.domain.errors import FormatProblem, OutputError
from openends.files.atomic import all_or_none, replacing
from openends.files.safe_xml import xml_text
from openends.files.triple_s.triple_s_description import Kind
from openends.files.triple_s.triple_s_variables import WrittenVariable, written_variables
from openends.version import __version__

Version = Literal["2.0", "3.0"]
#: Comma-separated values, or fixed columns.
Form = Literal["csv", "fixed"]
ENDINGS = frozenset({".sss", ".xml"})
_DATA_ENDING: dict[Form, str] = {"csv": ".csv", "fixed": ".asc"}
#: The one encoding of data before version 3.0, and what Python calls it.
_WESTERN, _WESTERN_CODEC = "Windows-1252", "cp1252"


def write_triple_s(
    table: DeliveredTable,
    path: Path,
    *,
    title: str,
    version: Version = "2.0",
    form: Form = "csv",
    language: str = "",
) -> Path:
    """Write a table for other survey software; returns the path of the data file.

    Parameters
    ----------
    table:
        Its multiple response sets become one multiple each; its first variable is the serial.
    path:
        The XML, .sss or .xml; the data go beside it, as .csv or .asc.
    title:
        Of the survey.
    version:
        2.0 is read by most programs; 3.0 holds texts in every script.
    form:
        Comma-separated values, or fixed columns, which programs of version 1 read too.
    language:
        ISO 639-1 code of labels and texts, which only 3.0 can say of a survey in one language.

    Raises
    ------
    FormatProblem
        When version 2.0 cannot hold a text.
    OutputError
        When the ending is another, or a file cannot be written.
    """
    if path.suffix.casefold() not in ENDINGS:
        raise OutputError(f"Cannot write {path.name} as Triple-S: use the ending .sss or .xml.")
    variables = written_variables(table)
    if not variables:
        raise OutputError(f"Cannot write {path.name}: there is no variable to deliver.")
    data = path.with_suffix(_DATA_ENDING[form])
    codec = _WESTERN_CODEC if version == "2.0" else "utf-8"
    _check_letters(variables, codec, path)
    described = _xml(variables, title=title, version=version, form=form, language=language)
    with all_or_none():
        with replacing(path) as temporary:
            temporary.write_bytes(described)
        with (
            replacing(data) as temporary,
            temporary.open("w", encoding=codec, newline="") as file,
        ):
            if form == "csv":
                writer = csv.writer(file)
                writer.writerow([variable.name for variable in variables])
                writer.writerows(zip(*(variable.fields for variable in variables), strict=True))
            else:
                file.writelines(_fixed_rows(variables))
    return data


def _check_letters(variables: Sequence[WrittenVariable], codec: str, path: Path) -> None:
    for variable in variables:
        try:
            "".join(variable.fields).encode(codec)
        except UnicodeEncodeError as error:
            letter = error.object[error.start]
            raise FormatProblem(
                f"Cannot write {path.name}: '{variable.name}' has the character '{letter}', which "
                f"data of Triple-S 2.0 cannot hold ({_WESTERN}); write version 3.0."
            ) from error


def _fixed_rows(variables: Sequence[WrittenVariable]) -> Iterator[str]:
    widths = [variable.width for variable in variables]
    to_right = [variable.kind in {Kind.QUANTITY, Kind.SINGLE} for variable in variables]
    for row in zip(*(variable.fields for variable in variables), strict=True):
        fields = (
            field.rjust(width) if right else field.ljust(width)
            for field, width, right in zip(row, widths, to_right, strict=True)
        )
        yield "".join(fields) + "\r\n"


def _xml(
    variables: Sequence[WrittenVariable],
    *,
    title: str,
    version: Version,
    form: Form,
    language: str,
) -> bytes:
    root = Element("sss", version=version)
    if language and version == "3.0":
        root.set("xml:lang", language)
    SubElement(root, "origin").text = f"Openends {__version__}"
    survey = SubElement(root, "survey")
    SubElement(survey, "title").text = xml_text(title)
    record = SubElement(survey, "record", ident="A", format=form)
    if version == "3.0":
        record.set("encoding", "UTF-8")
    if form == "csv":
        record.set("skip", "1")
    start = 1
    for ident, variable in enumerate(variables, start=1):
        finish = start if form == "csv" else start + variable.width - 1
        _describe(SubElement(record, "variable", ident=str(ident)), variable, start, finish)
        start = finish + 1
    indent(root)
    content: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _describe(element: Element, variable: WrittenVariable, start: int, finish: int) -> None:
    """Say of a variable what it holds and where; the standard wants its parts in this order."""
    element.set("type", str(variable.kind))
    if variable.is_serial:
        element.set("use", "serial")
    if variable.literal:
        element.set("format", "literal")
    SubElement(element, "name").text = variable.name
    SubElement(element, "label").text = xml_text(variable.label)
    position = SubElement(element, "position", start=str(start))
    if finish > start:
        position.set("finish", str(finish))
    if variable.kind is Kind.CHARACTER:
        SubElement(element, "size").text = str(variable.width)
    if variable.spread:
        subfields, width = variable.spread
        SubElement(element, "spread", subfields=str(subfields), width=str(width))
    if variable.limits or variable.texts:
        values = SubElement(element, "values")
        if variable.limits:
            lowest, highest = variable.limits
            SubElement(values, "range", {"from": lowest, "to": highest})
        for code, text in variable.texts.items():
            SubElement(values, "value", code=code).text = xml_text(text)
