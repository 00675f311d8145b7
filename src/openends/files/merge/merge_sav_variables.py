"""What variables become when they are added to a client's .sav file: names, widths, bytes."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from openends.domain.errors import FormatProblem
from openends.files.merge.merge_client import check_free
from openends.files.merge.merge_sav_file import EXTENDED_SETS, EXTENSION_HEAD, SETS, SavFile
from openends.files.spss.sav_records import EXTENSION
from openends.files.spss.spss_table import SpssTable, SpssVariable

_SHORT, _PIECE, _LONGEST_TEXT = 8, 8, 255


@dataclass(frozen=True, kw_only=True, slots=True)
class AddedVariable:
    """A variable as it will stand in the file."""

    spss: SpssVariable
    short: str
    #: Of texts in the file's encoding; 0 for numbers.
    width: int

    @property
    def pieces(self) -> int:
        """Pieces of eight bytes that it takes of a case."""
        return max(1, -(-self.width // _PIECE))


def added_variables(file: SavFile, table: SpssTable) -> list[AddedVariable]:
    """Return the variables under names that are nobody else's in the file.

    Raises
    ------
    ColumnProblem
        When the file has a variable or a set of such a name.
    FormatProblem
        When it cannot hold a text.
    """
    check_free(
        (variable.name for variable in table.variables),
        [variable.name for variable in file.variables],
        file.path.name,
    )
    check_free((each.name for each in table.sets), _set_names(file), file.path.name)
    taken = {variable.short.decode("latin-1").upper() for variable in file.variables}
    taken |= {variable.name.upper() for variable in file.variables}
    wanted = {variable.name.upper() for variable in table.variables}
    return [
        AddedVariable(
            spss=variable,
            short=_short(variable.name, taken, wanted),
            width=_width(file, variable),
        )
        for variable in table.variables
    ]


def in_encoding(text: str, file: SavFile) -> bytes:
    """Return a text as the file writes it; an ellipsis may become three points, and no more.

    Raises
    ------
    FormatProblem
        When it cannot.
    """
    for spelling in (text, unicodedata.normalize("NFC", text), text.replace("…", "...")):
        try:
            return spelling.encode(file.codec)
        except UnicodeEncodeError as error:
            sign = error.object[error.start]
    raise FormatProblem(
        f"Cannot write '{text}' into {file.path.name}: its encoding ({file.encoding}) lacks the "
        f"character '{sign}'; save the file as UTF-8 in SPSS (Unicode mode), or change this text."
    )


def _set_names(file: SavFile) -> list[str]:
    return [
        line.partition(b"=")[0].decode(file.codec, "backslashreplace")
        for record in file.records
        if record.kind == EXTENSION and record.subtype in {SETS, EXTENDED_SETS}
        for line in record.content[EXTENSION_HEAD:].split(b"\n")
        if line
    ]


def _short(name: str, taken: set[str], wanted: Collection[str]) -> str:
    """Return a name of eight bytes at most that is nobody's, and take it."""
    own, number = name.upper(), 0
    if not own.isascii() or len(own) > _SHORT or own in taken:
        while own in taken or own in wanted or not number:
            number += 1
            own = f"V{number:05d}"
    taken.add(own)
    return own


def _width(file: SavFile, variable: SpssVariable) -> int:
    if not variable.width:
        return 0
    width = max((len(in_encoding(text or "", file)) for text in variable.texts()), default=0)
    if width > _LONGEST_TEXT:
        raise FormatProblem(
            f"Cannot write '{variable.name}' into {file.path.name}: a text of it has {width:,} "
            f"bytes, and at most {_LONGEST_TEXT} can be added; shorten it."
        )
    return max(1, width)
