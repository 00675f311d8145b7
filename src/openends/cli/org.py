"""``openends org``: the organizations that use a server."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from openends.cli.db import DatabaseOption

EXAMPLES = """Examples:

  openends org create "Field Research"

  openends org list
"""
CREATE_EXAMPLES = """Examples:

  openends org create "Field Research"

  openends org create Trial --credits 250 --trial

  openends org create Big --plan enterprise --database postgresql://openends@localhost/openends
"""
LIST_EXAMPLES = """Examples:

  openends org list

  openends org list --database sqlite:///openends.db
"""

LLM_EXAMPLES = """Examples:

  openends org llm "Field Research" off

  openends org llm "Field Research" openai:gpt-5

  openends org llm "Field Research" server
"""


def create(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Unique on the server.")],
    plan: Annotated[
        Literal["starter", "growth", "professional", "enterprise"],
        typer.Option(help="Jobs that run at once: 3, 5, 10 or 20."),
    ] = "starter",
    credits: Annotated[
        int | None,
        typer.Option(
            min=0, metavar="N", help="Answers that it may have coded.", show_default="no limit"
        ),
    ] = None,
    trial: Annotated[
        bool, typer.Option("--trial", help="Tell it to upgrade when its credits are used up.")
    ] = False,
    database: DatabaseOption = None,
) -> None:
    """Make an organization: it owns projects, keys and credits, and sees no other's."""
    from datetime import UTC, datetime

    from openends.cli.db import opened_database
    from openends.domain.organization import Plan
    from openends.services.manage_organizations import create_organization

    with opened_database(database, may_create=True) as store:
        made = create_organization(
            store, name, plan=Plan(plan), credits=credits, is_trial=trial, now=datetime.now(UTC)
        )
    limit = "no limit of credits" if made.credits is None else f"{made.credits:,} credits"
    typer.echo(f"Made the organization {made.name}: plan {made.plan}, {limit}.")
    typer.echo(
        f"Next: openends key create --org {_quoted(made.name)} --scopes read,write", err=True
    )


def list_all(database: DatabaseOption = None) -> None:
    """List the organizations of a server with their plans and credits."""
    from openends.cli.db import opened_database
    from openends.cli.listing import print_listing
    from openends.services.manage_organizations import SERVER_MODEL, list_organizations

    with opened_database(database, may_create=False) as store:
        found = list_organizations(store)
    print_listing(
        ("organization", "plan", "credits", "trial", "language model", "made"),
        [
            (
                item.name,
                item.plan,
                "no limit" if item.credits is None else str(item.credits),
                "yes" if item.is_trial else "no",
                item.llm or SERVER_MODEL,
                f"{item.created_at:%Y-%m-%d}",
            )
            for item in found
        ],
    )


def choose_model(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The organization.")],
    model: Annotated[
        str,
        typer.Argument(
            metavar="MODEL",
            help="off asks none; server asks the server's; PROVIDER:NAME another one at the same "
            "provider.",
        ),
    ],
    database: DatabaseOption = None,
) -> None:
    """Say which language model is asked about an organization's answers.

    Counts from the next job on, and for no server that has no language model.
    """
    from openends.cli.db import opened_database
    from openends.domain.organization import NO_MODEL
    from openends.services.manage_organizations import SERVER_MODEL, choose_language_model

    with opened_database(database, may_create=False) as store:
        changed = choose_language_model(store, name, model)
    told = {NO_MODEL: "no language model", None: f"the {SERVER_MODEL}'s language model"}
    typer.echo(f"{changed.name}: {told.get(changed.llm, changed.llm)}.")


def _quoted(name: str) -> str:
    import shlex

    return shlex.quote(name)
