"""What one coder gave: the codes of every response, by its id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from openends.domain.errors import CodebookProblem, FileProblem
from openends.files.limits import CODES
from openends.services.coded_layouts import CodedRow, read_layout


@dataclass(frozen=True, kw_only=True, slots=True)
class CoderFile:
    """A coded file of one question, by one coder."""

    name: str
    #: By id, in the file's order.
    responses: Mapping[str, CodedRow]
    #: Every code that the file lists or gives.
    codes: tuple[str, ...]
    #: What was done to the file's content to read it, in sentences.
    warnings: tuple[str, ...]


def read_coder_file(
    path: Path,
    *,
    question: str | None = None,
    id_column: str | None = None,
    names: Mapping[str, str] | None = None,
) -> CoderFile:
    """Read the codes that a person or a machine gave.

    Parameters
    ----------
    path, question, id_column:
        As ``read_layout`` takes them.
    names:
        Name of every code by what the file may call it, from the codebook; None takes the codes as
        they are written.

    Raises
    ------
    InputError
        When the file cannot be used, an id is missing or comes twice, or a code is not in the
        codebook.
    """
    table = read_layout(path, question, id_column)
    responses: dict[str, CodedRow] = {}
    doubled: dict[str, None] = {}
    for number, row in enumerate(table.rows, start=1):
        if not row.id:
            raise FileProblem(f"Row {number} of {path.name} has no id; give every response one.")
        if row.id in responses:
            doubled[row.id] = None
        given = tuple(dict.fromkeys(_named(code, names, row.id, path.name) for code in row.codes))
        responses[row.id] = replace(row, codes=given)
    if doubled:
        raise FileProblem(
            f"{path.name} has {_ids(doubled)} more than once; keep one row per response, or "
            "name another column with --id."
        )
    listed = (names.get(code, code) if names else code for code in table.codes)
    codes = dict.fromkeys([*listed, *(code for row in responses.values() for code in row.codes)])
    if len(codes) > CODES:
        raise FileProblem(
            f"{path.name} gives {len(codes):,} codes; at most {CODES:,} can be compared. Are the "
            "names separated by semicolons?"
        )
    return CoderFile(
        name=path.name, responses=responses, codes=tuple(codes), warnings=table.warnings
    )


def same_spelling(names: Iterable[str]) -> Mapping[str, str]:
    """Return for each name the first that says the same, capitals and blanks apart."""
    first: dict[str, str] = {}
    return {name: first.setdefault(" ".join(name.split()).casefold(), name) for name in names}


def _named(code: str, names: Mapping[str, str] | None, identity: str, file: str) -> str:
    if names is None:
        return code
    name = names.get(code)
    if name is None:
        raise CodebookProblem(
            f"Response {identity} of {file} has the code '{code[:80]}', which the codebook lacks; "
            "add it to the codebook or correct the row."
        )
    return name


def _ids(doubled: Mapping[str, None]) -> str:
    shown = ", ".join(identity[:40] for identity in list(doubled)[:3])
    more = f" and {len(doubled) - 3:,} further ids" if len(doubled) > 3 else ""
    return f"the id{'s' if len(doubled) > 1 else ''} {shown}{more}"
