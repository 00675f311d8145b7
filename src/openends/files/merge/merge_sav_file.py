"""What a client's .sav file says of itself, kept byte for byte."""

from __future__ import annotations

import codecs
import mmap
import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import BinaryIO, cast

from openends.domain.errors import FileProblem
from openends.files.spss.sav_records import (
    END,
    EXTENSION,
    HEADER,
    KINDS,
    NAME,
    VARIABLE,
    Record,
    records,
)

MACHINE, SETS, DISPLAY, LONG_NAMES, VERY_LONG, EXTENDED_SETS, ENCODING = 3, 7, 11, 13, 14, 19, 20
#: Bytes of an extension before its content.
EXTENSION_HEAD = 16
#: What the header says of the cases: its order of bytes, how many pieces of eight bytes one has,
#: how they are packed, how many there are, and what is added to a number to pack it.
_LAYOUT, PIECES, _PACKING, _COUNT, _BIAS = 64, 68, 72, 80, 84
#: Encodings whose first half is ASCII, as the records are; by the names of Python.
_EXTENDS_ASCII = re.compile(
    r"utf-8|ascii|cp\d+|iso8859-\d+|koi8-[rut]|mac-\w+|gb\w+|big5\w*|euc_\w+|shift_jis\w*|tis-620"
)
_ASCII = "".join(map(chr, range(32, 127)))
#: Numbers by which older files name encodings that are no code page of Windows.
_NUMBERED = {2: "ascii", 3: "ascii", 65001: "utf-8", 20127: "ascii"}
_EBCDIC, _FIRST_ISO, _LAST_ISO = 1, 28591, 28606


class Packing(IntEnum):
    """How the cases stand in the file."""

    NONE = 0
    BYTES = 1
    #: Bytes, packed once more: .zsav.
    ZLIB = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class SavVariable:
    """A variable, or a further segment of a very long text."""

    name: str
    #: What it is called inside the file, of eight bytes at most.
    short: bytes
    #: Where its pieces of eight bytes begin in a case, and how many they are.
    start: int
    pieces: int
    #: Bytes of its texts; 0 for numbers.
    width: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SavFile:
    """A file as far as its cases."""

    path: Path
    header: bytes
    records: Sequence[Record]
    variables: Sequence[SavVariable]
    #: Pieces of eight bytes that a case has.
    pieces: int
    packing: Packing
    bias: float
    #: None where the file does not say.
    cases: int | None
    #: Where they begin.
    cases_at: int
    #: How texts are encoded, in Python's words and in those of the file; ASCII where nobody knows.
    codec: str
    encoding: str


def read_sav_file(path: Path) -> SavFile:
    """Read header and dictionary.

    Raises
    ------
    FileProblem
        When the file is damaged, or of a kind to which nothing can be added.
    """
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
            header = whole.read(HEADER)
            _check_kind(header, path)
            found = list(_known(records(cast("BinaryIO", whole))))
            return _described(path, header, found, whole.tell())
    except (struct.error, IndexError, ValueError) as error:
        raise damaged(path) from error


def damaged(path: Path) -> FileProblem:
    """Return the error of a file that breaks off or contradicts itself."""
    return FileProblem(
        f"{path.name} is a damaged SPSS file; open it in SPSS, save it anew and try again."
    )


def _check_kind(header: bytes, path: Path) -> None:
    order = header[_LAYOUT : _LAYOUT + 4]
    if int.from_bytes(order, "little") not in {2, 3} and int.from_bytes(order, "big") in {2, 3}:
        raise FileProblem(
            f"{path.name} was written on a machine of another kind (big-endian); open it in SPSS, "
            "save it anew and try again."
        )


def _known(found: Iterator[Record]) -> Iterator[Record]:
    """Yield the records; none of unknown kind, and none that says it is longer than the file."""
    for record in found:
        size = len(record.content)
        if record.kind not in KINDS:
            raise ValueError
        if record.kind == EXTENSION:
            each, count = struct.unpack("<2i", record.content[8:EXTENSION_HEAD])
            if min(each, count) < 0 or size != EXTENSION_HEAD + each * count:
                raise ValueError
        yield record


def _described(path: Path, header: bytes, found: Sequence[Record], cases_at: int) -> SavFile:
    if found[-1].kind != END or not any(record.names_variable for record in found):
        raise ValueError
    (cases,) = struct.unpack_from("<i", header, _COUNT)
    (bias,) = struct.unpack_from("<d", header, _BIAS)
    encoding, codec = _encoding(path, found)
    return SavFile(
        path=path,
        header=header,
        records=found,
        variables=list(_variables(path, found, codec)),
        pieces=sum(record.kind == VARIABLE for record in found),
        packing=Packing(struct.unpack_from("<i", header, _PACKING)[0]),
        bias=bias,
        cases=cases if cases >= 0 else None,
        cases_at=cases_at,
        codec=codec,
        encoding=encoding,
    )


def _variables(path: Path, found: Sequence[Record], codec: str) -> Iterator[SavVariable]:
    long = _pairs(found, LONG_NAMES)
    if long is None:
        raise FileProblem(
            f"{path.name} was written by SPSS before version 12, which knew no long names; open it "
            "in a newer one, save it anew and try again."
        )
    very_long = _pairs(found, VERY_LONG) or {}
    described = [record for record in found if record.kind == VARIABLE]
    starts = [place for place, record in enumerate(described) if record.names_variable]
    for start, end in zip(starts, [*starts[1:], len(described)], strict=True):
        content = described[start].content
        (width,) = struct.unpack_from("<i", content, 4)
        short = content[NAME].rstrip(b" ")
        # A text has as many pieces as it needs; anything else is no file that could be walked.
        if not 0 <= width <= 255 or end - start != max(1, -(-width // 8)):
            raise ValueError
        yield SavVariable(
            name=long.get(short, short).decode(codec, "backslashreplace"),
            short=short,
            start=start,
            pieces=end - start,
            width=int(very_long.get(short, b"%d" % width).rstrip(b"\0")),
        )


def _pairs(found: Sequence[Record], subtype: int) -> dict[bytes, bytes] | None:
    """Return what an extension says of variables by their short names; None where it is missing."""
    content = _content(found, subtype)
    if content is None:
        return None
    pairs = (pair.partition(b"=") for pair in content.split(b"\t"))
    return {name: value for name, sign, value in pairs if sign}


def _content(found: Sequence[Record], subtype: int) -> bytes | None:
    for record in found:
        if record.kind == EXTENSION and record.subtype == subtype:
            return record.content[EXTENSION_HEAD:]
    return None


def _encoding(path: Path, found: Sequence[Record]) -> tuple[str, str]:
    """Return the file's name of its encoding and Python's, ASCII where neither helps."""
    named = (_content(found, ENCODING) or b"").strip(b" \0").decode("ascii", "replace")
    machine = _content(found, MACHINE)
    number = struct.unpack_from("<i", machine, 28)[0] if machine else 0
    if not named and number == _EBCDIC:
        raise FileProblem(f"{path.name} is in EBCDIC; open it in SPSS, save it anew and try again.")
    if not named and _FIRST_ISO <= number <= _LAST_ISO:
        named = f"iso-8859-{number - _FIRST_ISO + 1}"
    named = named or _NUMBERED.get(number, f"cp{number}")
    try:
        codec = codecs.lookup(named).name
        usable = _EXTENDS_ASCII.fullmatch(codec) and _ASCII.encode(codec) == _ASCII.encode("ascii")
    except (LookupError, ValueError):
        usable = False
    return (named, codec) if usable else (f"{named}, which is not known here", "ascii")
