"""Read a codebook from YAML, JSON, CSV, Excel or a codebook exchange."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from openends.domain.codebook import Codebook, CodingType, RuleKind
from openends.domain.errors import CodebookProblem, FileProblem
from openends.files.check_file import check_file
from openends.files.codebook_entries import check_spelling, codes_from_entries
from openends.files.codebook_tests import read_tests
from openends.files.formula import unguard_formula
from openends.files.limits import CODEBOOK_BYTES
from openends.files.qdc import entries_from_qdc
from openends.files.read_csv import parse_csv
from openends.files.read_excel import read_excel
from openends.files.text_encoding import decode_text

#: Levels of lists and mappings in a YAML codebook; it needs four.
_DEEPEST = 20
#: What stands around the list of codes, and the list itself.
_ABOUT = frozenset({"coding_type", "language", "codes", "tests"})
_TWICE = "The codebook {} has the field '{}' twice {}; keep one of them."
_TOO_DEEP = (
    "The codebook {} nests lists deeper than {} levels; write 'codes:' and under it one entry with "
    "a 'name' per code."
)


def read_codebook(path: Path) -> Codebook:
    """Read the codes that answers are to be given.

    Parameters
    ----------
    path:
        A .yaml or .json file with a list of codes, by itself or under ``codes``; a .csv or .xlsx
        table with a row per code; or a .qdc, the exchange of qualitative software. A code has a
        ``name`` and, where wanted, ``number``, ``definition``, ``include``, ``exclude``,
        ``category``, ``examples`` and ``rules``. Beside ``codes`` a .yaml or .json file may have
        ``tests``.

    Raises
    ------
    FileProblem
        When the file cannot be read.
    CodebookProblem
        When it breaks a rule of codebooks; says which code.
    """
    check_file(path, "codebook", CODEBOOK_BYTES)
    ending = path.suffix.casefold()
    try:
        if ending in {".xlsx", ".xlsm"}:
            survey = read_excel(path)
        elif ending in {".yaml", ".yml", ".json", ".qdc"}:
            return codebook_from_bytes(path.read_bytes(), path)
        elif ending in {".csv", ".tsv", ".txt"}:
            text, _ = decode_text(path.read_bytes(), path)
            survey = parse_csv(text, path)
        else:
            raise FileProblem(
                f"Cannot read the codebook {path.name}: the ending '{ending}' is not known; use "
                ".yaml, .json, .csv, .xlsx or .qdc."
            )
    except OSError as error:
        raise FileProblem(f"Cannot read {path}: {error.strerror or error}.") from error
    rows = zip(*(column.values for column in survey.columns), strict=True)
    guarded = ending == ".csv"
    return _from_table(
        [
            {
                name: unguard_formula(cell) if guarded else cell
                for name, cell in zip(survey.names, row, strict=True)
            }
            for row in rows
        ],
        path,
    )


def codebook_from_bytes(content: bytes, path: Path) -> Codebook:
    """Return the codebook that the content of a YAML, JSON or .qdc file holds; ``path`` names it.

    Raises
    ------
    FileProblem, CodebookProblem
        As for ``read_codebook``.
    """
    if path.suffix.casefold() == ".qdc":
        return _from_table(entries_from_qdc(content, path), path)
    text, _ = decode_text(content, path)
    json_wanted = path.suffix.casefold() == ".json"
    loaded = _json(text, path) if json_wanted else _yaml(text, path)
    return codebook_from_document(loaded, path)


def codebook_from_document(loaded: Any, path: Path) -> Codebook:
    """Return the codebook that a YAML or JSON file holds, or a part of it; ``path`` names it."""
    about = loaded if isinstance(loaded, dict) else {}
    check_spelling(map(str, about), _ABOUT, f"The codebook {path.name}")
    entries = about.get("codes") if about else loaded
    if not isinstance(entries, list) or not entries:
        raise CodebookProblem(
            f"The codebook {path.name} has no list of codes; write 'codes:' and under it one entry "
            "with a 'name' per code."
        )
    named = str(about.get("coding_type") or CodingType.QUALITATIVE).strip().casefold()
    if named not in set(CodingType):
        raise CodebookProblem(
            f"The codebook {path.name} has the coding_type '{named}'; use qualitative or entity."
        )
    return Codebook(
        codes=codes_from_entries(entries, path.name),
        coding_type=CodingType(named),
        language=str(about.get("language") or "en"),
        tests=read_tests(about.get("tests"), path.name),
    )


def _from_table(rows: Sequence[Mapping[str, Any]], path: Path) -> Codebook:
    codes = codes_from_entries(rows, path.name)
    variants = any(rule.kind is RuleKind.VARIANT for code in codes for rule in code.rules)
    kind = CodingType.ENTITY if variants else CodingType.QUALITATIVE
    return Codebook(codes=codes, coding_type=kind)


def _json(text: str, path: Path) -> Any:
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise CodebookProblem(
            f"The codebook {path.name} is not valid JSON ({error}); correct it and try again."
        ) from error

    def entry(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        # Of two fields with one name the last would count, and nobody be told.
        made = dict(pairs)
        for name, _ in pairs if len(made) < len(pairs) else ():
            if sum(name == other for other, _ in pairs) > 1:
                raise CodebookProblem(_TWICE.format(path.name, name, "in one entry"))
        return made

    try:
        return json.loads(text, object_pairs_hook=entry)
    except RecursionError:
        raise CodebookProblem(_TOO_DEEP.format(path.name, _DEEPEST)) from None
    except ValueError as error:
        # A number of thousands of figures.
        raise CodebookProblem(
            f"The codebook {path.name} is not valid JSON ({error}); correct it and try again."
        ) from error


def _yaml(text: str, path: Path) -> Any:
    import yaml

    try:
        _check_events(text, path)
        root = yaml.compose(text, Loader=_text_loader())
        _check_fields(root, path)
        return yaml.load(text, Loader=_text_loader())  # noqa: S506 (a safe loader)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        raise CodebookProblem(
            f"The codebook {path.name} is not valid YAML{where}; correct it and try again."
        ) from error


def _check_fields(root: Any, path: Path) -> None:
    """Refuse an entry with the same field twice: the last would count, and nobody be told."""
    import yaml

    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
        elif isinstance(node, yaml.MappingNode):
            seen: set[str] = set()
            for key, value in node.value:
                if isinstance(key, yaml.ScalarNode):
                    if key.value in seen:
                        where = f"at line {key.start_mark.line + 1}"
                        raise CodebookProblem(_TWICE.format(path.name, key.value[:40], where))
                    seen.add(key.value)
                waiting.append(value)


def _check_events(text: str, path: Path) -> None:
    """Refuse what a few lines can blow up: aliases, which repeat, and endless nesting."""
    import yaml

    depth = 0
    for event in yaml.parse(text, yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise CodebookProblem(
                f"The codebook {path.name} uses a YAML alias (*); write the text out instead."
            )
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise CodebookProblem(_TOO_DEEP.format(path.name, _DEEPEST))


@cache
def _text_loader() -> Any:
    """Return a YAML loader for which No, 1.10 and 2024-01-01 are texts, as they were written."""
    import yaml

    class TextLoader(yaml.CSafeLoader):
        pass

    TextLoader.yaml_implicit_resolvers = {
        first: [(tag, form) for tag, form in resolvers if tag == "tag:yaml.org,2002:null"]
        for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }
    return TextLoader
