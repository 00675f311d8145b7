"""What is put right in the dictionary of a .sav file after ReadStat has written it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from typing import BinaryIO

from openends.files.spss.response_sets import response_sets
from openends.files.spss.sav_records import HEADER, NAME, extension, records
from openends.files.spss.spss_table import SpssTable, SpssVariable

#: Where the header has the day and the time of the writing, and what stands there: the workbook's
#: day, so that the same table gives the same bytes.
_CREATED = slice(92, 109)
_DAY_AND_TIME = b"01 Jan 0000:00:00"
_DISPLAY, _LONG_NAMES, _VERY_LONG_TEXTS = 11, 13, 14
#: SPSS splits texts of more bytes into segments, which hold so many each.
_ONE_SEGMENT, _PER_SEGMENT = 255, 252
_SHORT = 8


def put_right(source: BinaryIO, target: BinaryIO, table: SpssTable) -> None:
    """Copy a file of ReadStat with sets, short names of our own and a fixed day.

    ReadStat cuts names at eight bytes, through the middle of a letter too, and evades what it has
    used before but not what comes later; sets and long texts go by these names.
    """
    header = bytearray(source.read(HEADER))
    header[_CREATED] = _DAY_AND_TIME
    target.write(header)
    segments = short_names(table.variables)
    short = {
        variable.name: names[0] for variable, names in zip(table.variables, segments, strict=True)
    }
    following = (name for names in segments for name in names)
    for record in records(source):
        content = record.content
        if record.names_variable:
            changed = bytearray(content)
            changed[NAME] = next(following).encode().ljust(_SHORT)
            content = bytes(changed)
        elif record.subtype == _DISPLAY:
            # SPSS has the sets before the widths of columns.
            content = response_sets(table.sets, short) + content
        elif record.subtype == _LONG_NAMES:
            pairs = [f"{ours}={name}" for name, ours in short.items()]
            content = extension(_LONG_NAMES, "\t".join(pairs).encode())
        elif record.subtype == _VERY_LONG_TEXTS:
            content = extension(_VERY_LONG_TEXTS, _widths(table.variables, short))
        target.write(content)
    shutil.copyfileobj(source, target)


def short_names(variables: Sequence[SpssVariable]) -> list[list[str]]:
    """Return the short names of each variable: one, or one per segment of a very long text.

    None is the name of another variable, so that no reader takes one for the other.
    """
    taken = {variable.name.casefold() for variable in variables}
    number = 0
    made: list[list[str]] = []
    for variable in variables:
        name = variable.name
        names = [name.upper()] if name.isascii() and len(name) <= _SHORT else []
        while len(names) < _segments(variable.width):
            number += 1
            if f"v{number:05d}" not in taken:
                names.append(f"V{number:05d}")
        made.append(names)
    return made


def _segments(width: int) -> int:
    return 1 if width <= _ONE_SEGMENT else -(-width // _PER_SEGMENT)


def _widths(variables: Sequence[SpssVariable], short: dict[str, str]) -> bytes:
    long = (variable for variable in variables if variable.width > _ONE_SEGMENT)
    return "".join(f"{short[each.name]}={each.width:05d}\0\t" for each in long).encode()
