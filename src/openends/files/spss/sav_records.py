"""The dictionary of a .sav file, record by record.

The layout is that of "System File Format" in the PSPP developer's guide; numbers are
little-endian, as ReadStat writes them on all machines that Openends runs on.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

#: Bytes before the first record.
HEADER = 176
VARIABLE, VALUE_LABELS, LABELLED, DOCUMENTS, EXTENSION, END = 2, 3, 4, 6, 7, 999
KINDS = frozenset({VARIABLE, VALUE_LABELS, LABELLED, DOCUMENTS, EXTENSION, END})
#: Where a record of a variable has its type, and its short name.
_TYPE = slice(4, 8)
NAME = slice(24, 32)
#: The type of the records that only make room for a long text.
_ROOM = -1


@dataclass(frozen=True, slots=True)
class Record:
    """A record with all its bytes."""

    kind: int
    #: Of an extension; 0 for the others.
    subtype: int
    content: bytes

    @property
    def names_variable(self) -> bool:
        """Tell whether a variable, or a further segment of a very long text, begins here."""
        return self.kind == VARIABLE and _number(self.content[_TYPE]) != _ROOM


def records(file: BinaryIO) -> Iterator[Record]:
    """Yield the records of a dictionary from the end of the header on; the last one is ``END``.

    The file then stands where the cases begin.
    """
    kind = 0
    while kind != END:
        start = file.read(4)
        kind = _number(start)
        subtype, rest = 0, b""
        if kind == VARIABLE:
            rest = _variable(file)
        elif kind == VALUE_LABELS:
            rest = _value_labels(file)
        elif kind == EXTENSION:
            head = file.read(12)
            subtype, size, count = struct.unpack("<3i", head)
            rest = head + file.read(size * count)
        elif kind in {LABELLED, DOCUMENTS}:
            head = file.read(4)
            rest = head + file.read(_number(head) * (4 if kind == LABELLED else 80))
        else:
            rest = file.read(4)
        yield Record(kind, subtype, start + rest)


def extension(subtype: int, content: bytes) -> bytes:
    """Return an extension record that holds text."""
    return struct.pack("<4i", EXTENSION, subtype, 1, len(content)) + content


def _variable(file: BinaryIO) -> bytes:
    head = file.read(28)
    _, has_label, missing = struct.unpack("<3i", head[:12])
    rest = b""
    if has_label:
        rest = file.read(4)
        rest += file.read(-(-_number(rest) // 4) * 4)
    return head + rest + file.read(8 * abs(missing))


def _value_labels(file: BinaryIO) -> bytes:
    head = file.read(4)
    parts = [head]
    for _ in range(_number(head)):
        start = file.read(9)
        # The length takes a byte, and with it the label fills up to a multiple of eight.
        parts += [start, file.read(start[8] // 8 * 8 + 7)]
    return b"".join(parts)


def _number(content: bytes) -> int:
    return int(struct.unpack("<i", content)[0])
