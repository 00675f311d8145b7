"""The cases of a .sav file with further values; those that are there are carried over unread.

A case is a row of pieces of eight bytes. Packed by bytes, each piece has a code of one byte, eight
codes stand together, and a piece that fits no code follows them as it is. The layout is that of
"Data Record" in the PSPP developer's guide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Codes: nothing, the end of the file, a piece as it is, eight blanks, no number.
_NOTHING, _END, _AS_IT_IS, _BLANKS, _NO_NUMBER = 0, 252, 253, 254, 255
_PIECE = 8
_EIGHT_BLANKS = int.from_bytes(b" " * _PIECE, "little")
#: What stands for no number, when nothing is packed.
NO_NUMBER = -np.finfo(np.float64).max

Pieces = NDArray[np.uint64]
Codes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Cases:
    """Some cases that follow one another, as they are packed."""

    #: A row per case, a code per piece.
    codes: Codes
    #: The pieces that fit no code, in their order.
    as_they_are: Pieces

    def pieces(self, start: int, stop: int, bias: float) -> Pieces:
        """Return some pieces of each case, unpacked."""
        rest = self.codes == _AS_IT_IS
        places = (np.cumsum(rest, dtype=np.int64) - 1).reshape(rest.shape)[:, start:stop]
        codes = self.codes[:, start:stop]
        numbers = np.where(codes == _NO_NUMBER, NO_NUMBER, codes.astype(np.float64) - bias)
        unpacked = numbers.view(np.uint64)
        unpacked[codes == _BLANKS] = _EIGHT_BLANKS
        unpacked[codes == _AS_IT_IS] = self.as_they_are[places[codes == _AS_IT_IS]]
        return unpacked

    def beside(self, other: Cases) -> Cases:
        """Return the same cases with further pieces at the end of each."""
        codes = np.concatenate([self.codes, other.codes], axis=1)
        rest = codes == _AS_IT_IS
        ours = np.zeros(rest.shape, dtype=bool)
        ours[:, self.codes.shape[1] :] = True
        pieces = np.empty(int(rest.sum()), dtype=np.uint64)
        pieces[ours[rest]] = other.as_they_are
        pieces[~ours[rest]] = self.as_they_are
        return Cases(codes, pieces)


def pack(pieces: Pieces, are_numbers: Sequence[bool], bias: float) -> Cases:
    """Return unpacked cases as they are packed."""
    numbers = pieces.view(np.float64)
    texts = ~np.array(are_numbers, dtype=bool)
    with np.errstate(invalid="ignore", over="ignore"):
        shifted = numbers + bias
        short = (shifted >= 1) & (shifted < _END) & (shifted == np.floor(shifted)) & ~texts
        # A number next to zero is lost beside the bias, so it has no code.
        short &= shifted - bias == numbers
    codes = np.full(pieces.shape, _AS_IT_IS, dtype=np.uint8)
    codes[short] = shifted[short].astype(np.uint8)
    codes[(numbers == NO_NUMBER) & ~texts] = _NO_NUMBER
    codes[(pieces == _EIGHT_BLANKS) & texts] = _BLANKS
    return Cases(codes, pieces[codes == _AS_IT_IS])


def unpacked_cases(chunks: Iterable[bytes], pieces: int) -> Iterator[Pieces]:
    """Yield the cases of a file that packs nothing.

    Raises
    ------
    ValueError
        When the last one breaks off.
    """
    rest = b""
    for chunk in chunks:
        content = rest + chunk
        whole = len(content) // (pieces * _PIECE) * pieces * _PIECE
        rest = content[whole:]
        yield np.frombuffer(content[:whole], dtype=np.uint64).reshape(-1, pieces)
    if rest:
        raise ValueError


class PackedCases:
    """Reads cases that are packed by bytes."""

    def __init__(self, pieces: int) -> None:
        self._pieces = pieces
        #: Whether the file says where its cases end.
        self.ended = False

    def read(self, chunks: Iterable[bytes]) -> Iterator[Cases]:
        """Yield all cases, some at a time.

        Raises
        ------
        ValueError
            When the last one breaks off.
        """
        rest = b""
        codes: Codes = np.empty(0, dtype=np.uint8)
        pieces: Pieces = np.empty(0, dtype=np.uint64)
        for chunk in chunks:
            content = rest + chunk
            more_codes, more_pieces, used = _blocks(content)
            rest = content[used:]
            codes = np.concatenate([codes, self._before_end(more_codes)])
            pieces = np.concatenate([pieces, more_pieces])
            whole = len(codes) // self._pieces * self._pieces
            as_they_are = int((codes[:whole] == _AS_IT_IS).sum())
            yield Cases(codes[:whole].reshape(-1, self._pieces), pieces[:as_they_are])
            codes, pieces = codes[whole:], pieces[as_they_are:]
            if self.ended:
                break
        if len(codes) or len(pieces) or (rest and not self.ended):
            raise ValueError

    def _before_end(self, codes: Codes) -> Codes:
        ends = np.flatnonzero(codes == _END)
        if len(ends):
            self.ended = True
            codes = codes[: ends[0]]
        told: Codes = codes[codes != _NOTHING]
        return told


class PackedWriter:
    """Writes cases packed by bytes; it holds back codes that do not fill eight."""

    def __init__(self, write: Callable[[bytes], Any]) -> None:
        self._write = write
        self._codes: Codes = np.empty(0, dtype=np.uint8)
        self._pieces: Pieces = np.empty(0, dtype=np.uint64)

    def add(self, cases: Cases) -> None:
        """Write further cases."""
        self._codes = np.concatenate([self._codes, cases.codes.ravel()])
        self._pieces = np.concatenate([self._pieces, cases.as_they_are])
        self._write_full()

    def finish(self, *, say_end: bool) -> None:
        """Write what was held back and, where the file says so, that this is the end."""
        end = [_END] if say_end else []
        filled = -(len(self._codes) + len(end)) % _PIECE
        more = np.array([*end, *[_NOTHING] * filled], dtype=np.uint8)
        self._codes = np.concatenate([self._codes, more])
        self._write_full()

    def _write_full(self) -> None:
        whole = len(self._codes) // _PIECE * _PIECE
        blocks = self._codes[:whole].reshape(-1, _PIECE)
        follow = (blocks == _AS_IT_IS).sum(axis=1)
        ends = np.cumsum(follow + 1)
        places = ends - follow - 1
        made = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.uint64)
        is_code = np.zeros(len(made), dtype=bool)
        is_code[places] = True
        made[is_code] = np.ascontiguousarray(blocks).view(np.uint64).ravel()
        used = len(made) - len(places)
        made[~is_code] = self._pieces[:used]
        self._write(made.tobytes())
        self._codes, self._pieces = self._codes[whole:], self._pieces[used:]


def _blocks(content: bytes) -> tuple[Codes, Pieces, int]:
    """Return codes and pieces of all whole blocks, and how many bytes they take."""
    words = np.frombuffer(content[: len(content) // _PIECE * _PIECE], dtype=np.uint64)
    follow = (words.view(np.uint8).reshape(-1, _PIECE) == _AS_IT_IS).sum(axis=1).tolist()
    starts, place, count = [], 0, len(words)
    while place < count and place + follow[place] < count:
        starts.append(place)
        place += 1 + follow[place]
    is_code = np.zeros(place, dtype=bool)
    is_code[starts] = True
    return words[:place][is_code].view(np.uint8), words[:place][~is_code], place * _PIECE
