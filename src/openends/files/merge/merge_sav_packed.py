"""The blocks of a .zsav file: its cases, packed by bytes and once more.

The layout is that of "ZLIB Compressed Data" in the PSPP developer's guide.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import BinaryIO

#: Bytes of a block before it is packed; all writers take so many.
_BLOCK = 0x3FF000
#: No writer takes more, and nobody needs to make room for more at once.
_LARGEST = 64 * 1024 * 1024
_HEAD, _TRAILER, _ENTRY = struct.Struct("<3q"), struct.Struct("<2q2i"), struct.Struct("<2q2i")


def unpacked_blocks(file: BinaryIO, start: int, most: int) -> Iterator[bytes]:
    """Yield what the blocks hold.

    Parameters
    ----------
    file:
        The whole file.
    start:
        Where the cases begin.
    most:
        Bytes that all blocks together may unpack to.

    Raises
    ------
    ValueError, struct.error, zlib.error
        When the blocks are damaged, or larger than they can be.
    """
    total = 0
    for _, place, size, packed in _entries(file, start):
        if not 0 < size <= _LARGEST or not 0 < packed <= _LARGEST or place < start:
            raise ValueError
        total += size
        if total > most:
            raise ValueError
        file.seek(place)
        unpack = zlib.decompressobj()
        content = unpack.decompress(file.read(packed), size)
        if len(content) != size:
            raise ValueError
        yield content


def trailer_bias(file: BinaryIO, start: int) -> int:
    """Return what the end of the file says of the shift of packed numbers."""
    return int(_trailer(file, start)[0])


class BlockWriter:
    """Writes blocks, and at the end where they are."""

    def __init__(self, file: BinaryIO, bias: int) -> None:
        self._file, self._bias = file, bias
        self._start = file.tell()
        self._waiting = bytearray()
        self._entries: list[tuple[int, int, int, int]] = []
        self._unpacked = self._start
        file.write(bytes(_HEAD.size))

    def write(self, content: bytes) -> None:
        """Take further bytes; they are written as soon as they fill a block."""
        self._waiting += content
        while len(self._waiting) >= _BLOCK:
            self._write_block(bytes(self._waiting[:_BLOCK]))
            del self._waiting[:_BLOCK]

    def finish(self) -> None:
        """Write what is left, and the list of all blocks."""
        if self._waiting:
            self._write_block(bytes(self._waiting))
        trailer = self._file.tell()
        self._file.write(_TRAILER.pack(self._bias, 0, _BLOCK, len(self._entries)))
        for entry in self._entries:
            self._file.write(_ENTRY.pack(*entry))
        size = self._file.tell() - trailer
        self._file.seek(self._start)
        self._file.write(_HEAD.pack(self._start, trailer, size))

    def _write_block(self, content: bytes) -> None:
        packed = zlib.compress(content)
        entry = (self._unpacked, self._file.tell(), len(content), len(packed))
        self._entries.append(entry)
        self._unpacked += len(content)
        self._file.write(packed)


def _trailer(file: BinaryIO, start: int) -> tuple[int, ...]:
    file.seek(start)
    own, trailer, size = _HEAD.unpack(file.read(_HEAD.size))
    if own != start or trailer < start or size < _TRAILER.size:
        raise ValueError
    file.seek(trailer)
    return _TRAILER.unpack(file.read(_TRAILER.size))


def _entries(file: BinaryIO, start: int) -> list[tuple[int, ...]]:
    count = _trailer(file, start)[3]
    content = file.read(max(0, count) * _ENTRY.size)
    return list(_ENTRY.iter_unpack(content))
