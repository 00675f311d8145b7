"""Options that say which language model is asked, and what it may cost."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from openends.services.language_model import ModelPlan

_PANEL = "Language model"

EngineOption = Annotated[
    Literal["embedded", "hybrid", "llm"] | None,
    typer.Option(
        help="Who codes: this machine alone, with a language model for what stays in doubt, or the "
        "language model every answer, by a coding manual that it writes first.",
        show_default="hybrid where a model is named",
        rich_help_panel=_PANEL,
    ),
]
ModelOption = Annotated[
    str | None,
    typer.Option(
        "--llm",
        metavar="PROVIDER:NAME",
        envvar="OPENENDS_LLM",
        help="Language model, as openai:gpt-5-mini or anthropic:claude-haiku-4-5; its key is taken "
        "from OPENAI_API_KEY or ANTHROPIC_API_KEY.",
        rich_help_panel=_PANEL,
    ),
]
UrlOption = Annotated[
    str | None,
    typer.Option(
        "--llm-url",
        metavar="URL",
        envvar="OPENENDS_LLM_URL",
        help="A server that speaks as OpenAI's does: vLLM, Ollama, llama.cpp, a proxy.",
        rich_help_panel=_PANEL,
    ),
]
KeyFileOption = Annotated[
    Path | None,
    typer.Option(
        "--llm-key-file",
        metavar="FILE",
        envvar="OPENENDS_LLM_KEY_FILE",
        help="File that holds the key, instead of a variable.",
        rich_help_panel=_PANEL,
    ),
]
PriceOption = Annotated[
    str | None,
    typer.Option(
        "--llm-price",
        metavar="IN/OUT",
        envvar="OPENENDS_LLM_PRICE",
        help="US dollars for a million tokens read and written, as 0.25/2.",
        show_default="the listed price",
        rich_help_panel=_PANEL,
    ),
]
BudgetOption = Annotated[
    float | None,
    typer.Option(
        "--max-cost",
        min=0,
        metavar="USD",
        help="US dollars that the language model may cost; what it leaves is coded without it.",
        rich_help_panel=_PANEL,
    ),
]
ManualOption = Annotated[
    Path | None,
    typer.Option(
        "--manual",
        metavar="FILE.md",
        help="Coding manual for --engine llm: used if the file exists, else written to it.",
        rich_help_panel=_PANEL,
    ),
]
EstimateOption = Annotated[
    bool,
    typer.Option(
        "--estimate",
        help="Say what the language model would be asked and what that costs, and ask nothing.",
        rich_help_panel=_PANEL,
    ),
]
StabilityOption = Annotated[
    bool,
    typer.Option(
        "--stability",
        help="Ask about 60 answers again, in other orders and words, to see which codes hold.",
        rich_help_panel=_PANEL,
    ),
]
CallsOption = Annotated[
    Path | None,
    typer.Option(
        "--llm-calls",
        metavar="FILE.jsonl",
        help="Keeps every call: a run that is repeated or broken off pays for none twice.",
        show_default="beside the result",
        rich_help_panel=_PANEL,
    ),
]
MaskOption = Annotated[
    bool,
    typer.Option(
        "--mask",
        help="Mask names, addresses, numbers and the like in answers before they are sent.",
        rich_help_panel=_PANEL,
    ),
]
OfflineOption = Annotated[
    bool,
    typer.Option(
        "--offline",
        envvar="OPENENDS_OFFLINE",
        help="Forbid every call to the outside.",
        rich_help_panel=_PANEL,
    ),
]


def plan_model(
    *,
    engine: str | None,
    model: str | None,
    url: str | None,
    key_file: Path | None,
    price: str | None,
    max_cost: float | None,
    calls: Path | None,
    mask: bool,
    offline: bool,
    outputs: Sequence[Path],
    estimate: bool = False,
    manual: Path | None = None,
) -> ModelPlan | None:
    """Return the language model that was asked for, or None where this machine codes alone.

    Raises
    ------
    ConfigProblem
        When ``hybrid`` was asked for without a model, or the price cannot be read.
    """
    from openends.domain.errors import ConfigProblem

    if engine in {"hybrid", "llm"} and not model:
        raise ConfigProblem(
            f"The engine {engine} needs a language model; name one with --llm, as "
            "openai:gpt-5-mini."
        )
    if manual is not None and engine != "llm":
        raise ConfigProblem(
            "A coding manual is for a language model that codes every answer; add --engine llm."
        )
    if engine == "embedded" or not model:
        if estimate:
            raise ConfigProblem(
                "--estimate says what a language model would cost; name one with --llm, as "
                "openai:gpt-5-mini."
            )
        return None
    from openends.llm.price import parse_price
    from openends.llm.provider import LlmSpec
    from openends.services.language_model import ModelPlan

    if calls is None and outputs:
        calls = outputs[0].with_name(f"{outputs[0].stem}.calls.jsonl")
    spec = LlmSpec(
        model=model, base_url=url, key_file=key_file, environment=os.environ, offline=offline
    )
    return ModelPlan(
        spec=spec,
        calls=calls,
        price=parse_price(price) if price else None,
        max_cost=max_cost,
        mask=mask,
        estimate=estimate,
        everything=engine == "llm",
        manual=manual if manual is not None and manual.exists() else None,
    )
