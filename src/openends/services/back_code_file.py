"""Back-code a closed question of a data file, and write what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from openends.domain.back_coding import BackCoding, ClosedAnswer, ClosedQuestion
from openends.domain.codebook import Codebook, CodingType
from openends.domain.errors import ColumnProblem, InputError, OutputError
from openends.domain.survey import Survey
from openends.encoders import load_encoders
from openends.engine.back_code.back_code import THRESHOLD, back_code
from openends.engine.progress import Progress, silent
from openends.engine.settings import Settings
from openends.files import read_codebook, read_survey
from openends.files.atomic import all_or_none, check_distinct, check_writable
from openends.files.back_coding_json import back_coding_to_dict, read_back_coding
from openends.files.delivery.back_coded import back_coded_sheets, before_and_after
from openends.files.read_decisions import read_decisions
from openends.files.read_survey import survey_files
from openends.files.spss.write_sav import write_sav
from openends.files.value_labels import read_value_labels
from openends.files.write_sheets import write_sheets
from openends.services.choose_columns import choose_id_column, find_column
from openends.services.closed_columns import read_closed
from openends.services.code_survey import responses_of

ENDINGS = frozenset({".xlsx", ".csv", ".sav", ".json"})


@dataclass(frozen=True, kw_only=True, slots=True)
class BackCodingOrder:
    """What a researcher asks for."""

    data: Path
    #: Columns of the closed question: one, one per option, or one per mention.
    closed: Sequence[str]
    #: Column with what was written beside Other.
    other_text: str
    #: Number or name of "Other, specify".
    other: str
    id_column: str | None = None
    threshold: float = THRESHOLD
    #: Names of the options, and what else is known of them.
    codebook: Path | None = None
    #: The outcome of an earlier run.
    before: Path | None = None
    #: A workbook of an earlier run in which people decided.
    reviewed: Path | None = None
    settings: Settings = field(default_factory=Settings)
    out: Sequence[Path] = ()

    def check(self) -> None:
        """Raise ``OpenendsError`` for an output that cannot be written."""
        for path in self.out:
            if path.suffix.casefold() not in ENDINGS:
                raise OutputError(
                    f"Cannot write {path.name}: use the ending .xlsx, .csv, .sav or .json."
                )
        read = (*survey_files(self.data), self.codebook, self.before, self.reviewed)
        check_distinct(self.out, [path for path in read if path])
        for path in self.out:
            check_writable(path)


@dataclass(frozen=True, kw_only=True, slots=True)
class BackCodedFile:
    """A back-coded question, and what had to be done to read the file, in sentences."""

    done: BackCoding
    notes: tuple[str, ...] = ()


def back_code_file(order: BackCodingOrder, progress: Progress = silent) -> BackCodedFile:
    """Back-code a closed question and write the outputs.

    Raises
    ------
    InputError
        When a column, the list, the codebook or the earlier outcome cannot be used.
    OutputError
        When an output cannot be written; found out before the work begins where possible.
    """
    order.check()
    survey = read_survey(order.data)
    codebook = read_codebook(order.codebook) if order.codebook else None
    earlier = read_back_coding(order.before) if order.before else None
    question, answers = _read(survey, order, codebook, earlier)
    decided = {}
    if order.reviewed:
        new = {option.number: option.name for option in earlier.new_codes} if earlier else {}
        options = {**question.names, **new}
        decided = read_decisions(order.reviewed, options, single=not question.multiple)
    settings = replace(order.settings, question=question.text)
    if codebook is not None and codebook.coding_type is CodingType.ENTITY:
        settings = replace(settings, coding_type=CodingType.ENTITY)
    done = back_code(
        question,
        answers,
        load_encoders=partial(load_encoders, "fast"),
        settings=settings,
        threshold=order.threshold,
        earlier=earlier,
        decided=decided,
        progress=progress,
    )
    with all_or_none():
        for path in order.out:
            _write(done, path)
    return BackCodedFile(done=done, notes=(*survey.warnings, *done.notes))


def _read(
    survey: Survey, order: BackCodingOrder, codebook: Codebook | None, earlier: BackCoding | None
) -> tuple[ClosedQuestion, list[ClosedAnswer]]:
    columns = [find_column(survey, name) for name in dict.fromkeys(order.closed)]
    written = find_column(survey, order.other_text)
    if written in columns:
        raise ColumnProblem(
            f"Column '{written.name}' is named as closed question and as Other text; give the "
            "column with the words with --other-text."
        )
    closed = read_closed(
        columns,
        order.other,
        labels=read_value_labels(order.data),
        codebook=codebook,
        text=order.settings.question,
        known=earlier.question.options if earlier else (),
    )
    id_column = choose_id_column(survey, order.id_column)
    responses = responses_of(survey, written.name, id_column)
    _check_ids(survey, id_column, [response.id for response in responses])
    answers = [
        ClosedAnswer(
            respondent=response.id,
            punches=punches,
            text=response.text,
            asked=filled or bool(response.text.strip()),
        )
        for response, punches, filled in zip(responses, closed.punches, closed.filled, strict=True)
    ]
    return closed.question, answers


def _check_ids(survey: Survey, id_column: str | None, ids: Sequence[str]) -> None:
    """Refuse ids that are missing or there twice: an earlier outcome is found by them."""
    if len(set(ids)) < len(ids) or not all(ids):
        raise InputError(
            f"Column '{id_column}' of {survey.source} does not tell respondents apart: an id is "
            "missing or there twice; correct it, or name another column with --id."
        )


def _write(done: BackCoding, path: Path) -> None:
    if path.suffix.casefold() == ".sav":
        write_sav(before_and_after(done), path, file_label=f"{done.question.name}, back-coded")
        return
    content = back_coding_to_dict(done) if path.suffix.casefold() == ".json" else None
    write_sheets(back_coded_sheets(done), path, content)
