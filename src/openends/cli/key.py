"""``openends key``: the API keys of a server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from openends.cli.db import DatabaseOption

if TYPE_CHECKING:
    from datetime import datetime

    from openends.domain.organization import Scope
    from openends.services.manage_keys import ListedKey

EXAMPLES = """Examples:

  openends key create --org default --scopes read,write

  openends key list

  openends key revoke scp_live_a1B2
"""
CREATE_EXAMPLES = """Examples:

  openends key create --org default --scopes read,write

  openends key create --org default --scopes import --rpm 600 --label "form on the web"

  openends key create --org default --scopes read,write --test --expires 2030-12-31 > key.txt
"""
LIST_EXAMPLES = """Examples:

  openends key list

  openends key list --org default
"""
REVOKE_EXAMPLES = """Examples:

  openends key revoke scp_live_a1B2

  openends key revoke 6a1f0c52-8f0e-4c63-9d3a-1c1f6f5f6f10
"""


def create(
    org: Annotated[
        str, typer.Option("--org", metavar="NAME", help="Organization that the key belongs to.")
    ],
    scopes: Annotated[
        str,
        typer.Option(
            metavar="SCOPES", help="What it may do: read, write, import; commas between them."
        ),
    ],
    rpm: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Requests a minute.", show_default="the server's"),
    ] = None,
    test: Annotated[bool, typer.Option("--test", help="A key that never charges.")] = False,
    expires: Annotated[
        str | None,
        typer.Option(
            metavar="YYYY-MM-DD", help="Last day on which it works, UTC.", show_default="never"
        ),
    ] = None,
    label: Annotated[
        str, typer.Option(metavar="TEXT", help="What it is for; shown in the list.")
    ] = "",
    database: DatabaseOption = None,
) -> None:
    """Make a key and print it, once: only its hash is kept."""
    from datetime import UTC, datetime

    from openends.cli.db import opened_database
    from openends.services.manage_keys import make_key

    now = datetime.now(UTC)
    wanted = _scopes(scopes)
    expires_at = _end_of(expires, now) if expires else None
    with opened_database(database, may_create=True) as store:
        plain, key = make_key(
            store,
            org,
            wanted,
            rpm=rpm,
            test=test,
            expires_at=expires_at,
            label=label,
            now=now,
        )
    typer.echo(
        f"A key with the scopes {_joined(key.scopes)}, shown only now; keep it where nobody "
        "else reads. Programs send it in the header x-api-key.",
        err=True,
    )
    typer.echo(plain)


def list_all(
    org: Annotated[
        str | None,
        typer.Option("--org", metavar="NAME", help="Keys of this one only.", show_default="all"),
    ] = None,
    database: DatabaseOption = None,
) -> None:
    """List keys: what each begins with, whose it is, what it may do and whether it works."""
    from datetime import UTC, datetime

    from openends.cli.db import opened_database
    from openends.cli.listing import print_listing
    from openends.services.manage_keys import list_keys

    with opened_database(database, may_create=False) as store:
        found = list_keys(store, org, now=datetime.now(UTC))
    print_listing(
        ("prefix", "organization", "label", "scopes", "made", "expires", "state"),
        [_row(item) for item in found],
    )


def revoke(
    key: Annotated[
        str,
        typer.Argument(metavar="PREFIX_OR_ID", help="The key's first 13 characters, or its id."),
    ],
    database: DatabaseOption = None,
) -> None:
    """Take a key back for good. Servers that run refuse it within 30 seconds."""
    from datetime import UTC, datetime

    from openends.cli.db import opened_database
    from openends.services.manage_keys import revoke_key

    with opened_database(database, may_create=False) as store:
        revoked = revoke_key(store, key, now=datetime.now(UTC))
    typer.echo(f"Revoked the key {revoked.prefix}.")


def _scopes(words: str) -> frozenset[Scope]:
    """Return the scopes that are written with commas between."""
    from difflib import get_close_matches

    from openends.domain.errors import InputError
    from openends.domain.organization import Scope

    found = [word.strip().casefold() for word in words.split(",") if word.strip()]
    for word in found:
        if word not in list(Scope):
            close = get_close_matches(word, list(Scope), n=1)
            guess = f" (did you mean '{close[0]}'?)" if close else ""
            raise InputError(f"There is no scope '{word}'{guess}; there is {', '.join(Scope)}.")
    return frozenset(map(Scope, found))


def _end_of(day: str, now: datetime) -> datetime:
    """Return the moment at which a day is over, UTC."""
    from datetime import UTC, datetime, timedelta

    from openends.domain.errors import InputError

    try:
        start = datetime.strptime(day.strip(), "%Y-%m-%d").replace(tzinfo=UTC)
        end = start + timedelta(days=1)
    except ValueError:
        raise InputError(
            f"--expires {day} is no day; write it as YYYY-MM-DD, such as 2030-12-31."
        ) from None
    except OverflowError:
        raise InputError(f"--expires {day} is too far away; leave it out for never.") from None
    if end <= now:
        raise InputError(f"--expires {day} is past; give today ({now:%Y-%m-%d}) or a later day.")
    return end


def _row(item: ListedKey) -> tuple[str, ...]:
    from datetime import timedelta

    key = item.key
    # The list shows the last day on which it works, as it was asked for.
    last = key.expires_at and key.expires_at - timedelta(microseconds=1)
    return (
        key.prefix,
        item.organization,
        key.label,
        _joined(key.scopes),
        f"{key.created_at:%Y-%m-%d}",
        f"{last:%Y-%m-%d}" if last else "never",
        item.state,
    )


def _joined(scopes: frozenset[Scope]) -> str:
    """Return scopes as they are written on the command line, in one order."""
    from openends.domain.organization import Scope

    return ",".join(scope for scope in Scope if scope in scopes)
