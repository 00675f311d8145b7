"""Read responses that people coded, to measure the machine against them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
import orjson

from openends.domain.codebook import Code, Codebook, renumber
from openends.domain.coding import Sentiment
from openends.domain.errors import CodebookProblem, FileProblem, InputError

#: Which rows of a data set to measure on.
Split = Literal["train", "test", "all"]


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonCoded:
    """A response with what people said about it."""

    id: str
    text: str
    question: str = ""
    #: Names of codes in the order given; empty when people left it uncoded.
    codes: tuple[str, ...] = ()
    #: Tone of the whole response where people told it.
    sentiment: Sentiment | None = None
    #: Tone of codes, by name, where people told it.
    code_sentiment: Mapping[str, Sentiment] = field(default_factory=dict)
    split: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PeoplesCodebook:
    """People's codebook, and the name of every code by the id that the data uses."""

    codebook: Codebook
    names: Mapping[str, str]


def read_peoples_codebook(path: Path) -> PeoplesCodebook:
    """Read the codebook that people coded with.

    Parameters
    ----------
    path:
        A JSON list of ``{code, label, definition, category}``, whose ``code`` the data refers to;
        or any codebook file that ``openends code --codebook`` takes, whose names or numbers the
        data refers to.

    Raises
    ------
    InputError
        When the file is missing, damaged or breaks a rule of codebooks.
    """
    entries = _entries(path)
    if entries is None:
        from openends.files import read_codebook

        codebook = read_codebook(path)
        ids = {str(code.number): code.name for code in codebook}
        return PeoplesCodebook(
            codebook=codebook, names=ids | {code.name: code.name for code in codebook}
        )
    labels = _distinct_labels(entries)
    codes = [
        Code(
            name=label,
            number=position,
            definition=_text(entry, "definition"),
            category=_text(entry, "category"),
        )
        for position, (entry, label) in enumerate(zip(entries, labels, strict=True), start=1000)
    ]
    names = _names_by_code(entries, labels, path.name)
    return PeoplesCodebook(codebook=Codebook(codes=renumber(codes)), names=names)


def _names_by_code(
    entries: Sequence[dict[str, Any]], labels: Sequence[str], file: str
) -> dict[str, str]:
    names: dict[str, str] = {}
    for entry, label in zip(entries, labels, strict=True):
        code = _text(entry, "code")
        if code in names:
            raise CodebookProblem(
                f"The codebook {file} has the code '{code}' for both '{names[code]}' and "
                f"'{label}'; give one of them another code."
            )
        names[code] = label
    return names


def _entries(path: Path) -> list[dict[str, Any]] | None:
    """Return the lines of a list with ``code`` and ``label``; None for another kind of file."""
    if path.suffix.casefold() != ".json":
        return None
    try:
        content = orjson.loads(path.read_bytes())
    except OSError as error:
        raise _unreadable(path, "codebook", error) from error
    except orjson.JSONDecodeError as error:
        raise CodebookProblem(
            f"The codebook {path.name} is not valid JSON ({error}); correct or export it again."
        ) from error
    if not isinstance(content, list) or not content:
        return None
    if not all(isinstance(entry, dict) and {"code", "label"} <= entry.keys() for entry in content):
        return None
    return content


def _distinct_labels(entries: Sequence[dict[str, Any]]) -> list[str]:
    """Return the labels; where two are alike, with their category, or else their code."""
    for keys in (("label",), ("label", "category"), ("label", "code")):
        uses = Counter(_text(entry, "label").casefold() for entry in entries)
        labels = [
            " - ".join(part for key in reversed(keys) if (part := _text(entry, key)))
            if uses[_text(entry, "label").casefold()] > 1
            else _text(entry, "label")
            for entry in entries
        ]
        if len({label.casefold() for label in labels}) == len(labels):
            return labels
    return labels


def read_person_coded(path: Path, names: Mapping[str, str] | None = None) -> list[PersonCoded]:
    """Read responses that people coded, one JSON object a line.

    Parameters
    ----------
    path:
        Lines with ``text``, and where known ``id``, ``question``, ``codes`` (a list), ``split``,
        ``sentiment`` and ``code_sentiment`` (tone by code).
    names:
        Name of every code by the id that ``codes`` uses; None leaves the codes out.

    Raises
    ------
    InputError
        When the file is missing, a line is damaged, or a code is not in the codebook.
    """
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise _unreadable(path, "data file", error) from error
    rows = [
        _person_coded(line, f"Line {number} of {path.name}", number, names)
        for number, line in enumerate(lines, start=1)
        if line.strip()
    ]
    if not rows:
        raise FileProblem(f"{path.name} holds no responses; give one JSON object a line.")
    return rows


def _person_coded(
    line: bytes, where: str, number: int, names: Mapping[str, str] | None
) -> PersonCoded:
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise FileProblem(
            f"{where} is not valid JSON ({error}); give one JSON object a line."
        ) from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise FileProblem(
            f"{where} has no 'text'; give one JSON object a line with 'text' and 'codes'."
        )
    given = row.get("codes") or []
    tones = row.get("code_sentiment") or {}
    if not isinstance(given, list) or not isinstance(tones, dict):
        raise FileProblem(
            f"{where} has 'codes' that are no list or 'code_sentiment' that is no object; "
            "correct it."
        )
    codes: tuple[str, ...] = ()
    code_sentiment: dict[str, Sentiment] = {}
    if names is not None:
        codes = tuple(_name(code, names, where) for code in given)
        told = {_name(code, names, where): _tone(tone, where) for code, tone in tones.items()}
        code_sentiment = {name: tone for name, tone in told.items() if tone is not None}
    return PersonCoded(
        id=_text(row, "id") or str(number),
        text=row["text"],
        question=_text(row, "question"),
        codes=codes,
        sentiment=_tone(row.get("sentiment"), where),
        code_sentiment=code_sentiment,
        split=_text(row, "split"),
    )


def choose_rows(
    rows: Sequence[PersonCoded], *, split: Split | None, limit: int | None, seed: int
) -> list[PersonCoded]:
    """Choose the rows to measure on, in their order.

    Parameters
    ----------
    rows:
        All rows of the data set.
    split:
        None takes the test rows, or all where no row belongs to a split.
    limit:
        Rows at most, drawn at random; None for all.
    seed:
        Of the draw.

    Raises
    ------
    InputError
        When no row belongs to the split.
    """
    if split is None:
        split = "test" if any(row.split for row in rows) else "all"
    chosen = [row for row in rows if split in {"all", row.split}]
    if not chosen:
        raise InputError(f"No row belongs to the split '{split}'; choose another with --split.")
    if limit is None or limit >= len(chosen):
        return chosen
    drawn = np.random.default_rng(seed).choice(len(chosen), size=limit, replace=False)
    return [chosen[position] for position in sorted(drawn)]


def _name(code: Any, names: Mapping[str, str], where: str) -> str:
    name = names.get(str(code).strip())
    if name is None:
        raise CodebookProblem(
            f"{where} has the code '{code}', which the codebook lacks; add it to the codebook or "
            "correct the row."
        )
    return name


def _tone(told: Any, where: str) -> Sentiment | None:
    if told is None:
        return None
    try:
        return Sentiment(told)
    except ValueError as error:
        raise FileProblem(
            f"{where} has the sentiment '{told}'; use positive, negative, neutral or mixed."
        ) from error


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    return "" if value is None else str(value).strip()


def _unreadable(path: Path, what: str, error: OSError) -> FileProblem:
    reason = "there is no such file" if isinstance(error, FileNotFoundError) else "check its access"
    return FileProblem(f"Cannot read the {what} {path}: {reason}.")
