"""The commands, put together."""

from __future__ import annotations

from typing import Annotated

import typer

import openends
from openends.cli import code, demo, evaluate

app = typer.Typer(
    name="openends",
    help="Code open-ended survey answers: codebook, codes, sentiment, evidence and review.\n\n"
    "Runs on this machine, without a key or a network.",
    epilog="Begin with: openends demo",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"openends {openends.__version__}")
        raise typer.Exit


@app.callback()
def options(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Take the options that come before a command."""


app.command(epilog=code.EXAMPLES)(code.code)
app.command(epilog=demo.EXAMPLES)(demo.demo)
app.command(epilog=evaluate.EXAMPLES)(evaluate.evaluate)
