"""Organizations: make one, find one, list them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING

from sqlalchemy.exc import IntegrityError

from openends.domain.errors import Conflict, InputError, NotFound
from openends.domain.organization import NO_MODEL, Organization, Plan
from openends.store import organizations

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from openends.store.database import Database

#: What the table holds.
_LONGEST_NAME = 200
#: What stands in place of a language model's name where the server's is asked.
SERVER_MODEL = "server"
#: Provider and name, in as many letters as the table holds.
_MODEL = re.compile(r"(?=.{3,200}\Z)[^\s:]+:\S+")
#: Names that a sentence lists at most.
_NAMES_SHOWN = 10


def create_organization(
    database: Database,
    name: str,
    *,
    plan: Plan = Plan.STARTER,
    credits: int | None = None,
    is_trial: bool = False,
    now: datetime,
) -> Organization:
    """Make an organization, which owns projects, keys and credits.

    Parameters
    ----------
    database
        The server's database.
    name
        Unique on the server; capitals do not count.
    plan
        How much may run at once.
    credits
        Answers that it may have coded; None for no limit.
    is_trial
        Whether it is told to upgrade when its credits are used up.
    now
        The time of making.

    Raises
    ------
    InputError
        When the name or the credits cannot be used.
    Conflict
        When there is an organization of that name.
    """
    name = _checked_name(name)
    if credits is not None and credits < 0:
        raise InputError("Credits cannot be fewer than 0; leave them out for no limit.")
    try:
        with database.transaction() as connection:
            for other in organizations.list_all(connection):
                if other.name.casefold() == name.casefold():
                    raise _taken(other.name)
            return organizations.create(
                connection, name=name, plan=plan, credits=credits, is_trial=is_trial, now=now
            )
    except IntegrityError:
        # Somebody else was quicker by a moment.
        raise _taken(name) from None


def choose_language_model(database: Database, name: str, model: str) -> Organization:
    """Say which language model is asked about the organization's answers; return it then.

    Parameters
    ----------
    model:
        ``off`` for none, ``server`` for the server's, or PROVIDER:NAME.

    Raises
    ------
    InputError
        When the model is none of these.
    NotFound
        When there is no organization of that name.
    """
    wanted = model.strip()
    if wanted not in {NO_MODEL, SERVER_MODEL} and not _MODEL.fullmatch(wanted):
        raise InputError(
            "The language model cannot be read; write off, server, or PROVIDER:NAME as "
            "openai:gpt-5-mini."
        )
    with database.transaction() as connection:
        found = find_organization(connection, name)
        organizations.lock(connection, found.id)
        llm = None if wanted == SERVER_MODEL else wanted
        organizations.set_model(connection, found.id, llm)
    return replace(found, llm=llm)


def list_organizations(database: Database) -> list[Organization]:
    """Return all organizations of the server."""
    with database.reading() as connection:
        return organizations.list_all(connection)


def find_organization(connection: Connection, name: str) -> Organization:
    """Return the organization of a name; capitals do not count.

    Raises
    ------
    NotFound
        When there is none; the sentence names those that there are.
    """
    found = organizations.find_by_name(connection, name)
    if found is not None:
        return found
    by_name = {other.name.casefold(): other for other in organizations.list_all(connection)}
    alike = by_name.get(name.strip().casefold())
    if alike is not None:
        return alike
    raise NotFound(_unknown(name, by_name))


def _checked_name(name: str) -> str:
    name = name.strip()
    if not name or not name.isprintable() or len(name) > _LONGEST_NAME:
        raise InputError(
            f"An organization's name is 1 to {_LONGEST_NAME} visible characters; choose another."
        )
    return name


def _taken(name: str) -> Conflict:
    return Conflict(f"There is an organization '{name}' already; choose another name.")


def _unknown(name: str, by_name: dict[str, Organization]) -> str:
    if not by_name:
        return (
            f"There is no organization '{name}', nor any other; make it with: "
            "openends org create NAME."
        )
    close = get_close_matches(name.strip().casefold(), by_name, n=1)
    guess = f" (did you mean '{by_name[close[0]].name}'?)" if close else ""
    names = sorted(other.name for other in by_name.values())
    shown = ", ".join(names[:_NAMES_SHOWN])
    rest = f" and {len(names) - _NAMES_SHOWN} more" if len(names) > _NAMES_SHOWN else ""
    return f"There is no organization '{name}'{guess}; there is {shown}{rest}."
