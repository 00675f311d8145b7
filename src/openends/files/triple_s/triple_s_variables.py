"""Variables as Triple-S knows them, made of those of a delivered table."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from openends.domain.delivery import DeliveredTable, MultipleResponseSet, Variable
from openends.domain.survey import Cell
from openends.files.triple_s.triple_s_description import Kind

#: Longest row of 0 and 1; where the numbers of codes go beyond, the codes themselves are written.
LONGEST_BITS = 999
#: What would end a row of a data file for one reader or another, and other characters unseen.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_HALF = re.compile("[\ud800-\udfff]")
_UNNAMED = re.compile(r"[^A-Za-z0-9_.]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class WrittenVariable:
    """A variable with the field of every row, as it stands in the data file."""

    name: str
    label: str
    kind: Kind
    fields: Sequence[str]
    #: Texts by code, as it is written.
    texts: Mapping[str, str] = field(default_factory=dict)
    #: Lowest and highest number, where there can be others than those with a text.
    limits: tuple[str, str] | None = None
    #: Subfields of a multiple that hold a code each, and their width.
    spread: tuple[int, int] | None = None
    #: Codes are texts, because 0 is one of them and would stand for none.
    literal: bool = False
    #: Says who answered.
    is_serial: bool = False

    @property
    def width(self) -> int:
        """Characters of a field that all values fit in."""
        if self.spread:
            return self.spread[0] * self.spread[1]
        if self.kind is Kind.MULTIPLE:
            return max(map(int, self.texts))
        return max(1, *map(len, self.fields), *map(len, self.limits or ()), *map(len, self.texts))


def written_variables(table: DeliveredTable) -> list[WrittenVariable]:
    """Return the variables of a table; those of a multiple response set become one multiple.

    The first says who answered, as ``delivered_table`` makes it, where all of it are there and
    no two alike.
    """
    by_name = {variable.name: variable for variable in table.variables}
    sets = {found.variables[0]: found for found in table.sets if found.variables}
    folded = {name for found in table.sets for name in found.variables}
    made: list[WrittenVariable] = []
    for variable in table.variables:
        if found := sets.get(variable.name):
            made.append(_multiple(found, [by_name[name] for name in found.variables]))
        elif variable.name not in folded:
            made.append(_alone(variable))
    if made and _is_serial(made[0]):
        made[0] = replace(made[0], is_serial=True)
    names = _names([variable.name for variable in made])
    return [
        replace(variable, name=name, label=_line(variable.label or variable.name))
        for name, variable in zip(names, made, strict=True)
    ]


def _is_serial(variable: WrittenVariable) -> bool:
    """Tell what can be the serial of a survey: a text or a number above 0 that nobody shares."""
    fields = variable.fields
    if not all(fields) or len(set(fields)) < len(fields):
        return False
    counts = variable.kind is Kind.QUANTITY and all(map(str.isdecimal, fields))
    return variable.kind is Kind.CHARACTER or (counts and "0" not in fields)


def _names(wanted: Iterable[str]) -> Iterator[str]:
    """Yield names that the standard allows: a letter, then letters, digits, _ and full stops."""
    taken: set[str] = set()
    for ident, name in enumerate(wanted, start=1):
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        allowed = _UNNAMED.sub("_", plain).strip("_.")
        first = allowed if allowed[:1].isalpha() else f"V{ident}_{allowed}".strip("_")
        unique, number = first, 1
        while unique.casefold() in taken:
            number += 1
            unique = f"{first}_{number}"
        taken.add(unique.casefold())
        yield unique


def _alone(variable: Variable) -> WrittenVariable:
    values = [_finite(value) for value in variable.values]
    given = [value for value in values if value is not None]
    kind: Kind
    limits: tuple[str, str] | None = None
    if given and all(isinstance(value, bool) for value in given):
        kind, fields = Kind.LOGICAL, _fields(values, lambda value: str(int(bool(value))))
    elif all(isinstance(value, int | float) and not isinstance(value, bool) for value in given):
        if not given and not variable.value_labels:
            return _texts(variable, values)
        kind, limits = _numeric(variable, values)
        fields = _fields(values, _digits)
    else:
        return _texts(variable, values)
    texts = {} if kind is Kind.LOGICAL else _texts_of(variable)
    return WrittenVariable(
        name=variable.name, label=variable.label, kind=kind, fields=fields, texts=texts,
        limits=limits,
    )  # fmt: skip


def _texts(variable: Variable, values: Sequence[Cell]) -> WrittenVariable:
    fields = _fields(values, lambda value: _text(str(value)))
    return WrittenVariable(
        name=variable.name, label=variable.label, kind=Kind.CHARACTER, fields=fields
    )


def _numeric(variable: Variable, values: Sequence[Cell]) -> tuple[Kind, tuple[str, str] | None]:
    """Return a single where numbers stand for codes, else a quantity; and between what they lie."""
    numbers = [Decimal(_digits(value)) for value in values if value is not None]
    labelled = variable.value_labels
    every = [*numbers, *map(Decimal, labelled)]
    codes = labelled and all(value >= 0 and value == int(value) for value in every)
    if codes and all(int(number) in labelled for number in numbers):
        return Kind.SINGLE, None
    places = max([0, *(-int(number.as_tuple().exponent) for number in numbers)])
    lowest, highest = min(numbers, default=Decimal(0)), max(numbers, default=Decimal(0))
    limits = f"{lowest:.{places}f}", f"{highest:.{places}f}"
    return Kind.SINGLE if codes else Kind.QUANTITY, limits


def _texts_of(variable: Variable) -> dict[str, str]:
    return {str(code): _line(text) for code, text in variable.value_labels.items()}


def _multiple(found: MultipleResponseSet, variables: Sequence[Variable]) -> WrittenVariable:
    """Return one multiple of the variables of a set: per code, or per mention."""
    texts: dict[int, str] = {}
    if found.counted is None:
        for variable in variables:
            texts |= variable.value_labels
        mentioned = [
            [int(code) for code in row if isinstance(code, int)]
            for row in zip(*(variable.values for variable in variables), strict=True)
        ]
        asked = [bool(codes) for codes in mentioned]
    else:
        codes = _numbers(variables)
        texts = dict(zip(codes, (each.label or each.name for each in variables), strict=True))
        rows = list(zip(*(variable.values for variable in variables), strict=True))
        mentioned = [
            [code for code, value in zip(codes, row, strict=True) if value == found.counted]
            for row in rows
        ]
        asked = [any(value is not None for value in row) for row in rows]
    unnamed = {code for codes in mentioned for code in codes} - texts.keys()
    texts |= {code: str(code) for code in sorted(unnamed)}
    one = _spread if found.counted is None or not _fit_bits(texts) else _bits
    return one(found, texts, mentioned, asked)


def _numbers(variables: Sequence[Variable]) -> list[int]:
    """Return the code of each variable; counted from 1 where they do not tell it."""
    codes = [variable.code for variable in variables if variable.code is not None]
    if len(set(codes)) == len(variables):
        return codes
    return list(range(1, len(variables) + 1))


def _fit_bits(codes: Iterable[int]) -> bool:
    return all(1 <= code <= LONGEST_BITS for code in codes)


def _bits(
    found: MultipleResponseSet,
    texts: Mapping[int, str],
    mentioned: Sequence[Sequence[int]],
    asked: Sequence[bool],
) -> WrittenVariable:
    """Return a multiple with a 1 in the place of every code that is mentioned, else 0."""
    places = range(1, max(texts, default=1) + 1)
    fields = [
        "".join("1" if place in codes else "0" for place in places) if known else ""
        for codes, known in zip(mentioned, asked, strict=True)
    ]
    return WrittenVariable(
        name=found.name, label=found.label, kind=Kind.MULTIPLE, fields=fields,
        texts={str(code): _line(text) for code, text in texts.items()},
    )  # fmt: skip


def _spread(
    found: MultipleResponseSet,
    texts: Mapping[int, str],
    mentioned: Sequence[Sequence[int]],
    _asked: Sequence[bool],
) -> WrittenVariable:
    """Return a multiple with its codes one after the other, each as wide as the widest."""
    width = max(len(str(code)) for code in texts)
    literal = 0 in texts
    codes = [list(dict.fromkeys(row)) for row in mentioned]
    return WrittenVariable(
        name=found.name,
        label=found.label,
        kind=Kind.MULTIPLE,
        fields=["".join(f"{code:0{width}d}" for code in row) for row in codes],
        texts={
            f"{code:0{width}d}" if literal else str(code): _line(text)
            for code, text in texts.items()
        },
        spread=(max(1, *map(len, codes)), width),
        literal=literal,
    )


def _finite(value: Cell) -> Cell:
    return None if isinstance(value, float) and not -1e300 < value < 1e300 else value


def _fields(values: Iterable[Cell], written: Callable[[Cell], str]) -> list[str]:
    return ["" if value is None else written(value) for value in values]


def _digits(value: Cell) -> str:
    """Return a number without an exponent, all of its digits kept."""
    return f"{Decimal(repr(value)):f}"


def _text(text: str) -> str:
    """Return a text on one line, as a field may hold it."""
    return _HALF.sub("\ufffd", _UNSEEN.sub(" ", text))


def _line(text: str) -> str:
    return " ".join(_text(text).split())
