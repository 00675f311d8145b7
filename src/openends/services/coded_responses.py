"""The result of coding answers that are in memory: look at it, convert it, save it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openends.domain.codebook import Codebook
from openends.domain.coding import Coding
from openends.domain.errors import InputError
from openends.domain.result import CodedQuestion, Manifest
from openends.domain.run import Run
from openends.domain.survey import CodedSurvey, Column, Survey
from openends.domain.tabulation import Tabulation
from openends.engine.tabulate.tabulate import tabulate
from openends.files.coding_dict import coding_to_dict
from openends.files.write_codebook import write_codebook

if TYPE_CHECKING:
    import pandas
    import polars

_COLUMN = "text"


class CodedResponses:
    """The coded answers to one question: look at them, convert them, save them.

    Printing shows the codebook with counts. ``codings`` holds one entry per answer, in their order.
    """

    def __init__(self, coded: CodedQuestion, run: Run | None = None) -> None:
        self.coded = coded
        self._run = run or Run()

    @property
    def codebook(self) -> Codebook:
        """The codes that were given."""
        return self.coded.codebook

    @property
    def codings(self) -> tuple[Coding, ...]:
        """One coding per answer, in the order of the answers."""
        return self.coded.codings

    @property
    def manifest(self) -> Manifest:
        """What is needed to repeat the run."""
        return self.coded.manifest

    @property
    def teaching(self) -> tuple[str, ...]:
        """Ids of the answers whose review teaches most about the others, in that order."""
        return self.coded.teaching

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was done to the answers, in sentences."""
        return self.coded.warnings

    @cached_property
    def counts(self) -> Tabulation:
        """The frequency table: people by code, category, sentiment and status."""
        return tabulate(self.coded)

    def __len__(self) -> int:
        return len(self.codings)

    def __str__(self) -> str:
        counts = self.counts
        lines = [
            self.coded.question or "Coded answers",
            f"{counts.asked:,} asked, {counts.base:,} answered, {len(self.codebook):,} codes, "
            f"{counts.needs_review:,} need review",
        ]
        width = max(len(item.code.name) for item in counts.codes)
        lines += [
            f"{item.code.name:{width}}  {item.people:>6,}  {item.share:>4.0%}"
            for item in counts.codes
        ]
        return "\n".join(lines)

    def __repr__(self) -> str:
        return f"<{len(self):,} coded responses, {len(self.codebook):,} codes>"

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return one plain dictionary per answer, with its mentions."""
        return [coding_to_dict(coding) for coding in self.codings]

    def to_rows(self) -> list[dict[str, Any]]:
        """Return one flat row per mention; an answer without mentions has one row of its own."""
        return [row for coding in self.codings for row in _rows(coding)]

    def to_polars(self) -> polars.DataFrame:
        """Return a polars data frame with the rows of ``to_rows``."""
        import polars

        return polars.DataFrame(self.to_rows(), infer_schema_length=None)

    def to_pandas(self) -> pandas.DataFrame:
        """Return a pandas data frame with the rows of ``to_rows``.

        Raises
        ------
        InputError
            When pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise InputError(
                "pandas is not installed; run pip install 'openends[pandas]', or use to_polars()."
            ) from error
        return pandas.DataFrame(self.to_rows())

    def save(self, path: str | Path) -> None:
        """Write the result: .xlsx, .csv, .json, .sav or .sss, or .html as a report.

        Raises
        ------
        OutputError
            When the ending is not known or the file cannot be written; nothing is left behind.
        """
        from openends.files.write_coded import write_coded
        from openends.files.write_report import write_report

        target, tabulations = Path(path), {_COLUMN: self.counts}
        if target.suffix.casefold() in {".html", ".htm"}:
            write_report(self._survey(), tabulations, target)
        else:
            write_coded(self._survey(), tabulations, target)

    def save_codebook(self, path: str | Path) -> None:
        """Write the codebook as .yaml, .json, .csv, .xlsx or .qdc."""
        write_codebook(self.codebook, Path(path))

    def _survey(self) -> CodedSurvey:
        columns = (
            Column(name="id", values=tuple(coding.response_id for coding in self.codings)),
            Column(name=_COLUMN, values=tuple(coding.text for coding in self.codings)),
        )
        return CodedSurvey(
            survey=Survey(columns=columns),
            questions={_COLUMN: self.coded},
            id_column="id",
            run=self._run,
        )


def _rows(coding: Coding) -> Iterable[dict[str, Any]]:
    about = {
        "id": coding.response_id,
        "text": coding.text,
        "status": str(coding.status),
        "language": coding.language,
        "response_sentiment": str(coding.sentiment) if coding.sentiment else None,
        "needs_review": coding.needs_review,
        "review_reason": coding.review_reason,
    }
    if not coding.mentions:
        yield about | dict.fromkeys(
            ("code", "number", "category", "sentiment", "confidence", "layer", "evidence", "start")
        )
    for mention in coding.mentions:
        yield about | {
            "code": mention.code.name,
            "number": mention.code.number,
            "category": mention.code.category,
            "sentiment": str(mention.sentiment),
            "confidence": mention.confidence,
            "layer": str(mention.layer),
            "evidence": mention.evidence.text,
            "start": mention.evidence.start,
        }
