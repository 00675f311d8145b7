"""Put the coded questions of a project into the client's own data file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from openends.domain.delivery import Delivery
from openends.domain.errors import FileProblem, InputError
from openends.domain.organization import Caller, without_key
from openends.files.limits import UPLOADED_UNPACKED_BYTES
from openends.files.merge.merge_open import ENDINGS, open_client_file
from openends.services.deliver_file import (
    PROJECT,
    MergeChoice,
    left_out,
    match_respondents,
    merge_delivery,
)
from openends.services.load_delivery import load_delivery
from openends.services.manage_organizations import find_organization
from openends.store.database import Database


@dataclass(frozen=True, kw_only=True, slots=True)
class ProjectOrder:
    """A client's file, the project whose codes go into it, and how."""

    project_id: str
    #: None for all coded questions.
    question_ids: Sequence[str] | None
    #: The file, and what its name ends with.
    content: bytes
    ending: str
    key: str
    choice: MergeChoice
    #: Whether the file is wanted even if somebody is left out.
    allow_unmatched: bool = False

    def __post_init__(self) -> None:
        if self.ending not in ENDINGS:
            raise FileProblem(
                f"Codes can be added to {', '.join(sorted(ENDINGS))}; send the file under its name "
                "with one of these endings."
            )

    @property
    def file_name(self) -> str:
        """Return the name under which the result is saved."""
        return f"merged-{self.project_id[:8]}{self.ending}"


def deliver_project(
    database: Database, caller: Caller, order: ProjectOrder, path: Path
) -> tuple[str, ...]:
    """Write the client's file with the codes; return in sentences who was left out.

    Raises
    ------
    NotFound
        When the caller has no such project or question.
    NothingCoded
        When nothing of it is coded.
    InputError
        When the file cannot be used, a name is taken, or somebody is left out and may not be.
    FormatProblem
        When the file cannot hold a text.
    """
    with database.reading() as connection:
        delivery = load_delivery(connection, caller, order.project_id, order.question_ids)
    given = path.with_name(f"client{order.ending}")
    given.write_bytes(order.content)
    client = open_client_file(given, order.key, UPLOADED_UNPACKED_BYTES)
    match = match_respondents(client, delivery, given.name)
    told = list(left_out(match, given.name, PROJECT))
    if told and not order.allow_unmatched:
        shown = "; ".join(f"{what}: {', '.join(ids)}" if ids else what for what, ids in told)
        raise InputError(
            f"Not everybody can be told for certain: {shown}. Correct the keys, or send "
            "allow_unmatched=true to have the file all the same."
        )
    merge_delivery(client, delivery, match, order.choice, path)
    return tuple(f"{what}." for what, _ in told)


def delivery_of_project(database: Database, organization: str, project_id: str) -> Delivery:
    """Return the coded questions of a project, for who works at the server's own machine.

    Parameters
    ----------
    organization:
        Its name.

    Raises
    ------
    NotFound
        When there is no such organization, or it has no such project.
    NothingCoded
        When nothing of it is coded.
    """
    with database.reading() as connection:
        caller = without_key(find_organization(connection, organization))
        return load_delivery(connection, caller, project_id.strip().lower(), None)
