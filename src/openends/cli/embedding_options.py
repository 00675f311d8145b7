"""Options that say which encoder elsewhere reads along with those of this machine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from openends.services.remote_encoder import EmbeddingsPlan

_PANEL = "Remote encoder"

EmbeddingsOption = Annotated[
    str | None,
    typer.Option(
        "--embeddings",
        metavar="PROVIDER:NAME",
        envvar="OPENENDS_EMBEDDINGS",
        help="An encoder elsewhere that reads along, as openai:text-embedding-3-small; its key is "
        "taken from OPENAI_API_KEY. Answers are sent to it.",
        rich_help_panel=_PANEL,
    ),
]
EmbeddingsUrlOption = Annotated[
    str | None,
    typer.Option(
        "--embeddings-url",
        metavar="URL",
        envvar="OPENENDS_EMBEDDINGS_URL",
        help="A server that speaks as OpenAI's does: vLLM, Ollama, llama.cpp, a proxy.",
        rich_help_panel=_PANEL,
    ),
]
EmbeddingsKeyFileOption = Annotated[
    Path | None,
    typer.Option(
        "--embeddings-key-file",
        metavar="FILE",
        envvar="OPENENDS_EMBEDDINGS_KEY_FILE",
        help="File that holds the key, instead of a variable.",
        rich_help_panel=_PANEL,
    ),
]


def plan_embeddings(
    *,
    engine: str | None,
    model: str | None,
    url: str | None,
    key_file: Path | None,
    mask: bool,
    offline: bool,
) -> EmbeddingsPlan | None:
    """Return the encoder that was asked for, or None where this machine reads alone."""
    # "embedded" promises that nothing leaves the machine.
    if engine == "embedded" or not model:
        return None
    from openends.llm.provider import LlmSpec
    from openends.services.remote_encoder import EmbeddingsPlan

    spec = LlmSpec(
        model=model, base_url=url, key_file=key_file, environment=os.environ, offline=offline
    )
    return EmbeddingsPlan(spec=spec, mask=mask)
