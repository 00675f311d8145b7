"""``openends code``: code a file of answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from openends.cli.embedding_options import (
    EmbeddingsKeyFileOption,
    EmbeddingsOption,
    EmbeddingsUrlOption,
    plan_embeddings,
)
from openends.cli.manifest_options import (
    ManifestOption,
    ManifestOutOption,
    read_past_run,
)
from openends.cli.model_options import (
    BudgetOption,
    CallsOption,
    EngineOption,
    EstimateOption,
    KeyFileOption,
    ManualOption,
    MaskOption,
    ModelOption,
    OfflineOption,
    PriceOption,
    StabilityOption,
    UrlOption,
    plan_model,
)
from openends.cli.report_options import (
    ClientReportOption,
    MethodsOption,
    NoVerbatimsOption,
    ReportOption,
)

EXAMPLES = """Examples:

  openends code survey.xlsx --text why --out coded.xlsx --report report.html

  openends code survey.sav --text q5 --text q6 --out coded.csv

  openends code survey.xlsx --text why --client-report why.pdf --client-report why.pptx

  openends code survey.csv --text why --codebook codes.yaml --out coded.xlsx

  openends code survey.csv --text why --codebook codes.yaml --reviewed coded.xlsx --out again.xlsx

  openends code survey.csv --text why --llm openai:gpt-5-mini --max-cost 2 --out coded.xlsx

  openends code survey.csv --manifest coded.json --out again.json

  cat answers.txt | openends code - --json
"""


def code(
    context: typer.Context,
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help=".csv, .xlsx, .sav, .sss or .jsonl; - reads lines."),
    ],
    text: Annotated[
        list[str] | None,
        typer.Option(
            "--text",
            "-t",
            metavar="COLUMN",
            help="Column with the answers; repeatable.",
            show_default="the one column that reads like answers",
        ),
    ] = None,
    id_column: Annotated[
        str | None,
        typer.Option("--id", metavar="COLUMN", help="Column that tells respondents apart."),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            metavar="COLUMN",
            help="Break the counts down by this column, with significance; repeatable.",
        ),
    ] = None,
    question: Annotated[
        str, typer.Option(metavar="TEXT", help="The question as it was asked, for the report.")
    ] = "",
    codebook: Annotated[
        Path | None,
        typer.Option(
            "--codebook",
            "-c",
            metavar="FILE",
            help="Codes to give (.yaml, .json, .csv, .xlsx, .qdc); none: one is built.",
        ),
    ] = None,
    reviewed: Annotated[
        Path | None,
        typer.Option(
            "--reviewed",
            "-r",
            metavar="FILE",
            help="Answers that you decided, to learn from: a coded workbook in whose sheet Review "
            "rows are checked, or a table with 'text' and 'codes'. Needs --codebook.",
        ),
    ] = None,
    language: Annotated[
        str, typer.Option(metavar="auto|CODE", help="Language of the answers, as 'en'.")
    ] = "auto",
    coding_type: Annotated[
        Literal["qualitative", "entity"],
        typer.Option(help="Themes, or the brands, products and people that are named."),
    ] = "qualitative",
    max_codes: Annotated[
        int, typer.Option(min=1, max=500, help="Codes of a built codebook at most.")
    ] = 40,
    min_share: Annotated[
        float | None,
        typer.Option(
            min=0,
            max=100,
            metavar="PERCENT",
            help="A code needs this share of all who answered, else it goes to Other.",
            show_default="1 when a codebook is built",
        ),
    ] = None,
    quality: Annotated[
        Literal["fast", "best"], typer.Option(help="best reads every answer twice and is slower.")
    ] = "fast",
    seed: Annotated[int, typer.Option(help="The same seed gives the same codes.")] = 0,
    out: Annotated[
        list[Path] | None,
        typer.Option(
            "--out",
            "-o",
            metavar="FILE",
            help="Result: .xlsx, .csv, .json, .sav or .sss; repeatable.",
        ),
    ] = None,
    report: ReportOption = None,
    client_report: ClientReportOption = None,
    no_verbatims: NoVerbatimsOption = False,
    codebook_out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Codebook: .yaml, .json, .csv, .xlsx, .qdc.")
    ] = None,
    methods: MethodsOption = None,
    manifest: ManifestOption = None,
    manifest_out: ManifestOutOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print every coding as a line of JSON.")
    ] = False,
    engine: EngineOption = None,
    llm: ModelOption = None,
    llm_url: UrlOption = None,
    llm_key_file: KeyFileOption = None,
    llm_price: PriceOption = None,
    max_cost: BudgetOption = None,
    estimate: EstimateOption = False,
    stability: StabilityOption = False,
    llm_calls: CallsOption = None,
    manual: ManualOption = None,
    mask: MaskOption = False,
    offline: OfflineOption = False,
    embeddings: EmbeddingsOption = None,
    embeddings_url: EmbeddingsUrlOption = None,
    embeddings_key_file: EmbeddingsKeyFileOption = None,
) -> None:
    """Give every answer its codes, sentiment, confidence and evidence."""
    from openends.cli.progress import shown_progress
    from openends.cli.stream import print_json_lines, read_answers
    from openends.cli.summary import print_estimate, print_summary
    from openends.domain.codebook import CodingType
    from openends.engine.settings import Settings
    from openends.services.code_file import CodingOrder, code_file
    from openends.services.file_outputs import Outputs

    past = read_past_run(context, manifest)
    if past is not None:
        run = past.run
        text = text or [question.column for question in past.questions if question.column]
        id_column, by = id_column or past.id_column, list(run.by)
        engine, llm, max_cost = run.named_engine, run.model or None, run.max_cost
        mask, embeddings = run.mask, run.embeddings or None
    order = CodingOrder(
        data=None if file == "-" else Path(file),
        text=text or (),
        id_column=id_column,
        by=by or (),
        past=past,
        codebook=codebook,
        reviewed=reviewed,
        settings=Settings(
            question=question.encode("utf-8", "replace").decode(),
            coding_type=CodingType(coding_type),
            language=language.strip().casefold(),
            max_codes=max_codes,
            min_share=min_share,
            quality=quality,
            seed=seed,
            stability=stability,
        ),
        model=plan_model(
            engine=engine,
            model=llm,
            url=llm_url,
            key_file=llm_key_file,
            price=llm_price,
            max_cost=max_cost,
            calls=llm_calls,
            mask=mask,
            offline=offline,
            outputs=out or (),
            estimate=estimate,
            manual=manual,
        ),
        embeddings=plan_embeddings(
            engine=engine,
            model=embeddings,
            url=embeddings_url,
            key_file=embeddings_key_file,
            mask=mask,
            offline=offline,
        ),
        outputs=Outputs(
            coded=out or (),
            report=report,
            codebook=codebook_out,
            manual=manual if manual is not None and not manual.exists() else None,
            manifest=manifest_out,
            methods=methods,
            client=client_report or (),
            verbatims=not no_verbatims,
        ),
    )
    with shown_progress(quiet=False) as progress:
        coded = code_file(read_answers(file), order, progress)
    if estimate:
        print_estimate(coded)
    elif as_json:
        for note in coded.notes:
            typer.echo(f"openends: {note}", err=True)
        print_json_lines(coded.coded)
    else:
        print_summary(coded, order.outputs)
