"""A back-coded question as variables and tables: before and after side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from openends.domain.back_coding import BackCodedAnswer, BackCoding, ClosedQuestion
from openends.domain.coding import Layer
from openends.domain.delivery import DeliveredTable, Measure, MultipleResponseSet, Variable
from openends.domain.survey import Cell
from openends.files.coded_table import SEPARATOR
from openends.files.write_sheets import Sheet

#: The sheet that says what moved, and the columns of it that are read again.
TRACE, RESPONDENT, DECIDED = "Trace", "respondent", "decided"


def before_and_after(done: BackCoding) -> DeliveredTable:
    """Return a row per respondent: the question before, after, and what became of the Other text.

    A question with one punch has a variable before and one after; one with several has a variable
    of 0 and 1 per option, before and after, joined in two sets. Who was not asked has none.
    """
    before, after, name = done.question, done.after, done.question.name
    answers = done.answers
    variables = [
        Variable(
            name=RESPONDENT,
            label="who answered",
            values=[answer.respondent for answer in answers],
        )
    ]
    sets: list[MultipleResponseSet] = []
    for question, what, punches in (
        (before, "before", lambda answer: answer.before),
        (after, "after", lambda answer: answer.after),
    ):
        if question.multiple:
            made, its_set = _dummies(question, answers, f"{name}_{what}", what, punches)
            variables += made
            sets.append(its_set)
        else:
            variables.append(_single(question, answers, f"{name}_{what}", what, punches))
    fields: list[tuple[str, str, Callable[[BackCodedAnswer], Cell]]] = [
        ("other_text", "Other, as it was written", lambda answer: answer.text or None),
        ("why", "why it changed or did not", lambda answer: answer.why or None),
        ("needs_review", "a person should look", _review),
    ]
    for field, label, value in fields:
        values = [value(answer) for answer in answers]
        variables.append(Variable(name=f"{name}_{field}", label=label, values=values))
    variables.append(
        Variable(
            name=f"{name}_confidence",
            label="probability that a person would say the same",
            values=[answer.confidence for answer in answers],
            measure=Measure.SCALE,
            decimals=3,
        )
    )
    return DeliveredTable(variables=variables, sets=sets)


def _review(answer: BackCodedAnswer) -> str | None:
    if not answer.text:
        return None
    return "yes" if answer.needs_review else "no"


_Punches = Callable[[BackCodedAnswer], tuple[int, ...]]


def _single(
    question: ClosedQuestion,
    answers: Sequence[BackCodedAnswer],
    name: str,
    what: str,
    punches: _Punches,
) -> Variable:
    return Variable(
        name=name,
        label=f"{question.text or question.name}: {what} back-coding",
        values=[next(iter(punches(answer)), None) for answer in answers],
        value_labels=dict(question.names),
    )


def _dummies(
    question: ClosedQuestion,
    answers: Sequence[BackCodedAnswer],
    name: str,
    what: str,
    punches: _Punches,
) -> tuple[list[Variable], MultipleResponseSet]:
    variables = [
        Variable(
            name=f"{name}_c{option.number:02d}",
            heading=f"{name}_c{option.number:02d} {option.name}",
            label=option.name,
            values=[
                int(option.number in punches(answer)) if answer.asked else None
                for answer in answers
            ],
            value_labels={0: "not mentioned", 1: "mentioned"},
            code=option.number,
        )
        for option in question.options
    ]
    label = f"{question.text or question.name}: {what} back-coding"
    names = tuple(variable.name for variable in variables)
    return variables, MultipleResponseSet(name=name, label=label, variables=names, counted=1)


def back_coded_sheets(done: BackCoding) -> list[Sheet]:
    """Return the tables of a workbook; the first one holds before and after."""
    table = before_and_after(done)
    sheets = [
        Sheet(
            name="Before and after",
            header=[variable.heading or variable.name for variable in table.variables],
            rows=list(zip(*(variable.values for variable in table.variables), strict=True)),
        ),
        Sheet(
            name=TRACE,
            header=(
                *(RESPONDENT, "text", "before", "after", "why", "confidence", "needs_review"),
                *("suggested", "evidence", "layer", DECIDED),
            ),
            rows=list(_trace(done)),
            widths=(14, 44, 24, 24, 60, 11, 13, 22, 30, 10, 14),
        ),
        Sheet(
            name="Counts",
            header=("number", "option", "before", "after", "% before", "% after", "new", "asked"),
            rows=list(_counts(done)),
            widths=(9, 36, 9, 9, 10, 10, 7, 9),
        ),
        Sheet(
            name="New codes",
            header=("number", "name", "definition", "people", "% of asked", "examples"),
            rows=list(_new_codes(done)),
            widths=(9, 30, 50, 9, 11, 80),
        ),
    ]
    if done.earlier_codes or done.changes:
        rows = [
            [one.respondent, one.text, _named(done, one.then), _named(done, one.now), one.why]
            for one in done.changes
        ]
        header = (RESPONDENT, "text", "earlier", "now", "why")
        sheets.append(Sheet(name="Changes", header=header, rows=rows, widths=(14, 44, 24, 24, 60)))
    sheets.append(
        Sheet(name="About", header=("what", "is"), rows=list(_about(done)), widths=(16, 100))
    )
    return sheets


def _trace(done: BackCoding) -> Iterator[list[Cell]]:
    """Yield everyone with an Other text or punch; what a person decided stands in its column."""
    for answer in done.answers:
        if not answer.text and done.question.other not in answer.before:
            continue
        decided = None
        if answer.decided:
            by_person = [move.number for move in answer.moves if move.layer is Layer.PERSON]
            decided = SEPARATOR.join(map(str, by_person or [done.question.other]))
        yield [
            answer.respondent,
            answer.text or None,
            _named(done, answer.before),
            _named(done, answer.after),
            answer.why or None,
            answer.confidence,
            "yes" if answer.needs_review else "no",
            None if answer.suggested is None else _named(done, [answer.suggested]),
            SEPARATOR.join(move.evidence.text for move in answer.moves) or None,
            SEPARATOR.join(dict.fromkeys(str(move.layer) for move in answer.moves)) or None,
            decided,
        ]


def _about(done: BackCoding) -> Iterator[list[Cell]]:
    yield ["question", done.question.text or done.question.name]
    yield ["asked", done.asked]
    yield ["threshold", f"{done.threshold:g}% of everyone asked"]
    for note in done.notes:
        yield ["note", note]


def _named(done: BackCoding, numbers: Sequence[int]) -> str | None:
    names = done.after.names
    return SEPARATOR.join(f"{number} {names.get(number, '')}".strip() for number in numbers) or None


def _counts(done: BackCoding) -> Iterator[list[Cell]]:
    base = done.asked or 1
    for count in done.counts:
        yield [
            count.option.number,
            count.option.name,
            count.before,
            count.after,
            round(100 * count.before / base, 1),
            round(100 * count.after / base, 1),
            "new" if count.new else None,
            done.asked,
        ]


def _new_codes(done: BackCoding) -> Iterator[list[Cell]]:
    people = {count.option.number: count.after for count in done.counts}
    for option in done.new_codes:
        yield [
            option.number,
            option.name,
            option.definition or None,
            people[option.number],
            round(100 * people[option.number] / (done.asked or 1), 1),
            SEPARATOR.join(option.examples) or None,
        ]
