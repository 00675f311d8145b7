"""Look at an Excel file before it is unpacked: protected, damaged or hostile."""

from __future__ import annotations

import mmap
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from openends.domain.errors import FileProblem
from openends.files.limits import CELLS, SPARSE_CELLS, UNPACKED_BYTES, UNPACKED_RATIO
from openends.files.sheet_extent import Extent

_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CHUNK = 1 << 20
#: A small workbook may be packed tightly without being a bomb.
_SMALL = 50_000_000
_LOCAL_HEADER = 30


def check_workbook(path: Path, most: int = UNPACKED_BYTES) -> None:
    """Raise ``FileProblem`` when a file cannot safely be read as an .xlsx workbook.

    Sizes are measured by unpacking, never taken from the archive's own directory, which a hostile
    file writes as it likes; nothing is kept.

    Parameters
    ----------
    path:
        The file.
    most:
        Bytes that it may unpack to.
    """
    with path.open("rb") as file:
        start = file.read(4)
        if start == _OLE:
            raise FileProblem(_about_ole(path, file))
    if start[:2] != b"PK":
        raise FileProblem(
            f"{path.name} is not an Excel workbook, whatever its ending says; if it is text, give "
            "it the ending .csv."
        )
    try:
        with zipfile.ZipFile(path) as archive, path.open("rb") as file:
            if "xl/workbook.xml" not in archive.namelist():
                raise FileProblem(
                    f"{path.name} is a zip archive but not an Excel workbook; save it as .xlsx."
                )
            _measure(path, archive, file, most)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise FileProblem(
            f"{path.name} is a damaged workbook; open it in Excel, save it anew and try again."
        ) from error


def _about_ole(path: Path, file: BinaryIO) -> str:
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        if content.find(_ENCRYPTED) >= 0:
            return f"{path.name} is protected with a password; save it without one and try again."
    return f"{path.name} is an old Excel file (.xls); save it as .xlsx and try again."


def _measure(path: Path, archive: zipfile.ZipFile, file: BinaryIO, most: int) -> None:
    packed = max(1, path.stat().st_size)
    unpacked = 0
    for entry in archive.infolist():
        extent = Extent()
        for chunk in _inflated(entry, file):
            unpacked += len(chunk)
            ratio = unpacked / packed
            if unpacked > most or (unpacked > _SMALL and ratio > UNPACKED_RATIO):
                raise FileProblem(
                    f"{path.name} unpacks to more than {unpacked // 1_000_000:,} MB from "
                    f"{packed / 1_000_000:.1f} MB, as no real survey does; save it anew in Excel."
                )
            extent.add(chunk)
        spread = extent.rows * extent.columns
        if spread > CELLS or (spread > SPARSE_CELLS and spread > 100 * extent.cells):
            raise FileProblem(
                f"{path.name} spreads over {extent.rows:,} rows and {extent.columns:,} columns; "
                "copy the table of answers into a new workbook."
            )


def _inflated(entry: zipfile.ZipInfo, file: BinaryIO) -> Iterator[bytes]:
    """Yield an entry's content as it really is."""
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise zipfile.BadZipFile
    file.seek(entry.header_offset)
    header = file.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER or header[:4] != b"PK\x03\x04":
        raise zipfile.BadZipFile
    names = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    file.seek(names, 1)
    left = entry.compress_size
    inflate = zlib.decompressobj(-15) if entry.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0 and (packed := file.read(min(left, _CHUNK // 16))):
        left -= len(packed)
        if inflate is None:
            yield packed
            continue
        while packed and not inflate.eof:
            yield inflate.decompress(packed, _CHUNK)
            packed = inflate.unconsumed_tail
    if left > 0:
        raise zipfile.BadZipFile
