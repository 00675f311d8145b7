"""Put coded questions into the client's own data file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from openends.domain.delivery import (
    DeliveredTable,
    Delivery,
    DeliveryChoice,
    Layout,
)
from openends.domain.errors import InputError, OutputError
from openends.files.atomic import check_distinct, check_writable
from openends.files.delivery.variables import delivered_table
from openends.files.merge.merge_client import ClientFile
from openends.files.merge.merge_keys import KeyMatch, key_text, match_keys
from openends.files.merge.merge_open import open_client_file
from openends.files.read_coded import read_coded

#: Layouts that have a row per respondent and no verbatims, which the client has.
MergeLayout = Literal["columns_by_mention", "binary_dummy"]
#: What the side is called that comes from a server.
PROJECT = "the project"
#: Ids that are named of those who were left out.
NAMED = 20
#: Letters of an id that are shown.
_LONGEST_ID = 40


@dataclass(frozen=True, kw_only=True, slots=True)
class MergeChoice:
    """What is added to a client's file."""

    layout: MergeLayout = "columns_by_mention"
    sentiment: bool = False
    confidence: bool = False
    #: Names of codes instead of their numbers.
    names: bool = False
    #: What the names of all variables begin with.
    prefix: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class DeliverOrder:
    """A client's file, the codes that go into it, and how."""

    client: Path
    #: What ``openends code --out`` wrote, .json; None where the codes come from elsewhere.
    coded: Path | None
    #: Variable of the client's file that tells cases apart.
    key: str
    out: Path
    choice: MergeChoice
    #: Coded columns that are wanted; none for all.
    columns: Sequence[str] = ()
    #: Column of the coded file with the same keys; None for the one it was coded with.
    id_column: str | None = None

    def check(self) -> None:
        """Raise ``OutputError`` when the result could not be written, or would be another kind."""
        given, wanted = self.client.suffix.casefold(), self.out.suffix.casefold()
        if given != wanted:
            raise OutputError(
                f"Cannot write {self.out.name}: the client's file comes back as what it is; use "
                f"the ending {given or 'of ' + self.client.name}."
            )
        check_distinct([self.out], [self.client, *([self.coded] if self.coded else ())])
        check_writable(self.out)


@dataclass(frozen=True, kw_only=True, slots=True)
class Merged:
    """What was added, and who was left out."""

    match: KeyMatch
    #: Names of the added variables.
    variables: tuple[str, ...]


def deliver_file(order: DeliverOrder, delivery: Delivery | None = None) -> Merged:
    """Write the client's file with the coded questions.

    Parameters
    ----------
    delivery:
        The coded questions, where they come from no file.

    Raises
    ------
    InputError
        When a file cannot be used, a name is taken, nobody is found by the key, or codes come from
        two places or none.
    OutputError
        When the result cannot be written, or cannot hold a text.
    """
    order.check()
    coded = _coded(order, delivery)
    client = open_client_file(order.client, order.key)
    match = match_respondents(client, coded, order.client.name)
    return merge_delivery(client, coded, match, order.choice, order.out)


def _coded(order: DeliverOrder, delivery: Delivery | None) -> Delivery:
    """Return the coded questions from the one place that they come from."""
    if delivery is None:
        if order.coded is not None:
            return read_coded(order.coded, order.columns, order.id_column)
    elif order.columns or order.id_column:
        raise InputError("--text and --id are for a coded file; leave them out with --project.")
    elif order.coded is None:
        return delivery
    raise InputError("Give either a coded file (CODED.json) or a project (--project).")


def match_respondents(client: ClientFile, delivery: Delivery, name: str) -> KeyMatch:
    """Return who is who.

    Parameters
    ----------
    client, delivery:
        The client's file, and who was coded.
    name:
        Of the client's file, for messages.

    Raises
    ------
    InputError
        When no key is the same: these are other people, or another variable tells who they are.
    """
    coded = [key_text(value) for value in delivery.respondents.values]
    match = match_keys(client.keys, coded)
    if not match.matched:
        theirs, ours = (
            next((key[:_LONGEST_ID] for key in keys if key), "") for keys in (client.keys, coded)
        )
        raise InputError(
            f"No case of {name} has the key of a coded respondent, alone on both sides: the first "
            f"there is '{theirs}', the first coded one '{ours}'; name another variable as key."
        )
    return match


def merge_delivery(
    client: ClientFile, delivery: Delivery, match: KeyMatch, choice: MergeChoice, target: Path
) -> Merged:
    """Write the client's file with the codes of those who were found."""
    table = _table(delivery, match, choice)
    client.merge(table, target)
    return Merged(match=match, variables=tuple(variable.name for variable in table.variables))


def left_out(match: KeyMatch, client: str, coded: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield who got no codes, or whose codes nobody got: a sentence, and the first ids.

    Parameters
    ----------
    client, coded:
        What the two sides are called.
    """
    lists = (
        (match.not_coded, f"in {client} and not in {coded}"),
        (match.not_in_file, f"in {coded} and not in {client}"),
        (match.twice_in_file, f"more than once in {client}; these cases got no codes"),
        (match.twice_coded, f"more than once in {coded}; their codes went nowhere"),
    )
    for keys, what in lists:
        if keys:
            are = "key is" if len(keys) == 1 else "keys are"
            shown = tuple(" ".join(key.split())[:_LONGEST_ID] for key in keys[:NAMED])
            yield f"{len(keys):,} {are} {what}", shown
    for count, where in ((match.without_key, client), (match.coded_without_key, coded)):
        if count:
            have = "row has" if count == 1 else "rows have"
            yield f"{count:,} {have} no key in {where}", ()


def _table(delivery: Delivery, match: KeyMatch, choice: MergeChoice) -> DeliveredTable:
    """Return the variables with a value per case of the client's file."""
    ordered = replace(
        delivery,
        respondents=replace(delivery.respondents, values=(None,) * len(match.places)),
        questions=[
            replace(
                question,
                short_name=choice.prefix + question.short_name,
                codings=[
                    None if place is None else question.codings[place] for place in match.places
                ],
            )
            for question in delivery.questions
        ],
    )
    wanted = DeliveryChoice(
        layout=Layout(choice.layout),
        categories=False,
        sentiment=choice.sentiment,
        confidence=choice.confidence,
        background=False,
        names=choice.names,
    )
    table = delivered_table(ordered, wanted)
    # The first says who answered, which the client's file does itself.
    return replace(table, variables=table.variables[1:])
