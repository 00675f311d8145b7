"""The workbook in which a verification sample is checked: laid out, and read again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from openends.domain.errors import FileProblem
from openends.domain.survey import Cell, Survey
from openends.engine.reliability.verification_draw import DrawnCase
from openends.engine.reliability.verification_result import CheckedCase
from openends.files.read_reviewed import CHECKED, CODES, TEXT
from openends.files.read_survey import read_survey
from openends.files.write_sheets import Sheet
from openends.services.coded_layouts import CodedRow, as_text, parse_codes
from openends.services.coder_file import same_spelling

CHECK, LIST, SAMPLE, ABOUT = "Check", "Codes", "Sample", "About"


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckedSample:
    """A sample that was checked to its end."""

    cases: Sequence[CheckedCase]
    #: Responses of the whole file with each code, and all that could have been drawn.
    people: Mapping[str, int]
    base: int


def sample_sheets(
    drawn: Sequence[tuple[CodedRow, DrawnCase]],
    people: Mapping[str, int],
    about: Sequence[tuple[str, Cell]],
) -> list[Sheet]:
    """Return the sheets to check in.

    The first shows no codes: who sees the machine's decision agrees with it more readily. What was
    coded, and how likely each response was to be drawn, stands on a sheet further behind.
    """
    return [
        Sheet(
            name=CHECK,
            header=("id", TEXT, CODES, CHECKED),
            rows=[[row.id, row.text, None, None] for row, _ in drawn],
            widths=(12, 70, 40, 9),
        ),
        Sheet(name=LIST, header=("code", "people"), rows=list(people.items()), widths=(40, 9)),
        Sheet(
            name=SAMPLE,
            header=("id", CODES, "stratum", "probability"),
            rows=[
                [row.id, orjson.dumps(row.codes).decode(), case.stratum, case.probability]
                for row, case in drawn
            ],
            widths=(12, 40, 34, 12),
        ),
        Sheet(name=ABOUT, header=("what", "is"), rows=about, widths=(12, 40)),
    ]


def read_checked(path: Path) -> CheckedSample:
    """Read a workbook that ``openends verify draw`` wrote and a person filled in.

    Raises
    ------
    FileProblem
        When it is another file, a response is not decided, or a code is not on its list.
    """
    check = _sheet(path, CHECK, ("id", CODES, CHECKED))
    people = _numbers(_sheet(path, LIST, ("code", "people")), "people")
    base = _base(_sheet(path, ABOUT, ("what", "is")), path)
    if any(not 0 <= count <= base for count in people.values()):
        raise _changed(path, LIST)
    decided = dict(_decisions(check, path, people))
    cases = list(_cases(_sheet(path, SAMPLE, ("id", CODES, "probability")), decided, path))
    if len(cases) != len(decided) or len(cases) > base:
        raise _changed(path, CHECK)
    return CheckedSample(cases=cases, people=people, base=base)


def _sheet(path: Path, name: str, columns: Sequence[str]) -> Survey:
    table = read_survey(path, name)
    if not set(columns) <= set(table.names):
        raise FileProblem(
            f"{path.name} has no sheet '{name}' with the columns {', '.join(columns)}; give the "
            "workbook that openends verify draw wrote, filled in."
        )
    return table


def _numbers(table: Survey, column: str) -> dict[str, int]:
    pairs = zip(table.columns[0].values, table.column(column).values, strict=True)
    return {
        as_text(name): int(count) if isinstance(count, int | float) else -1 for name, count in pairs
    }


def _base(about: Survey, path: Path) -> int:
    facts = dict(zip(about.column("what").values, about.column("is").values, strict=True))
    written = as_text(facts.get("base"))
    if not written.isdecimal() or int(written) < 1:
        raise _changed(path, ABOUT)
    return int(written)


def _decisions(
    check: Survey, path: Path, people: Mapping[str, int]
) -> Iterator[tuple[str, frozenset[str]]]:
    columns = (check.column(name).values for name in ("id", CODES, CHECKED))
    rows = list(zip(*columns, strict=True))
    spelling = same_spelling(people)
    known = {_key(name): spelling[name] for name in people}
    open_rows = [
        identity for identity, codes, done in rows if not (as_text(codes) or as_text(done))
    ]
    if open_rows:
        raise FileProblem(
            f"{len(open_rows):,} of {len(rows):,} responses in {path.name} are not decided, the "
            f"first is {as_text(open_rows[0])}; give each its codes, or an x in the column "
            f"'{CHECKED}' where none fits. A part of a sample does not stand for the whole."
        )
    for identity, codes, _ in rows:
        where = f"Response {as_text(identity)} of {path.name}"
        yield as_text(identity), frozenset(_known(codes, where, known))


def _known(cell: Cell, where: str, known: Mapping[str, str]) -> Iterator[str]:
    # The name of a code may hold a semicolon itself.
    written = [as_text(cell)] if _key(as_text(cell)) in known else parse_codes(cell, where)
    for name in written:
        if _key(name) not in known:
            raise FileProblem(
                f"{where} has the code '{name[:80]}', which the sheet '{LIST}' lacks; correct it, "
                "or add the code there with 0 people."
            )
        yield known[_key(name)]


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _cases(
    sample: Survey, decided: Mapping[str, frozenset[str]], path: Path
) -> Iterator[CheckedCase]:
    columns = (sample.column(name).values for name in ("id", CODES, "probability"))
    for identity, codes, probability in zip(*columns, strict=True):
        right = decided.get(as_text(identity))
        known = isinstance(probability, int | float) and 0 < probability <= 1
        if right is None or not known:
            raise _changed(path, SAMPLE)
        coded = parse_codes(codes, f"Response {as_text(identity)} of {path.name}")
        yield CheckedCase(coded=frozenset(coded), right=right, probability=float(probability))


def _changed(path: Path, sheet: str) -> FileProblem:
    return FileProblem(
        f"The sheet '{sheet}' of {path.name} is not as it was drawn; fill in the sheet '{CHECK}' "
        "only, or draw the sample again with the same seed."
    )
