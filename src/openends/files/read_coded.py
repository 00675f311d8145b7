"""Read a result of ``openends code --out`` again, with everything that the codings say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from openends.domain.codebook import Code
from openends.domain.coding import Coding, Evidence, Layer, Mention
from openends.domain.delivery import DeliveredQuestion, Delivery
from openends.domain.errors import ColumnProblem, FileProblem
from openends.domain.response import ResponseStatus
from openends.domain.result import CodedQuestion, Manifest
from openends.domain.sentiment import Sentiment
from openends.domain.survey import Cell, Column
from openends.files.check_file import check_file
from openends.files.delivery.short_name import short_name
from openends.files.limits import FILE_BYTES
from openends.files.read_codebook import codebook_from_document


def read_coded(path: Path, columns: Sequence[str], id_column: str | None) -> Delivery:
    """Read coded questions with a row per respondent.

    Parameters
    ----------
    path:
        The .json that ``openends code --out`` wrote.
    columns:
        The coded columns that are wanted; none for all.
    id_column:
        Another column of the data file that tells respondents apart; None for the one that did when
        it was coded.

    Raises
    ------
    FileProblem
        When it is no such file.
    ColumnProblem
        When a column is not in it, or nothing tells its respondents apart.
    """
    check_file(path, "coded file", FILE_BYTES)
    try:
        content = orjson.loads(path.read_bytes())
        found = {str(entry["column"]): entry for entry in content["questions"]}
        questions = list(_questions(found, columns, path))
        respondents = _respondents(content, questions[0].coded.codings, id_column, path)
        if any(len(each.codings) != len(respondents.values) for each in questions):
            raise ValueError
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise FileProblem(
            f"{path.name} is no result of openends code --out; give the .json that it writes: it "
            "holds codebook and codings."
        ) from error
    return Delivery(name=path.stem, respondents=respondents, background=(), questions=questions)


def _questions(
    found: Mapping[str, Any], columns: Sequence[str], path: Path
) -> Iterator[DeliveredQuestion]:
    names: list[str] = []
    for column in _chosen(found, columns, path):
        names.append(short_name(column, names))
        coded = _question(found[column], path)
        yield DeliveredQuestion(short_name=names[-1], coded=coded, codings=coded.codings)


def _chosen(found: Mapping[str, Any], columns: Sequence[str], path: Path) -> list[str]:
    if not found:
        raise ValueError
    by_key = {name.casefold(): name for name in found}
    for column in columns:
        if column.strip().casefold() not in by_key:
            raise ColumnProblem(
                f"{path.name} has no coded column '{column}'; it has {', '.join(found)}."
            )
    return list(dict.fromkeys(by_key[column.strip().casefold()] for column in columns)) or [*found]


def _respondents(
    content: Mapping[str, Any], codings: Sequence[Coding], id_column: str | None, path: Path
) -> Column:
    others: dict[str, list[Cell]] = content.get("other_columns") or {}
    if id_column is not None:
        if id_column not in others:
            raise ColumnProblem(
                f"{path.name} has no column '{id_column}'; it has {', '.join(others)}."
            )
        return Column(name=id_column, values=tuple(others[id_column]))
    if content.get("id_column") is None:
        raise ColumnProblem(
            f"{path.name} was coded without a column of ids, so nobody can say whose codes these "
            "are; name one of its columns with --id, or code again with --id."
        )
    ids = tuple(coding.response_id for coding in codings)
    return Column(name=str(content["id_column"]), values=ids)


def _question(entry: Mapping[str, Any], path: Path) -> CodedQuestion:
    codebook = codebook_from_document(entry["codebook"], path)
    codes = {code.number: code for code in codebook}
    return CodedQuestion(
        question=str(entry["question"] or ""),
        codebook=codebook,
        codings=tuple(_coding(item, codes) for item in entry["responses"]),
        manifest=Manifest(**entry["manifest"]),
    )


def _coding(item: Mapping[str, Any], codes: Mapping[int, Code]) -> Coding:
    sentiment = item["sentiment"]
    return Coding(
        response_id=str(item["id"]),
        text=str(item["text"]),
        status=ResponseStatus(item["status"]),
        mentions=tuple(
            Mention(
                code=codes[mention["number"]],
                sentiment=Sentiment(mention["sentiment"]),
                confidence=float(mention["confidence"]),
                layer=Layer(mention["layer"]),
                evidence=Evidence(
                    start=int(mention["evidence"]["start"]),
                    length=int(mention["evidence"]["length"]),
                    text=str(mention["evidence"]["text"]),
                ),
            )
            for mention in item["mentions"]
        ),
        sentiment=Sentiment(sentiment) if sentiment else None,
        language=str(item["language"]),
    )
