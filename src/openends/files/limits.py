"""The largest input that is taken; more is refused before it fills the memory."""

from __future__ import annotations

#: Bytes of a file on disk.
FILE_BYTES = 1_000_000_000
#: Bytes that a workbook may unpack to.
UNPACKED_BYTES = 1_500_000_000
#: Times a workbook may grow when it is unpacked, once it is larger than a few megabytes.
UNPACKED_RATIO = 200
ROWS = 2_000_000
COLUMNS = 10_000
#: Cells of a table from its first to its last used row and column.
CELLS = 50_000_000
#: Bytes of the XML that describes a data file.
DESCRIPTION_BYTES = 50_000_000
#: Elements of such XML.
XML_ELEMENTS = 1_000_000
#: Cells that may lie apart, with next to nothing between them.
SPARSE_CELLS = 20_000_000
#: Bytes of a codebook file.
CODEBOOK_BYTES = 20_000_000
#: Codes of a codebook.
CODES = 5_000
#: Phrases of a code's ``include``, and of its ``exclude``.
PHRASES = 100
#: Letters of such a phrase.
PHRASE_LETTERS = 500
#: Test cases of a codebook.
TESTS = 2_000
#: Letters of a test case's answer.
TEST_LETTERS = 10_000
#: Bytes that a workbook may unpack to which a client sends to a server.
UPLOADED_UNPACKED_BYTES = 300_000_000
