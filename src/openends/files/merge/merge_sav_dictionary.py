"""The dictionary of a client's .sav file with further variables; its own records stay as they are.

The layout is that of "System File Format" in the PSPP developer's guide.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from openends.domain.delivery import Measure, MultipleResponseSet
from openends.domain.errors import FileProblem
from openends.files.merge.merge_sav_file import (
    DISPLAY,
    EXTENSION_HEAD,
    LONG_NAMES,
    PIECES,
    SETS,
    SavFile,
)
from openends.files.merge.merge_sav_variables import AddedVariable, in_encoding
from openends.files.spss.response_sets import set_line
from openends.files.spss.sav_records import (
    EXTENSION,
    LABELLED,
    VALUE_LABELS,
    VARIABLE,
    Record,
    extension,
)

_TEXT, _NUMBER = 1, 5
_ROOM = -1
#: How a column of texts and one of numbers is aligned.
_LEFT, _RIGHT = 0, 1
_MEASURES = {Measure.NOMINAL: 1, Measure.ORDINAL: 2, Measure.SCALE: 3}
_SHORT = 8


def merged_header(file: SavFile, added: Sequence[AddedVariable]) -> bytes:
    """Return the header; where it says how many pieces a case has, it says it of the new ones."""
    header = bytearray(file.header)
    (pieces,) = struct.unpack_from("<i", header, PIECES)
    if pieces > 0:
        struct.pack_into("<i", header, PIECES, pieces + sum(each.pieces for each in added))
    return bytes(header)


def merged_records(
    file: SavFile, added: Sequence[AddedVariable], sets: Sequence[MultipleResponseSet]
) -> Iterator[bytes]:
    """Yield the records: every one of the file, and the new ones where they belong.

    Of the file's own, only the lists of long names, of sets and of what is displayed go on.
    """
    last = {record.kind: place for place, record in enumerate(file.records)}
    labels_after = last.get(LABELLED, last[VARIABLE])
    longer = _longer(file, added, sets)
    lines = _set_lines(file, added, sets)
    subtypes = {record.subtype for record in file.records if record.kind == EXTENSION}
    before = DISPLAY if DISPLAY in subtypes else LONG_NAMES
    for place, record in enumerate(file.records):
        subtype = record.subtype if record.kind == EXTENSION else 0
        if lines and subtype == before and SETS not in subtypes:
            yield extension(SETS, lines)
            lines = b""
        more = longer.pop(subtype, b"")
        yield _extended(record, more) if more else record.content
        if place == last[VARIABLE]:
            yield from (_variable(file, each) for each in added)
        if place == labels_after:
            yield from _value_labels(file, added)


def _set_lines(
    file: SavFile, added: Sequence[AddedVariable], sets: Sequence[MultipleResponseSet]
) -> bytes:
    short = {each.spss.name: each.short for each in added}
    return b"".join(set_line(each, short, lambda text: in_encoding(text, file)) for each in sets)


def _longer(
    file: SavFile, added: Sequence[AddedVariable], sets: Sequence[MultipleResponseSet]
) -> dict[int, bytes]:
    """Return by extension what comes at the end of its content."""
    names = b"\t".join(
        f"{each.short}=".encode() + in_encoding(each.spss.name, file) for each in added
    )
    # Of what is there twice, the first counts.
    content = {record.subtype: record.content for record in reversed(file.records)}
    starts_new = content[LONG_NAMES].endswith(b"\t") or len(content[LONG_NAMES]) == EXTENSION_HEAD
    longer = {LONG_NAMES: names if starts_new else b"\t" + names}
    if sets and SETS in content:
        lines = _set_lines(file, added, sets)
        longer[SETS] = lines if content[SETS].endswith(b"\n") else b"\n" + lines
    if DISPLAY in content:
        longer[DISPLAY] = b"".join(_display(file, content[DISPLAY], each) for each in added)
    return longer


def _extended(record: Record, more: bytes) -> bytes:
    """Return an extension with more at its end; its head says how much there is."""
    each, count = struct.unpack_from("<2i", record.content, 8)
    count += len(more) // each
    head = record.content[:12] + struct.pack("<i", count)
    return head + record.content[EXTENSION_HEAD:] + more


def _display(file: SavFile, content: bytes, variable: AddedVariable) -> bytes:
    """Return measure, width of the column and alignment; older files know no widths."""
    each, count = struct.unpack_from("<2i", content, 8)
    fields, rest = divmod(count, len(file.variables))
    if each != 4 or rest or fields not in {2, 3}:
        raise FileProblem(
            f"{file.path.name} says of another number of variables than it has how they are "
            "displayed; open it in SPSS, save it anew and try again."
        )
    spss = variable.spss
    measure, alignment = _MEASURES[spss.measure], _LEFT if variable.width else _RIGHT
    if fields == 2:
        return struct.pack("<2i", measure, alignment)
    return struct.pack("<3i", measure, spss.column_width, alignment)


def _variable(file: SavFile, variable: AddedVariable) -> bytes:
    spss = variable.spss
    shape = (
        (_TEXT << 16) | (variable.width << 8)
        if variable.width
        else (_NUMBER << 16) | (spss.shown << 8) | spss.decimals
    )
    label = in_encoding(spss.label, file)
    missing = () if variable.width else spss.missing
    head = struct.pack(
        "<6i", VARIABLE, variable.width, bool(label), len(missing), shape, shape
    ) + variable.short.encode().ljust(_SHORT)
    if label:
        head += struct.pack("<i", len(label)) + label.ljust(-(-len(label) // 4) * 4)
    head += struct.pack(f"<{len(missing)}d", *missing)
    room = struct.pack("<6i", VARIABLE, _ROOM, 0, 0, 0, 0) + b" " * _SHORT
    return head + room * (variable.pieces - 1)


def _value_labels(file: SavFile, added: Sequence[AddedVariable]) -> Iterator[bytes]:
    """Yield the labels, once for all variables that have the same."""
    together: dict[tuple[tuple[int, str], ...], list[int]] = {}
    place = file.pieces + 1
    for each in added:
        if each.spss.value_labels and not each.width:
            together.setdefault(tuple(each.spss.value_labels.items()), []).append(place)
        place += each.pieces
    for labels, places in together.items():
        yield struct.pack("<2i", VALUE_LABELS, len(labels))
        for number, text in labels:
            written = in_encoding(text, file)
            padded = written.ljust(-(-(len(written) + 1) // 8) * 8 - 1)
            yield struct.pack("<dB", number, len(written)) + padded
        yield struct.pack(f"<{len(places) + 2}i", LABELLED, len(places), *places)
