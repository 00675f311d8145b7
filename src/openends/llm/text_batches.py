"""Texts as they are sent to an encoder elsewhere: cut to a length, and so many in a call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

#: Bytes of UTF-8 that are read of a text: some 300 tokens of English, 400 of Chinese. Nearly every
#: encoder reads 512, and servers refuse what is longer.
LONGEST = 1_200
#: Texts in a call, which is what the strictest of the common servers takes unless told otherwise.
MOST_TEXTS = 32
#: Bytes in a call: some 6,000 tokens, which every server takes at once.
MOST_BYTES = 24_000


def shortened(text: str) -> str:
    """Return as much of a text as is read of it, and never nothing, which servers refuse."""
    # A codebook can hold half a character, which no request can.
    return text.encode("utf-8", "replace")[:LONGEST].decode("utf-8", "ignore") or " "


def text_batches(texts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield texts in their order, as many together as may be sent in one call.

    Parameters
    ----------
    texts:
        Shortened ones.
    """
    batch: list[str] = []
    size = 0
    for text in texts:
        length = len(text.encode())
        if batch and (len(batch) == MOST_TEXTS or size + length > MOST_BYTES):
            yield tuple(batch)
            batch, size = [], 0
        batch.append(text)
        size += length
    if batch:
        yield tuple(batch)
