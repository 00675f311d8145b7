"""``openends evaluate``: measure the coding against responses that people coded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from openends.cli.embedding_options import (
    EmbeddingsKeyFileOption,
    EmbeddingsOption,
    EmbeddingsUrlOption,
    plan_embeddings,
)
from openends.cli.model_options import (
    BudgetOption,
    CallsOption,
    EngineOption,
    KeyFileOption,
    ManualOption,
    MaskOption,
    ModelOption,
    OfflineOption,
    PriceOption,
    UrlOption,
    plan_model,
)

if TYPE_CHECKING:
    from openends.engine.advice.adviser import Adviser
    from openends.engine.encoder import EncoderChoice
    from openends.engine.reliability.against_people import (
        AssignReport,
        InduceReport,
        SentimentReport,
    )
    from openends.services.evaluation_data import PersonCoded
    from openends.services.language_model import ModelPlan
    from openends.services.remote_encoder import EmbeddingsPlan

Mode = Literal["assign", "induce", "sentiment"]

EXAMPLES = """Examples:

  openends evaluate coded.jsonl --codebook codes.json

  openends evaluate coded.jsonl --codebook codes.json --mode induce --limit 1000

  openends evaluate coded.jsonl --mode sentiment --json

  openends evaluate coded.jsonl --codebook codes.json --llm openai:gpt-5-mini --max-cost 1
"""


def evaluate(
    data: Annotated[
        Path,
        typer.Argument(
            metavar="DATA.jsonl",
            help="Responses that people coded: a JSON object a line with text, codes and, where "
            "known, question, split, sentiment and code_sentiment.",
        ),
    ],
    codebook: Annotated[
        Path | None,
        typer.Option("--codebook", "-c", metavar="FILE", help="The codebook that people used."),
    ] = None,
    mode: Annotated[
        Mode,
        typer.Option(
            help="assign: give people's codes; induce: build a codebook and compare it with "
            "people's; sentiment: tell the tone."
        ),
    ] = "assign",
    split: Annotated[
        Literal["train", "test", "all"] | None,
        typer.Option(help="Rows to measure on.", show_default="test, or all without splits"),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(min=1, help="Responses at most, drawn at random.", show_default="all"),
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the draw and of the coding.")] = 0,
    quality: Annotated[
        Literal["fast", "best"], typer.Option(help="As for code: best is slower.")
    ] = "fast",
    examples: Annotated[
        int,
        typer.Option(
            min=0,
            metavar="N",
            help="Rows of the split 'train', drawn at random, whose codes the machine is told "
            "as if they were reviewed (--mode assign).",
        ),
    ] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print every figure as JSON.")] = False,
    engine: EngineOption = None,
    llm: ModelOption = None,
    llm_url: UrlOption = None,
    llm_key_file: KeyFileOption = None,
    llm_price: PriceOption = None,
    max_cost: BudgetOption = None,
    llm_calls: CallsOption = None,
    manual: ManualOption = None,
    mask: MaskOption = False,
    offline: OfflineOption = False,
    embeddings: EmbeddingsOption = None,
    embeddings_url: EmbeddingsUrlOption = None,
    embeddings_key_file: EmbeddingsKeyFileOption = None,
) -> None:
    """Measure the machine's coding against people's.

    What each figure means: docs/explanation/measuring.md.
    """
    from openends.cli.progress import shown_progress
    from openends.domain.errors import InputError
    from openends.services.evaluate import evaluate_assign, evaluate_induce, evaluate_sentiment
    from openends.services.evaluation_data import (
        choose_rows,
        read_peoples_codebook,
        read_person_coded,
    )

    if codebook is None and mode != "sentiment":
        raise InputError(f"--mode {mode} needs the codebook that people used; add --codebook FILE.")
    theirs = read_peoples_codebook(codebook) if codebook else None
    every = read_person_coded(data, theirs.names if theirs else None)
    rows = choose_rows(every, split=split, limit=limit, seed=seed)
    told = choose_rows(every, split="train", limit=examples, seed=seed) if examples else []
    plan = plan_model(
        engine=engine,
        model=llm,
        url=llm_url,
        key_file=llm_key_file,
        price=llm_price,
        max_cost=max_cost,
        calls=llm_calls,
        mask=mask,
        offline=offline,
        outputs=[data],
        manual=manual,
    )
    if manual is not None:
        _check_manual(manual, rows, [path for path in (data, codebook) if path])
    reader = plan_embeddings(
        engine=engine,
        model=embeddings,
        url=embeddings_url,
        key_file=embeddings_key_file,
        mask=mask,
        offline=offline,
    )
    remote = _remote(reader)
    report: AssignReport | InduceReport | SentimentReport
    with shown_progress(quiet=as_json) as progress:
        if theirs and mode == "assign":
            report = evaluate_assign(
                rows,
                theirs.codebook,
                examples=told,
                quality=quality,
                seed=seed,
                adviser=_adviser(plan),
                remote=remote,
                progress=progress,
            )
        elif mode == "induce":
            report = evaluate_induce(
                rows, quality=quality, seed=seed, remote=remote, progress=progress
            )
        else:
            report = evaluate_sentiment(
                rows,
                theirs.codebook if theirs else None,
                quality=quality,
                seed=seed,
                remote=remote,
                progress=progress,
            )
    if manual is not None:
        _keep_manual(manual, report)
    if as_json:
        _print_json(report, mode=mode, responses=len(rows))
    else:
        from openends.cli.evaluate_tables import print_report

        print_report(report)


def _adviser(plan: ModelPlan | None) -> Adviser | None:
    if plan is None:
        return None
    from openends.services.language_model import hire_adviser

    return hire_adviser(plan)


def _remote(plan: EmbeddingsPlan | None) -> EncoderChoice | None:
    if plan is None:
        return None
    from openends.services.remote_encoder import hire_encoder

    return hire_encoder(plan)


def _check_manual(manual: Path, rows: Sequence[PersonCoded], read: Sequence[Path]) -> None:
    """Refuse a manual of several questions, and one that could not be written."""
    from openends.domain.errors import InputError
    from openends.files.atomic import check_distinct, check_writable

    if len({row.question for row in rows}) > 1:
        raise InputError(
            "--manual holds the coding manual of one question; evaluate one question with it."
        )
    if not manual.exists():
        check_distinct([manual], read)
        check_writable(manual)


def _keep_manual(manual: Path, report: AssignReport | InduceReport | SentimentReport) -> None:
    """Write the manual that the language model wrote, unless one was given."""
    from openends.files.coding_manual import write_manual

    written = next((advice.manual for advice in getattr(report, "advice", ())), "")
    if written and not manual.exists():
        write_manual(written, manual)


def _print_json(
    report: AssignReport | InduceReport | SentimentReport, *, mode: Mode, responses: int
) -> None:
    import orjson

    content = {"mode": mode, "responses": responses, "report": report}
    typer.echo(orjson.dumps(content, option=orjson.OPT_INDENT_2).decode())
