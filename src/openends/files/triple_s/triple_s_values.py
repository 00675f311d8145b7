"""What the field of a variable in Triple-S data means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from openends.domain.errors import FileProblem
from openends.domain.survey import Cell
from openends.files.coded_table import SEPARATOR
from openends.files.limits import UNPACKED_BYTES
from openends.files.triple_s.triple_s_description import DescribedVariable, Kind

_WHOLE = re.compile(r"[+-]?\d{1,15}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(?:\d{1,400}\.\d{0,400}|\.\d{1,400})", re.ASCII)
_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)", re.ASCII)
_TIME = re.compile(r"(\d\d)(\d\d)(\d\d)", re.ASCII)


def column_values(variable: DescribedVariable, fields: Sequence[str]) -> tuple[Cell, ...]:
    """Return a variable's values: texts of codes in place of the codes, None for nothing."""
    return tuple(map(_READERS[variable.kind](variable), fields))


_Reader = Callable[[str], Cell]


def _single(variable: DescribedVariable) -> _Reader:
    meant = _meanings(variable)
    return lambda field: meant(field.strip())


def _multiple(variable: DescribedVariable) -> _Reader:
    meant, separate = _meanings(variable), _codes_of(variable)
    known: dict[str, Cell] = {}
    letters = 0

    def read(field: str) -> Cell:
        nonlocal letters
        if field not in known:
            mentioned = (meant(code) for code in dict.fromkeys(separate(field)))
            texts = dict.fromkeys(str(text) for text in mentioned if text is not None)
            joined = SEPARATOR.join(texts)
            letters += len(joined)
            if letters > UNPACKED_BYTES:
                raise FileProblem(
                    f"The codes of '{variable.name}' written out are larger than "
                    f"{UNPACKED_BYTES // 1_000_000:,} MB; split the file."
                )
            known[field] = joined or None
        return known[field]

    return read


def _codes_of(variable: DescribedVariable) -> Callable[[str], Iterable[str]]:
    """Return how a field is taken apart: a code a subfield, or a 1 in the place of each code."""
    if variable.spread is None:
        return lambda field: (str(at) for at, bit in enumerate(field, start=1) if bit == "1")
    subfields, width = variable.spread

    def separate(field: str) -> Iterable[str]:
        # Spreadsheets take the zeros away that the first code begins with.
        missing = -len(field.rstrip()) % width
        filled = (" " if variable.literal else "0") * missing + field.rstrip()
        last = min(len(filled), subfields * width)
        return (filled[at : at + width].strip() for at in range(0, last, width))

    return separate


def _quantity(variable: DescribedVariable) -> _Reader:
    special = {_number(code): text for code, text in variable.texts.items()}

    def read(field: str) -> Cell:
        value = _number(field.strip())
        return special.get(value, value)

    return read


def _logical(_: DescribedVariable) -> _Reader:
    return lambda field: {"1": True, "0": False, "": None}.get(field.strip(), field.strip())


def _character(_: DescribedVariable) -> _Reader:
    return lambda field: field.rstrip() or None


def _date(_: DescribedVariable) -> _Reader:
    return lambda field: _DATE.sub(r"\1-\2-\3", field.strip()) or None


def _time(_: DescribedVariable) -> _Reader:
    return lambda field: _TIME.sub(r"\1:\2:\3", field.strip().zfill(6)) if field.strip() else None


_READERS: dict[Kind, Callable[[DescribedVariable], _Reader]] = {
    Kind.SINGLE: _single,
    Kind.MULTIPLE: _multiple,
    Kind.QUANTITY: _quantity,
    Kind.CHARACTER: _character,
    Kind.LOGICAL: _logical,
    Kind.DATE: _date,
    Kind.TIME: _time,
}


def _meanings(variable: DescribedVariable) -> Callable[[str], Cell]:
    """Return what tells the text of a code: itself without one, None for no code."""
    literal = variable.literal
    texts = {_plain(code, literal=literal): text for code, text in variable.texts.items()}

    def meant(code: str) -> Cell:
        plain = _plain(code, literal=literal)
        if plain == "" or (plain == "0" and not literal and not variable.has_zero):
            return None
        return texts.get(plain) or (plain if literal else _number(plain))

    return meant


def _plain(code: str, *, literal: bool) -> str:
    """Return a code as it is compared: 007 is 7, unless codes are texts."""
    return code if literal or not code.isdecimal() else code.lstrip("0") or "0"


def _number(text: str) -> Cell:
    """Return a number; what is none stays a text."""
    if _WHOLE.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text):
        return float(text)
    return text or None
