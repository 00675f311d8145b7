"""The files that a coded data file is written to: all of them, or none when one fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from openends.domain.methods_page import MethodsPage
from openends.engine.progress import Progress, silent
from openends.files.atomic import all_or_none, check_distinct, check_writable
from openends.files.client_report.write_client_report import (
    check_client_report,
    write_client_report,
)
from openends.files.coding_manual import write_manual
from openends.files.write_codebook import check_codebook_output, write_codebook
from openends.files.write_coded import check_output, files_of, write_coded
from openends.files.write_manifest import check_manifest_output, write_manifest
from openends.files.write_methods import check_methods, write_methods
from openends.files.write_report import check_report, write_report
from openends.services.code_survey import CodedFile
from openends.services.coding_facts import CodingFacts, facts_of_run


@dataclass(frozen=True, kw_only=True, slots=True)
class Outputs:
    """Files to write; checked before the work begins, so that no coding is lost."""

    coded: Sequence[Path] = ()
    report: Path | None = None
    codebook: Path | None = None
    #: The coding manual that a language model writes.
    manual: Path | None = None
    manifest: Path | None = None
    #: How the questions were coded, for the methods section of a report.
    methods: Path | None = None
    #: The same for a client: pages, PDF or slides.
    client: Sequence[Path] = ()
    #: Whether the client's report quotes answers.
    verbatims: bool = True

    def check(self, inputs: Sequence[Path]) -> None:
        """Raise ``OutputError`` for the first file that could not be written, or would be lost."""
        for path in self.coded:
            check_output(path)
        if self.codebook:
            check_codebook_output(self.codebook)
        if self.report:
            check_report(self.report)
        if self.manifest:
            check_manifest_output(self.manifest)
        if self.methods:
            check_methods(self.methods)
        for path in self.client:
            check_client_report(path)
        check_distinct(self.paths, inputs)
        for path in self.paths:
            check_writable(path)

    @property
    def paths(self) -> tuple[Path, ...]:
        """All files to write."""
        named = (self.report, self.codebook, self.manual, self.manifest, self.methods)
        coded = (part for path in self.coded for part in files_of(path))
        return (*coded, *(path for path in named if path is not None), *self.client)


def write_outputs(
    coded: CodedFile, outputs: Outputs, progress: Progress = silent
) -> tuple[str, ...]:
    """Write all files of a coded survey, or none when one fails.

    Returns
    -------
    tuple of str
        What is wrong with the files, in sentences.
    """
    total = len(outputs.paths)
    if not total:
        return ()
    progress("Writing", 0, total)
    with all_or_none():
        for done, path in enumerate(outputs.coded, start=1):
            write_coded(coded.coded, coded.tabulations, path)
            progress("Writing", done, total)
        if outputs.report:
            write_report(coded.coded, coded.tabulations, outputs.report)
        first = next(iter(coded.coded.questions.values()))
        if outputs.codebook:
            write_codebook(first.codebook, outputs.codebook)
        if outputs.manual and first.advice and first.advice.manual:
            write_manual(first.advice.manual, outputs.manual)
        if outputs.manifest:
            write_manifest(coded.coded, outputs.manifest)
        if outputs.methods:
            write_methods(_methods(coded), outputs.methods)
        lacking = _write_for_client(coded, outputs)
    progress("Writing", total, total)
    return lacking


def _methods(coded: CodedFile) -> list[MethodsPage]:
    # Only who wants the page waits for what its intervals are computed with.
    from openends.services.methods_page import methods_page

    return [methods_page(facts) for facts in _facts(coded)]


def _write_for_client(coded: CodedFile, outputs: Outputs) -> tuple[str, ...]:
    if not outputs.client:
        return ()
    # Only who wants it waits for what finds personal data.
    from openends.services.client_report import client_report_of

    source = coded.coded.survey.source
    report = client_report_of(source, list(_facts(coded)), verbatims=outputs.verbatims)
    notes = [note for path in outputs.client for note in write_client_report(report, path)]
    return tuple(dict.fromkeys(notes))


def _facts(coded: CodedFile) -> Iterator[CodingFacts]:
    source = coded.coded.survey.source
    for column, question in coded.coded.questions.items():
        place = f"{source}, column {column}" if source else f"column {column}"
        yield facts_of_run(question, coded.tabulations[column], place)
