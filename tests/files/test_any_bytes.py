"""Whatever a file holds, it is read or refused in a sentence; nothing else ever happens."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openends.domain.errors import InputError
from openends.files import read_codebook, read_survey

#: Bytes that mean something in one of the formats, in any order.
PIECES = st.sampled_from(
    [b",", b";", b"\t", b'"', b"\n", b"\r", b"'", b"sep=", b"|", b"{", b"}", b"[", b"]", b":",
     b"- ", b"name", b"codes", b"rules", b"regex: (", b"null", b"1e999", b"-1", b"98", b"\x00",
     b"\xff\xfe", b"\xef\xbb\xbf", b"PK\x03\x04", b"$FL2", b"\xe9", b"\xc3", b"&a",
     b"*a", b"!!", b"<", b"good"]
)  # fmt: skip
CONTENT = st.binary(max_size=60) | st.lists(PIECES, max_size=40).map(b"".join)


def outcome(read, path):
    try:
        return read(path)
    except InputError as error:
        return error


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".txt", ".jsonl", ".xlsx", ".sav"])
@settings(max_examples=150, deadline=None)
@given(content=CONTENT)
def test_any_data_file_is_read_or_refused(folder, ending, content):
    path = folder / f"data{ending}"
    path.write_bytes(content)
    found = outcome(read_survey, path)
    if isinstance(found, InputError):
        assert found.message.endswith(".")
        assert "\n" not in found.message
    else:
        assert len({len(column.values) for column in found.columns}) == 1
        assert len(set(found.names)) == len(found.names)


@pytest.mark.parametrize("ending", [".yaml", ".json", ".csv", ".xlsx"])
@settings(max_examples=150, deadline=None)
@given(content=CONTENT)
def test_any_codebook_file_is_read_or_refused(folder, ending, content):
    path = folder / f"codes{ending}"
    path.write_bytes(content)
    found = outcome(read_codebook, path)
    if isinstance(found, InputError):
        assert found.message.endswith(".")
        assert "\n" not in found.message
    else:
        assert all(code.name for code in found)
