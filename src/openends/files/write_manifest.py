"""Write the manifest of a run: what another person needs to repeat it, without any answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from openends.domain.errors import OutputError
from openends.domain.result import CodedQuestion
from openends.domain.survey import CodedSurvey
from openends.files.atomic import replacing
from openends.files.write_codebook import codebook_to_dict


def check_manifest_output(path: Path) -> None:
    """Raise ``OutputError`` when the ending is not that of a manifest."""
    if path.suffix.casefold() != ".json":
        raise OutputError(f"Cannot write the manifest {path.name}: use the ending .json.")


def write_manifest(coded: CodedSurvey, path: Path) -> None:
    """Write settings, codebooks, versions and hashes of a run.

    Raises
    ------
    OutputError
        When the ending is not .json or the file cannot be written.
    """
    check_manifest_output(path)
    with replacing(path) as temporary:
        content = orjson.dumps(manifest_to_dict(coded), option=orjson.OPT_INDENT_2)
        temporary.write_bytes(content + b"\n")


def manifest_to_dict(
    coded: CodedSurvey, more: Mapping[str, Mapping[str, Any]] | None = None
) -> dict[str, Any]:
    """Return a run as plain values, which ``read_manifest`` reads.

    Parameters
    ----------
    coded:
        The coded data file.
    more:
        What is to stand beside the manifest of each question, by its column.
    """
    return {
        "source": coded.survey.source,
        "id_column": coded.id_column,
        "run": asdict(coded.run),
        "questions": [
            question_to_dict(column, question) | dict((more or {}).get(column, {}))
            for column, question in coded.questions.items()
        ],
    }


def question_to_dict(column: str, question: CodedQuestion) -> dict[str, Any]:
    """Return how a question was coded: its codebook and its manifest."""
    other = question.given is not None and question.given != question.codebook
    return {
        "column": column,
        "question": question.question,
        "codebook": codebook_to_dict(question.codebook),
        # Where rare codes were left out, the codebook that was given is another one.
        "given_codebook": codebook_to_dict(question.given) if question.given and other else None,
        "manifest": asdict(question.manifest),
    }
