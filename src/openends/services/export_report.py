"""The report that a client is given, about the coded questions of a project."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openends.domain.errors import InputError
from openends.domain.organization import Caller
from openends.files.client_report.write_client_report import (
    check_client_report,
    write_client_report,
)
from openends.services.client_report import client_report_of
from openends.services.load_delivery import load_coded_questions
from openends.services.question_methods import facts_of
from openends.store.database import Database

#: Pages of a report that are made while somebody waits.
MOST_PAGES = 50


def export_report(
    database: Database,
    caller: Caller,
    project_id: str,
    question_ids: Sequence[str] | None,
    path: Path,
    *,
    verbatims: bool,
) -> tuple[str, ...]:
    """Write the report, a page per question, in the format that the ending names.

    Returns
    -------
    tuple of str
        What is wrong with the file, in sentences: characters that no font of the server has.

    Raises
    ------
    NotFound, NothingCoded
        When the caller has no such project or question, or nothing of it is coded.
    InputError
        When there are too many questions.
    OutputError
        When the server lacks what the format needs.
    """
    check_client_report(path)
    with database.reading() as connection:
        stored = load_coded_questions(connection, caller, project_id, question_ids)
        if len(stored) > MOST_PAGES:
            raise InputError(
                f"A report holds {MOST_PAGES} questions, these are {len(stored)}; name some of "
                "them in 'question_ids'."
            )
        facts = [facts_of(connection, caller, each) for each in stored]
    report = client_report_of(stored[0].project.name, facts, verbatims=verbatims)
    return write_client_report(report, path)
