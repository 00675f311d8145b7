"""Write the coded questions of a project into one file."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection

from openends.domain.delivery import Delivery, DeliveryChoice
from openends.domain.errors import OutputError, SpssUnavailable
from openends.domain.organization import Caller
from openends.engine.tabulate.tabulate import tabulate
from openends.files.delivery.variables import delivered_table
from openends.files.delivery.write_csv import Delimiter, write_csv
from openends.files.delivery.write_workbook import Told, write_workbook
from openends.files.spss.write_sav import write_sav
from openends.files.spss.write_sps import write_sps
from openends.files.triple_s.write_triple_s import Version, write_triple_s
from openends.services.load_delivery import delivery_of, load_coded_questions
from openends.services.methods_page import methods_page
from openends.services.question_methods import facts_of
from openends.services.stored_question import StoredQuestion
from openends.store.database import Database

#: That a file in an archive is of.
_DAY = (2000, 1, 1, 0, 0, 0)


class ExportForm(StrEnum):
    """The format of an exported file: the ending of its name."""

    EXCEL = "xlsx"
    CSV = "csv"
    SPSS = "sav"
    #: Syntax that gives a .csv or .sav without labels those of ``SPSS``.
    SYNTAX = "sps"
    #: Triple-S: a description and its data, in one archive.
    TRIPLE_S = "zip"


@dataclass(frozen=True, kw_only=True, slots=True)
class ExportOrder:
    """What is to be exported, and how."""

    project_id: str
    #: None for all coded questions.
    question_ids: Sequence[str] | None
    form: ExportForm
    choice: DeliveryChoice
    dictionary: bool = True
    delimiter: Delimiter = ","
    #: Of Triple-S.
    version: Version = "3.0"

    @property
    def name(self) -> str:
        """Return what the file is called, without its ending."""
        return f"export-{self.project_id[:8]}"

    @property
    def file_name(self) -> str:
        """Return the name under which the file is saved."""
        return f"{self.name}.{self.form}"


def export_project(database: Database, caller: Caller, order: ExportOrder, path: Path) -> None:
    """Write the file.

    Raises
    ------
    NotFound
        When the caller has no such project or question.
    NothingCoded
        When nothing of it is coded.
    FormatProblem
        When the format cannot hold it.
    SpssUnavailable
        When the library that writes SPSS files fails.
    """
    with database.reading() as connection:
        stored = load_coded_questions(connection, caller, order.project_id, order.question_ids)
        # Only the workbook tells how the questions were coded, which takes longer than the codes.
        is_workbook = order.form is ExportForm.EXCEL
        told = [_told(connection, caller, each) for each in stored] if is_workbook else []
    delivery, choice = delivery_of(stored), order.choice
    match order.form:
        case ExportForm.EXCEL:
            write_workbook(delivery, choice, told, path, dictionary=order.dictionary)
        case ExportForm.CSV:
            write_csv(delivery, choice, path, delimiter=order.delimiter)
        case ExportForm.SPSS:
            _write_spss(delivery, choice, path)
        case ExportForm.SYNTAX:
            data = f"{order.name}.{ExportForm.CSV}"
            write_sps(delivered_table(delivery, choice), path, data_file=data)
        case ExportForm.TRIPLE_S:
            _write_triple_s(delivery, order, path)


def _told(connection: Connection, caller: Caller, stored: StoredQuestion) -> Told:
    return Told(
        counts=tabulate(stored.coded),
        methods=methods_page(facts_of(connection, caller, stored)),
        uncoded=stored.uncoded,
    )


def _write_spss(delivery: Delivery, choice: DeliveryChoice, path: Path) -> None:
    try:
        write_sav(delivered_table(delivery, choice), path, file_label=delivery.name)
    except OutputError as error:
        raise SpssUnavailable(error.message) from error


def _write_triple_s(delivery: Delivery, order: ExportOrder, path: Path) -> None:
    described = path.with_name(f"{order.name}.sss")
    table = delivered_table(delivery, order.choice)
    language = delivery.questions[0].coded.codebook.language
    data = write_triple_s(
        table, described, title=delivery.name, version=order.version, language=language
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in (described, data):
            # A fixed day: the same codes give the same bytes.
            entry = zipfile.ZipInfo(each.name, date_time=_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, each.read_bytes())
