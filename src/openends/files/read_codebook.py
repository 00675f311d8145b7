"""Read a codebook from YAML, JSON, CSV or Excel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from openends.domain.codebook import Codebook, CodingType
from openends.domain.errors import CodebookProblem, FileProblem
from openends.files.codebook_entries import codes_from_entries
from openends.files.limits import CODEBOOK_BYTES
from openends.files.read_csv import parse_csv
from openends.files.read_excel import read_sheet
from openends.files.text_encoding import decode_text


def read_codebook(path: Path) -> Codebook:
    """Read the codes that answers are to be given.

    Parameters
    ----------
    path:
        A .yaml or .json file with a list of codes, by itself or under ``codes``; or a .csv or .xlsx
        table with a row per code. A code has a ``name`` and, where wanted, ``number``,
        ``definition``, ``category``, ``examples`` and ``rules``.

    Raises
    ------
    FileProblem
        When the file cannot be read.
    CodebookProblem
        When it breaks a rule of codebooks; says which code.
    """
    if not path.exists():
        raise FileProblem(f"There is no codebook {path}; check the name.")
    if path.is_dir() or path.stat().st_size > CODEBOOK_BYTES:
        raise FileProblem(f"{path} is no codebook: it is a folder or far too large.")
    ending = path.suffix.casefold()
    if ending in {".xlsx", ".xlsm"}:
        return _from_table(_records(read_sheet(path)[1]), path)
    if ending not in {".yaml", ".yml", ".json", ".csv", ".tsv", ".txt"}:
        raise FileProblem(
            f"Cannot read the codebook {path.name}: the ending '{ending}' is not known; use .yaml, "
            ".json, .csv or .xlsx."
        )
    try:
        text, _ = decode_text(path.read_bytes(), path)
    except OSError as error:
        raise FileProblem(f"Cannot read {path}: {error.strerror or error}.") from error
    if ending in {".csv", ".tsv", ".txt"}:
        survey = parse_csv(text, path.with_suffix(".csv"))
        values = zip(*(column.values for column in survey.columns), strict=True)
        return _from_table([dict(zip(survey.names, row, strict=True)) for row in values], path)
    return _from_document(_json(text, path) if ending == ".json" else _yaml(text, path), path)


def _from_document(loaded: Any, path: Path) -> Codebook:
    about = loaded if isinstance(loaded, dict) else {}
    entries = about.get("codes") if about else loaded
    if not isinstance(entries, list) or not entries:
        raise CodebookProblem(
            f"The codebook {path.name} has no list of codes; write 'codes:' and under it one entry "
            "with a 'name' per code."
        )
    named = str(about.get("coding_type", CodingType.QUALITATIVE))
    if named not in set(CodingType):
        raise CodebookProblem(
            f"The codebook {path.name} has the coding_type '{named}'; use qualitative or entity."
        )
    return Codebook(
        codes=codes_from_entries(entries, path.name),
        coding_type=CodingType(named),
        language=str(about.get("language") or "en"),
    )


def _from_table(rows: Sequence[Mapping[str, Any]], path: Path) -> Codebook:
    entries = [{str(key).strip().casefold(): value for key, value in row.items()} for row in rows]
    if not entries:
        raise CodebookProblem(f"The codebook {path.name} has no row under its header.")
    codes = codes_from_entries(entries, path.name)
    variants = any(rule.kind == "variant" for code in codes for rule in code.rules)
    kind = CodingType.ENTITY if variants else CodingType.QUALITATIVE
    return Codebook(codes=codes, coding_type=kind)


def _records(rows: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    header = ["" if cell is None else str(cell) for cell in rows[0]]
    return [dict(zip(header, row, strict=True)) for row in rows[1:]]


def _json(text: str, path: Path) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise CodebookProblem(
            f"The codebook {path.name} is not valid JSON ({error}); correct it and try again."
        ) from error


def _yaml(text: str, path: Path) -> Any:
    import yaml

    try:
        # An alias can make a few lines stand for gigabytes; codebooks need none.
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, yaml.CSafeLoader)):
            raise CodebookProblem(
                f"The codebook {path.name} uses a YAML alias (*); write the text out instead."
            )
        return yaml.load(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        raise CodebookProblem(
            f"The codebook {path.name} is not valid YAML{where}; correct it and try again."
        ) from error
