"""``openends deliver``: the codes in the client's own data file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from openends.cli.db import DatabaseOption

if TYPE_CHECKING:
    from openends.domain.delivery import Delivery

EXAMPLES = """Examples:

  openends deliver client.sav coded.json --key RESPID --out client_coded.sav

  openends deliver client.xlsx coded.json --key id --layout binary_dummy --out with_codes.xlsx

  openends deliver client.sav coded.json --key RESPID --text why --prefix C_ --out coded.sav

  openends deliver client.sav --project 6a1f0c52-8f0e-4c63-9d3a-1c1f6f5f6f10 -k RESPID -o coded.sav
"""


def deliver(
    client: Annotated[
        Path, typer.Argument(metavar="CLIENT", help="The client's file: .sav, .zsav, .xlsx, .csv.")
    ],
    coded: Annotated[
        Path | None,
        typer.Argument(metavar="CODED.json", help="What code --out wrote, as .json."),
    ] = None,
    *,
    key: Annotated[
        str,
        typer.Option("--key", "-k", metavar="VARIABLE", help="Tells the client's cases apart."),
    ],
    out: Annotated[
        Path,
        typer.Option("--out", "-o", metavar="FILE", help="The client's file with the codes."),
    ],
    project: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Take the codes of a server's project instead."),
    ] = None,
    org: Annotated[
        str, typer.Option("--org", metavar="NAME", help="Organization whose project it is.")
    ] = "default",
    database: DatabaseOption = None,
    text: Annotated[
        list[str] | None,
        typer.Option(
            "--text",
            "-t",
            metavar="COLUMN",
            help="Coded column; repeatable.",
            show_default="all that are coded",
        ),
    ] = None,
    id_column: Annotated[
        str | None,
        typer.Option(
            "--id",
            metavar="COLUMN",
            help="Column of the coded file with the same keys.",
            show_default="the one that it was coded with",
        ),
    ] = None,
    layout: Annotated[
        Literal["columns_by_mention", "binary_dummy"],
        typer.Option(help="A variable per mention, or one of 0 and 1 per code."),
    ] = "columns_by_mention",
    names: Annotated[
        bool, typer.Option("--names", help="Names of codes in place of their numbers.")
    ] = False,
    sentiment: Annotated[bool, typer.Option("--sentiment", help="Add the tone.")] = False,
    confidence: Annotated[
        bool, typer.Option("--confidence", help="Add how sure the codes are.")
    ] = False,
    prefix: Annotated[
        str,
        typer.Option(
            metavar="LETTERS",
            help="Before the names of the added variables, where the client has such names.",
        ),
    ] = "",
) -> None:
    """Add coded questions to the client's data file; nothing else in it changes.

    Who cannot be told for certain gets no codes and is listed; the status is then 1.
    """
    from openends.cli.console import open_console
    from openends.services.deliver_file import (
        NAMED,
        PROJECT,
        DeliverOrder,
        MergeChoice,
        deliver_file,
        left_out,
    )

    order = DeliverOrder(
        client=client,
        coded=coded,
        key=key,
        out=out,
        columns=tuple(text or ()),
        id_column=id_column,
        choice=MergeChoice(
            layout=layout, sentiment=sentiment, confidence=confidence, names=names, prefix=prefix
        ),
    )
    merged = deliver_file(order, _delivery(project, org, database) if project else None)
    console, match = open_console(), merged.match
    console.print(
        f"{out}: {len(merged.variables):,} variables added, {match.matched:,} of "
        f"{len(match.places):,} cases have codes."
    )
    for what, ids in left_out(match, client.name, coded.name if coded else PROJECT):
        more = ", ..." if len(ids) == NAMED else ""
        console.print(f"{what}{': ' + ', '.join(ids) + more if ids else '.'}")
    if not match.is_complete:
        raise typer.Exit(1)


def _delivery(project: str, org: str, database: str | None) -> Delivery:
    from openends.cli.db import opened_database
    from openends.services.deliver_project import delivery_of_project

    with opened_database(database, may_create=False) as store:
        return delivery_of_project(store, org, project)
