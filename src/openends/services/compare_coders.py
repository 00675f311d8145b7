"""Compare two coded files of the same responses, and list what is to be adjudicated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openends.domain.errors import InputError
from openends.domain.survey import Cell
from openends.engine.reliability.two_coders import TwoCoders, compare_coders
from openends.files.atomic import all_or_none, check_distinct, check_writable
from openends.files.coded_table import SEPARATOR
from openends.files.read_reviewed import CHECKED, CODES, SHEET, TEXT
from openends.files.write_coded import check_output
from openends.files.write_sheets import Sheet, check_workbook_output, write_sheets
from openends.services.coded_layouts import CodedRow
from openends.services.coder_file import CoderFile, read_coder_file, same_spelling
from openends.services.comparison_table import comparison_sheet
from openends.services.evaluation_data import read_peoples_codebook

#: Responses times codes that are held in memory at once.
MOST_CELLS = 25_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class CompareOrder:
    """What a researcher asks for."""

    first: Path
    second: Path
    #: The coded column, where a file has several; None to guess.
    question: str | None = None
    id_column: str | None = None
    #: The codebook that tells names from numbers; None takes the codes as written.
    codebook: Path | None = None
    out: Path | None = None
    adjudicate: Path | None = None
    seed: int = 0

    def check(self) -> None:
        """Raise ``OutputError`` for the first file that could not be written, or would be lost."""
        if self.out:
            check_output(self.out)
        if self.adjudicate:
            check_workbook_output(self.adjudicate)
        outputs = [path for path in (self.out, self.adjudicate) if path]
        read = (self.first, self.second, self.codebook)
        check_distinct(outputs, [path for path in read if path])
        for path in outputs:
            check_writable(path)


@dataclass(frozen=True, kw_only=True, slots=True)
class ComparedFiles:
    """Two coded files beside each other."""

    #: Names of the files.
    first: str
    second: str
    #: Responses in one file only, which say nothing about agreement.
    only_first: int
    only_second: int
    #: Responses in both in which nothing was answered; left out.
    blank: int
    #: Responses to which the two gave different codes.
    differing: int
    agreement: TwoCoders
    #: What should be known about the files, in sentences.
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A response with both codings."""

    id: str
    text: str
    first: tuple[str, ...]
    second: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """True where somebody has to decide."""
        return set(self.first) != set(self.second)


def compare_files(order: CompareOrder) -> ComparedFiles:
    """Compare two coded files and write what was asked for.

    Raises
    ------
    InputError
        When a file cannot be used, or the two have no response in common.
    OutputError
        When an output cannot be written.
    """
    order.check()
    names = _names(order.codebook) if order.codebook else None
    first, second = (
        read_coder_file(path, question=order.question, id_column=order.id_column, names=names)
        for path in (order.first, order.second)
    )
    spelling = same_spelling([*first.codes, *second.codes])
    common = [identity for identity in first.responses if identity in second.responses]
    pairs = list(_pairs(first, second, common, spelling))
    _check_pairs(first, second, common, pairs)
    codes = tuple(dict.fromkeys(spelling.values()))
    if len(pairs) * len(codes) > MOST_CELLS:
        raise InputError(
            f"{len(pairs):,} responses by {len(codes):,} codes are more than fit into memory; "
            "compare a part of the responses, drawn at random."
        )
    compared = ComparedFiles(
        first=first.name,
        second=second.name,
        only_first=len(first.responses) - len(common),
        only_second=len(second.responses) - len(common),
        blank=len(common) - len(pairs),
        differing=sum(pair.differs for pair in pairs),
        agreement=compare_coders(
            [frozenset(pair.first) for pair in pairs],
            [frozenset(pair.second) for pair in pairs],
            codes=codes,
            seed=order.seed,
        ),
        notes=tuple(_notes(first, second, common)),
    )
    with all_or_none():
        if order.out:
            write_sheets([comparison_sheet(compared.agreement)], order.out, compared)
        if order.adjudicate:
            write_sheets([_adjudication(pairs)], order.adjudicate)
    return compared


def _names(codebook: Path) -> Mapping[str, str]:
    """Return the name of every code by its number or id, and by itself."""
    names = read_peoples_codebook(codebook).names
    return {name: name for name in names.values()} | dict(names)


def _pairs(
    first: CoderFile, second: CoderFile, common: Sequence[str], spelling: Mapping[str, str]
) -> Iterator[_Pair]:
    """Yield the responses of both, without those that nobody has anything to say about."""
    for identity in common:
        theirs, ours = first.responses[identity], second.responses[identity]
        unanswered = not (theirs.answered and ours.answered)
        if unanswered and not theirs.codes and not ours.codes:
            continue
        yield _Pair(
            identity, theirs.text or ours.text, _spelt(theirs, spelling), _spelt(ours, spelling)
        )


def _spelt(row: CodedRow, spelling: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(spelling[code] for code in row.codes))


def _check_pairs(
    first: CoderFile, second: CoderFile, common: Sequence[str], pairs: Sequence[_Pair]
) -> None:
    if not common:
        here, there = next(iter(first.responses), "none"), next(iter(second.responses), "none")
        raise InputError(
            f"{first.name} and {second.name} have no id in common: the first ids are "
            f"'{here[:40]}' and '{there[:40]}'. Compare files of the same responses, or name the "
            "column that matches them with --id."
        )
    if not pairs:
        raise InputError(
            f"All {len(common):,} responses that {first.name} and {second.name} have in common are "
            "blank; compare files with answers."
        )


def _notes(first: CoderFile, second: CoderFile, common: Sequence[str]) -> Iterator[str]:
    for file in (first, second):
        yield from (f"{file.name}: {warning}" for warning in file.warnings)
    texts = [
        (first.responses[one].text.split(), second.responses[one].text.split()) for one in common
    ]
    if others := sum(bool(theirs and ours) and theirs != ours for theirs, ours in texts):
        yield (
            f"{others:,} of {len(common):,} responses have another text in the second file; check "
            "that the ids mean the same."
        )
    if first.codes and second.codes:
        spelling = same_spelling([*first.codes, *second.codes])
        if not {spelling[name] for name in first.codes} & {spelling[name] for name in second.codes}:
            yield (
                "The two have no code in common. If one gives numbers or ids and the other names, "
                "say which belong together with --codebook."
            )


def _adjudication(pairs: Sequence[_Pair]) -> Sheet:
    """Return the responses that need a decision; laid out to be read as reviewed responses."""
    rows: list[list[Cell]] = [
        [pair.id, pair.text, SEPARATOR.join(pair.first), SEPARATOR.join(pair.second), None, None]
        for pair in pairs
        if pair.differs
    ]
    return Sheet(
        name=SHEET,
        header=("id", TEXT, "first coder", "second coder", CODES, CHECKED),
        rows=rows,
        widths=(12, 60, 34, 34, 34, 9),
    )
