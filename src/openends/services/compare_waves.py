"""Compare two waves of a tracker as coded files, by a bridge between their codings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openends.domain.codebook import Codebook
from openends.domain.errors import InputError
from openends.domain.response import ReviewedResponse
from openends.encoders import Quality
from openends.engine.progress import Progress, silent
from openends.engine.reference import FIT_ANSWERS
from openends.engine.refine.uncovered import UncoveredTheme
from openends.engine.reliability.waves import (
    ComparedWaves,
    compare_waves,
    draw_bridge,
    later_names,
    wave_notes,
)
from openends.files.atomic import check_distinct, check_writable
from openends.files.read_reviewed import read_reviewed
from openends.files.write_coded import check_output
from openends.files.write_sheets import write_sheets
from openends.services.coded_layouts import CodedRow
from openends.services.coder_file import CoderFile, read_coder_file, same_spelling
from openends.services.compare_coders import MOST_CELLS
from openends.services.evaluation_data import PeoplesCodebook, read_peoples_codebook
from openends.services.runs_alike import built_its_codebook, coded_alike
from openends.services.wave_bridge import Bridge, bridge_by_machine, bridge_by_people
from openends.services.wave_sheets import wave_sheets

#: Responses that the machine codes both ways: as many as it reads anyway to code any.
SAMPLE = FIT_ANSWERS


@dataclass(frozen=True, kw_only=True, slots=True)
class WavesOrder:
    """What a researcher asks for."""

    first: Path
    second: Path
    #: Responses of the second wave that people coded as in the first; None lets the machine.
    bridge: Path | None = None
    #: Codebook of the first wave, by which the machine codes the bridge sample.
    codebook: Path | None = None
    #: Codebook of the second wave, which tells by its numbers what was renamed.
    second_codebook: Path | None = None
    #: What people decided in the first wave, for the machine to learn from.
    reviewed: Path | None = None
    #: The coded column, where a file has several; None to guess.
    question: str | None = None
    id_column: str | None = None
    sample: int = SAMPLE
    quality: Quality = "fast"
    seed: int = 0
    out: Path | None = None

    def check(self) -> None:
        """Raise ``OpenendsError`` for options that do not fit, or an unwritable result."""
        if self.out:
            read = (self.first, self.second, self.bridge, self.codebook, self.second_codebook)
            check_output(self.out)
            check_distinct([self.out], [path for path in (*read, self.reviewed) if path])
            check_writable(self.out)
        if self.reviewed and (self.bridge or not self.codebook):
            raise InputError(
                "--reviewed tells the machine what people decided in the first wave; give it with "
                "--codebook and without --bridge."
            )


@dataclass(frozen=True, kw_only=True, slots=True)
class WaveFiles:
    """Two waves beside each other, and what was found out on the way."""

    #: Names of the files.
    first: str
    second: str
    #: Who coded the bridge sample by the first wave's coding, in words; "" where none was needed.
    bridged_by: str
    compared: ComparedWaves
    #: What people say in the second wave, and no code of the first covers; empty also where only
    #: people coded.
    themes: tuple[UncoveredTheme, ...]
    #: What should be known about the files, in sentences.
    notes: tuple[str, ...]


def compare_wave_files(order: WavesOrder, progress: Progress = silent) -> WaveFiles:
    """Compare two waves and write what was asked for.

    Parameters
    ----------
    order:
        The files, and how they are bridged.
    progress:
        Told the stage and how far it is, where the machine codes.

    Raises
    ------
    InputError
        When a file cannot be used, nothing bridges the waves, or the bridge is of other responses.
    OutputError
        When the output cannot be written.
    """
    order.check()
    books = [_codebook(path) for path in (order.codebook, order.second_codebook)]
    first, second = (
        read_coder_file(
            path, question=order.question, id_column=order.id_column, names=_names(book)
        )
        for path, book in zip((order.first, order.second), books, strict=True)
    )
    before, after = _answered(first), _answered(second)
    bridge = _bridge(order, books[0], second, after, progress)
    then, now = (_listed(book, wave) for book, wave in zip(books, (first, second), strict=True))
    spelling = same_spelling([*now, *then, *bridge.codes])
    later = {name: spelling[name] for name in (*then, *bridge.codes)}
    if books[0] and books[1]:
        later |= later_names(books[0].codebook.codes, books[1].codebook.codes)
    if len(bridge.coded) * len(spelling) > MOST_CELLS:
        raise InputError(
            f"{len(bridge.coded):,} responses by {len(spelling):,} codes are more than can be "
            "compared; bridge the waves with a part of the responses, drawn at random."
        )
    compared = compare_waves(
        [frozenset(row.codes) for row in before],
        [frozenset(_spelt(row.codes, spelling)) for row in after],
        bridge.coded,
        later,
    )
    found = WaveFiles(
        first=first.name,
        second=second.name,
        bridged_by=bridge.by,
        compared=compared,
        themes=bridge.themes,
        notes=(
            *_warnings(first, second),
            *bridge.notes,
            *_notes(order, first, bridge),
            *wave_notes(compared, then, _spelt(now, spelling), later),
        ),
    )
    if order.out:
        write_sheets(wave_sheets(compared.changes, found.themes), order.out, found)
    return found


def _codebook(path: Path | None) -> PeoplesCodebook | None:
    return None if path is None else read_peoples_codebook(path)


def _names(book: PeoplesCodebook | None) -> Mapping[str, str] | None:
    """Return the name of every code by its number or id, and by itself; None without a codebook."""
    if book is None:
        return None
    return {name: name for name in book.names.values()} | dict(book.names)


def _listed(book: PeoplesCodebook | None, wave: CoderFile) -> list[str]:
    """Return the codes of a wave: of its codebook, where one is given, and of its file."""
    return [*(code.name for code in (book.codebook if book else ())), *wave.codes]


def _spelt(names: Sequence[str], spelling: Mapping[str, str]) -> list[str]:
    return list(dict.fromkeys(spelling[name] for name in names))


def _answered(wave: CoderFile) -> list[CodedRow]:
    """Return the responses that percentages are parts of."""
    rows = [row for row in wave.responses.values() if row.answered or row.codes]
    if not rows:
        raise InputError(f"Nobody answered in {wave.name}; give a wave with answers.")
    return rows


def _bridge(
    order: WavesOrder,
    book: PeoplesCodebook | None,
    second: CoderFile,
    answered: Sequence[CodedRow],
    progress: Progress,
) -> Bridge:
    if order.bridge:
        coded = read_coder_file(
            order.bridge, question=order.question, id_column=order.id_column, names=_names(book)
        )
        return bridge_by_people(coded, second, answered)
    if book:
        return bridge_by_machine(
            second,
            answered,
            draw_bridge(len(answered), order.sample, order.seed),
            book.codebook,
            reviewed=_reviewed(order, book.codebook),
            quality=order.quality,
            progress=progress,
        )
    if coded_alike(order.first, order.second, order.question):
        return Bridge(coded={place: frozenset(row.codes) for place, row in enumerate(answered)})
    raise InputError(
        "Without a bridge nobody can tell what people said from how it was coded: give the first "
        f"wave's codebook with --codebook, and the machine codes responses of {second.name} by "
        "it; or give such responses, coded by people as in the first wave, with --bridge."
    )


def _reviewed(order: WavesOrder, codebook: Codebook) -> Sequence[ReviewedResponse]:
    """Return what people decided in the first wave on the question that is compared."""
    if order.reviewed is None:
        return ()
    reviewed = read_reviewed(order.reviewed)
    columns = {column for column, _ in reviewed.rows if column}
    if order.question is None and len(columns) > 1:
        raise InputError(
            f"{order.reviewed.name} has decisions on {len(columns)} questions: "
            f"{', '.join(sorted(columns))}; choose one with --text."
        )
    return reviewed.of(order.question or "".join(columns), codebook)


def _warnings(*waves: CoderFile) -> Iterator[str]:
    for wave in waves:
        yield from (f"{wave.name}: {warning}" for warning in wave.warnings)


def _notes(order: WavesOrder, first: CoderFile, bridge: Bridge) -> Iterator[str]:
    if not bridge.by:
        yield (
            "Both files say that they were coded by the same codebook, version and settings, "
            "without review: no bridge was needed."
        )
    if built_its_codebook(order.first, order.question) and not order.bridge:
        yield (
            f"The codebook of {first.name} was built from its own answers, and a run that builds "
            "one gives some answers other codes than a run that is given it; code the first wave "
            "again by its codebook, as the second is coded."
        )
    machine = any(row.confidence is not None for row in first.responses.values())
    if order.codebook and not order.bridge and not machine:
        yield (
            f"{first.name} does not say that a machine coded it. If people did, let people code "
            "the bridge sample too (--bridge): else the machine's ways count as coding change."
        )
