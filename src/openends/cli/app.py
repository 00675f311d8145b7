"""The commands, put together."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

import openends
from openends.cli import (
    back_code,
    code,
    codebook,
    columns,
    compare,
    db,
    deliver,
    demo,
    evaluate,
    key,
    org,
    serve,
    verify,
    waves,
    worker,
)
from openends.cli.stopped import stopped


class _Commands(TyperGroup):
    """The commands; ends them in a way that shells understand when the user has had enough."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; Ctrl-C ends with 130, a reader that stops early (head, less) with 0."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            typer.echo(f"openends: {stopped()}", err=True)
            raise typer.Exit(130) from None
        except BrokenPipeError:
            # Nothing more can be written, not even what Python still holds back at its end.
            sys.stdout = sys.stderr
            raise typer.Exit(0) from None


app = typer.Typer(
    name="openends",
    cls=_Commands,
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
app.command(epilog=columns.EXAMPLES)(columns.columns)
app.command(epilog=demo.EXAMPLES)(demo.demo)
app.command(epilog=evaluate.EXAMPLES)(evaluate.evaluate)
app.command(epilog=compare.EXAMPLES)(compare.compare)
app.command(epilog=waves.EXAMPLES)(waves.waves)
app.command(epilog=back_code.EXAMPLES)(back_code.back_code)
app.command(epilog=deliver.EXAMPLES)(deliver.deliver)
app.command(epilog=serve.EXAMPLES)(serve.serve)
app.command(epilog=worker.EXAMPLES)(worker.worker)


def _group(name: str, about: str, examples: str) -> typer.Typer:
    """Return a command that has commands of its own, as ``openends key create``."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode="rich")
    app.add_typer(group, name=name, help=about, epilog=examples)
    return group


_verify = _group("verify", "Percentages with their coding error.", verify.EXAMPLES)
_verify.command("draw", epilog=verify.DRAW_EXAMPLES)(verify.draw)
_verify.command("report", epilog=verify.REPORT_EXAMPLES)(verify.report)

_codebook = _group("codebook", "A codebook, before answers are coded with it.", codebook.EXAMPLES)
_codebook.command("check", epilog=codebook.CHECK_EXAMPLES)(codebook.check)

_org = _group("org", "Organizations that use a server.", org.EXAMPLES)
_org.command("create", epilog=org.CREATE_EXAMPLES)(org.create)
_org.command("list", epilog=org.LIST_EXAMPLES)(org.list_all)
_org.command("llm", epilog=org.LLM_EXAMPLES)(org.choose_model)

_key = _group("key", "API keys of a server.", key.EXAMPLES)
_key.command("create", epilog=key.CREATE_EXAMPLES)(key.create)
_key.command("list", epilog=key.LIST_EXAMPLES)(key.list_all)
_key.command("revoke", epilog=key.REVOKE_EXAMPLES)(key.revoke)

_db = _group("db", "The database of a server.", db.EXAMPLES)
_db.command("upgrade", epilog=db.EXAMPLES)(db.upgrade)
