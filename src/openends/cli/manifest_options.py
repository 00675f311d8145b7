"""Options that repeat an earlier run, and what may not stand beside them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from openends.domain.run import PastRun

ManifestOption = Annotated[
    Path | None,
    typer.Option(
        "--manifest",
        metavar="FILE.json",
        help="Repeat the run that a result .json or a manifest tells of: all settings are its.",
    ),
]
ManifestOutOption = Annotated[
    Path | None,
    typer.Option(
        "--manifest-out",
        metavar="FILE.json",
        help="What another person needs to repeat the run: settings, codebook, versions, hashes.",
    ),
]

#: Options that a manifest decides, by the names of the parameters. An address, a key, a file that
#: goes in and what is written are this machine's affair.
_QUESTION = (
    *("question", "language", "coding_type", "max_codes", "min_share"),
    *("quality", "seed", "stability"),
)
_RUN = ("by", "max_cost", "mask", "embeddings")


def read_past_run(context: typer.Context, manifest: Path | None) -> PastRun | None:
    """Return the run that is to be repeated; None where none is.

    Raises
    ------
    InputError
        When an option beside the manifest says otherwise than it does.
    """
    if manifest is None:
        return None
    from openends.domain.errors import InputError
    from openends.files.read_manifest import read_manifest

    past = read_manifest(manifest)
    for name, said in _decided(past):
        given = _given(context, name)
        if given is not None and given not in said:
            raise InputError(
                f"{_option(context, name)} {_shown(given)} is not what {manifest.name} says "
                f"({_shown(said[0])}); leave it out: the run is repeated as it was."
            )
    if _given(context, "codebook") is not None:
        raise InputError(
            f"{manifest.name} says which codebook the run had; leave --codebook out: the run is "
            "repeated as it was."
        )
    return past


def _decided(past: PastRun) -> Iterator[tuple[str, list[Any]]]:
    """Yield each option that the manifest decides, and the values that do not contradict it."""
    columns = [question.column for question in past.questions]
    if all(columns):
        yield "text", [columns]
        yield "id_column", [past.id_column]
    for name in _QUESTION:
        yield name, [getattr(question.manifest, name) for question in past.questions]
    for name in _RUN:
        value = getattr(past.run, name)
        yield name, [list(value) if name == "by" else value]
    yield "engine", [past.run.named_engine]
    yield "llm", [past.run.model]


def _given(context: typer.Context, name: str) -> Any:
    """Return what the command line says; None where it says nothing, whatever variables say."""
    source = context.get_parameter_source(name)
    if source is None or source.name != "COMMANDLINE":
        return None
    value = context.params[name]
    return value.strip().casefold() if name == "language" else value


def _option(context: typer.Context, name: str) -> str:
    return next(it.opts[0] for it in context.command.params if it.name == name)


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return "none" if value in (None, "") else str(value)
