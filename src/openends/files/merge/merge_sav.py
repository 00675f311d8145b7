"""Add variables to a client's .sav or .zsav; everything that is there stays byte for byte.

The file is neither read nor written by a library: these know a part of what SPSS keeps (documents,
attributes, roles, sets of either kind, details of long texts), and what they do not know is lost.
Instead its records and the packed pieces of its cases are carried over, and ours put beside.
"""

from __future__ import annotations

import math
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from openends.domain.delivery import DeliveredTable
from openends.domain.errors import ColumnProblem, FileProblem, FormatProblem
from openends.files.atomic import replacing
from openends.files.merge.merge_client import find_key
from openends.files.merge.merge_keys import key_text
from openends.files.merge.merge_sav_cases import (
    NO_NUMBER,
    Cases,
    PackedCases,
    PackedWriter,
    Pieces,
    pack,
    unpacked_cases,
)
from openends.files.merge.merge_sav_dictionary import merged_header, merged_records
from openends.files.merge.merge_sav_file import Packing, SavVariable, damaged, read_sav_file
from openends.files.merge.merge_sav_packed import BlockWriter, trailer_bias, unpacked_blocks
from openends.files.merge.merge_sav_variables import (
    AddedVariable,
    added_variables,
    in_encoding,
)
from openends.files.spss.spss_table import spss_table
from openends.files.table import check_size

#: Bytes of cases that are read at once.
_CHUNK = 4 * 1024 * 1024
_DAMAGE = (ValueError, struct.error, zlib.error, EOFError)
#: Bytes of a text that SPSS keeps in one piece.
_ONE_SEGMENT = 255


class ClientSav:
    """A file of SPSS, to which variables are added."""

    def __init__(self, path: Path, key: str, unpacked: int) -> None:
        self._file, self._most = read_sav_file(path), unpacked
        names = [variable.name for variable in self._file.variables]
        variable = self._file.variables[find_key(names, key, path.name)]
        if variable.width > _ONE_SEGMENT:
            raise ColumnProblem(
                f"'{variable.name}' of {path.name} holds texts of {variable.width:,} bytes, and a "
                "key has 255 at most; name another variable."
            )
        self.keys: Sequence[str] = self._keys(variable)

    def merge(self, table: DeliveredTable, target: Path) -> None:
        """Write the file with further variables."""
        spss = spss_table(table)
        if not spss.variables:
            raise FormatProblem(f"There is no variable to add to {self._file.path.name}.")
        added = added_variables(self._file, spss)
        with (
            replacing(target) as part,
            self._file.path.open("rb") as source,
            part.open("wb") as out,
        ):
            out.write(merged_header(self._file, added))
            for content in merged_records(self._file, added, spss.sets):
                out.write(content)
            ours = _OurPieces(added, lambda text: in_encoding(text, self._file))
            try:
                self._write_cases(source, out, ours)
            except _DAMAGE as error:
                raise damaged(self._file.path) from error

    def _keys(self, variable: SavVariable) -> list[str]:
        start, stop = variable.start, variable.start + variable.pieces
        file, keys = self._file, list[str]()
        try:
            with file.path.open("rb") as source:
                if file.packing is Packing.NONE:
                    found = (cases[:, start:stop] for cases in self._unpacked(source))
                else:
                    read = PackedCases(file.pieces).read(self._packed(source))
                    found = (cases.pieces(start, stop, file.bias) for cases in read)
                for pieces in found:
                    keys += _key_texts(pieces, variable.width, file.codec)
                    check_size(file.path, len(keys), len(file.variables))
        except _DAMAGE as error:
            raise damaged(file.path) from error
        if file.cases is not None and file.cases != len(keys):
            raise FileProblem(
                f"{file.path.name} says that it has {file.cases:,} cases, and {len(keys):,} are "
                "there; open it in SPSS, save it anew and try again."
            )
        return keys

    def _write_cases(self, source: BinaryIO, out: BinaryIO, ours: _OurPieces) -> None:
        file, done = self._file, 0
        if file.packing is Packing.NONE:
            for theirs in self._unpacked(source):
                pieces = ours.of_cases(done, len(theirs))
                out.write(np.concatenate([theirs, pieces], axis=1).tobytes())
                done += len(theirs)
            return
        blocks = None
        write: Callable[[bytes], Any] = out.write
        if file.packing is Packing.ZLIB:
            blocks = BlockWriter(out, trailer_bias(source, file.cases_at))
            write = blocks.write
        reader, writer = PackedCases(file.pieces), PackedWriter(write)
        for cases in reader.read(self._packed(source)):
            writer.add(cases.beside(self._pack(ours, done, len(cases.codes))))
            done += len(cases.codes)
        writer.finish(say_end=reader.ended)
        if blocks is not None:
            blocks.finish()

    def _pack(self, ours: _OurPieces, start: int, count: int) -> Cases:
        return pack(ours.of_cases(start, count), ours.are_numbers, self._file.bias)

    def _unpacked(self, source: BinaryIO) -> Iterator[Pieces]:
        return unpacked_cases(_chunks(source, self._file.cases_at), self._file.pieces)

    def _packed(self, source: BinaryIO) -> Iterator[bytes]:
        start = self._file.cases_at
        if self._file.packing is Packing.ZLIB:
            return unpacked_blocks(source, start, self._most)
        return _chunks(source, start)


class _OurPieces:
    """The added values, as pieces of eight bytes."""

    def __init__(self, added: Sequence[AddedVariable], encoded: Callable[[str], bytes]) -> None:
        #: By piece.
        self.are_numbers = [not each.width for each in added for _ in range(each.pieces)]
        self._columns = [_column(each, encoded) for each in added]

    def of_cases(self, start: int, count: int) -> Pieces:
        """Return a row per case."""
        return np.concatenate([column[start : start + count] for column in self._columns], axis=1)


def _column(variable: AddedVariable, encoded: Callable[[str], bytes]) -> Pieces:
    if not variable.width:
        numbers = [NO_NUMBER if value is None else value for value in variable.spss.numbers()]
        return np.array(numbers, dtype=np.float64).view(np.uint64).reshape(-1, 1)
    width = variable.pieces * 8
    texts = (encoded(text or "").ljust(width) for text in variable.spss.texts())
    return np.frombuffer(b"".join(texts), dtype=np.uint64).reshape(-1, variable.pieces)


def _key_texts(pieces: Pieces, width: int, codec: str) -> Iterator[str]:
    if not width:
        for number in pieces.view(np.float64).ravel().tolist():
            yield "" if number == NO_NUMBER or math.isnan(number) else key_text(number)
        return
    for row in np.ascontiguousarray(pieces):
        yield key_text(row.tobytes()[:width].decode(codec, "backslashreplace"))


def _chunks(source: BinaryIO, start: int) -> Iterator[bytes]:
    source.seek(start)
    while chunk := source.read(_CHUNK):
        yield chunk
