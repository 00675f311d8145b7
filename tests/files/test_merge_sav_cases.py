"""Cases of a .sav as they are packed: read in parts of any size, written, and read again."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openends.files.merge.merge_sav_cases import (
    NO_NUMBER,
    PackedCases,
    PackedWriter,
    pack,
    unpacked_cases,
)
from openends.files.merge.merge_sav_packed import BlockWriter, unpacked_blocks

BIAS = 100.0
_numbers = st.one_of(
    st.integers(-110, 160).map(float),
    # Minus zero is zero.
    st.floats(allow_nan=False).map(lambda number: number + 0.0),
    st.just(float(NO_NUMBER)),
    st.just(1e-300),
)
_texts = st.sampled_from([b" " * 8, b"12345678", b"\xfd\xfe\xff\xfc\0\0\0\0", b"a       "])


@st.composite
def _cases(draw):
    """Cases of numbers and texts, as pieces, and which of them are numbers."""
    kinds = draw(st.lists(st.booleans(), min_size=1, max_size=9))
    row = st.tuples(*(_numbers if kind else _texts for kind in kinds))
    rows = draw(st.lists(row, min_size=1, max_size=20))
    content = b"".join(
        np.float64(cell).tobytes() if kind else cell
        for each in rows
        for cell, kind in zip(each, kinds, strict=True)
    )
    return np.frombuffer(content, dtype=np.uint64).reshape(len(rows), len(kinds)), kinds


def chunks(content, size):
    return [content[at : at + size] for at in range(0, len(content), size)]


def written(*parts, say_end=True):
    out = io.BytesIO()
    writer = PackedWriter(out.write)
    for part in parts:
        writer.add(part)
    writer.finish(say_end=say_end)
    return out.getvalue()


@settings(max_examples=60, deadline=None)
@given(cases=_cases(), size=st.integers(1, 90), say_end=st.booleans())
def test_what_is_packed_is_read_in_parts_of_any_size(cases, size, say_end):
    pieces, kinds = cases
    reader = PackedCases(len(kinds))
    content = written(pack(pieces, kinds, BIAS), say_end=say_end)
    read = [part.pieces(0, len(kinds), BIAS) for part in reader.read(chunks(content, size))]
    assert np.concatenate(read).tobytes() == pieces.tobytes()
    assert reader.ended == say_end


@settings(max_examples=60, deadline=None)
@given(theirs=_cases(), data=st.data(), size=st.integers(1, 90))
def test_pieces_beside_others_leave_these_as_they_are(theirs, data, size):
    pieces, kinds = theirs
    ours = np.array(data.draw(st.lists(_numbers, min_size=len(pieces), max_size=len(pieces))))
    ours = ours.view(np.uint64).reshape(-1, 1)
    done, parts = 0, []
    for part in PackedCases(len(kinds)).read(chunks(written(pack(pieces, kinds, BIAS)), size)):
        more = pack(ours[done : done + len(part.codes)], [True], BIAS)
        parts.append(part.beside(more))
        done += len(part.codes)
    (both,) = PackedCases(len(kinds) + 1).read([written(*parts)])
    assert both.pieces(0, len(kinds), BIAS).tobytes() == pieces.tobytes()
    assert both.pieces(len(kinds), len(kinds) + 1, BIAS).tobytes() == ours.tobytes()


@given(cases=_cases(), size=st.integers(1, 90))
def test_what_is_not_packed_is_read_in_parts_of_any_size(cases, size):
    pieces, kinds = cases
    read = unpacked_cases(chunks(pieces.tobytes(), size), len(kinds))
    assert np.concatenate(list(read)).tobytes() == pieces.tobytes()


@pytest.mark.parametrize("lost", [1, 8, 9])
def test_cases_that_break_off_are_noticed(lost):
    pieces = np.arange(20, dtype=np.float64).view(np.uint64).reshape(10, 2) + 7
    content = written(pack(pieces, [False, False], BIAS), say_end=False)
    with pytest.raises(ValueError):
        list(PackedCases(2).read([content[:-lost]]))
    with pytest.raises(ValueError):
        list(unpacked_cases([pieces.tobytes()[:-lost]], 2))


def test_blocks_of_a_zsav_are_filled_and_found_again():
    content = np.random.default_rng(1).integers(0, 255, 9_000_000, dtype=np.uint8).tobytes()
    file = io.BytesIO(b"before")
    file.seek(6)
    writer = BlockWriter(file, -100)
    for chunk in chunks(content, 1_000_003):
        writer.write(chunk)
    writer.finish()
    blocks = list(unpacked_blocks(file, 6, 10_000_000))
    assert [len(block) for block in blocks] == [0x3FF000, 0x3FF000, 9_000_000 - 2 * 0x3FF000]
    assert b"".join(blocks) == content
