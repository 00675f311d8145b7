"""The variables of a delivered file: what each layout makes of coded questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from openends.domain.codebook import NO_ANSWER_NUMBER, NONE_NUMBER
from openends.domain.coding import Coding, Mention
from openends.domain.delivery import (
    DeliveredQuestion,
    DeliveredTable,
    Delivery,
    DeliveryChoice,
    Layout,
    Measure,
    MultipleResponseSet,
    Variable,
)
from openends.domain.survey import Cell
from openends.files.coded_table import SEPARATOR
from openends.files.delivery.given_codes import all_codes, given_codes, mentions_of

#: Who says nothing in substance; statistics programs leave it out of percentages.
MISSING = (NONE_NUMBER, NO_ANSWER_NUMBER)
_MENTIONED = 1


def delivered_table(delivery: Delivery, choice: DeliveryChoice) -> DeliveredTable:
    """Return all variables with a row per respondent: who it is, background, then each question.

    ``one_row_per_code`` has no row per respondent: ``per_code.rows_per_code`` makes it.
    """
    answers: list[Variable] = []
    sets: list[MultipleResponseSet] = []
    for question in delivery.questions:
        made, its_set = _LAYOUTS[choice.layout](question, choice)
        answers += made
        if its_set is not None:
            sets.append(its_set)
    who = respondents(delivery)
    known = _background(delivery, {who.name, *(each.name for each in answers)})
    variables = [who, *(known if choice.background else ()), *answers]
    return DeliveredTable(variables=variables, sets=sets)


def respondents(delivery: Delivery) -> Variable:
    """Return the variable that says who answered."""
    column = delivery.respondents
    return Variable(name=column.name, label=column.label, values=column.values)


def _background(delivery: Delivery, names: set[str]) -> Iterator[Variable]:
    """Yield the background variables, named as no other; numbers alone can be reckoned with."""
    taken = {name.casefold() for name in names}
    for column in delivery.background:
        name, number = column.name, 1
        while name.casefold() in taken:
            number += 1
            name = f"{column.name}_{number}"
        taken.add(name.casefold())
        numbers = all(value is None or isinstance(value, int | float) for value in column.values)
        yield Variable(
            name=name,
            label=column.label or ("" if name == column.name else column.name),
            values=column.values,
            measure=Measure.SCALE if numbers else Measure.NOMINAL,
        )


def _wide(
    question: DeliveredQuestion, choice: DeliveryChoice
) -> tuple[list[Variable], MultipleResponseSet | None]:
    def joined(field: Callable[[Mention], str]) -> Callable[[Coding], Cell]:
        return lambda coding: SEPARATOR.join(dict.fromkeys(map(field, coding.mentions))) or None

    fields: list[tuple[str, str, Callable[[Coding], Cell]]] = [
        ("text", "verbatim", lambda coding: coding.text or None),
        ("codes", "codes", _names),
    ]
    if choice.categories:
        fields.append(("categories", "categories", joined(lambda mention: mention.code.category)))
    if choice.sentiment:
        fields.append(("sentiment", "sentiment", lambda coding: coding.sentiment))
    if choice.confidence:
        fields.append(("confidence", "confidence", lambda coding: coding.confidence))
    return [
        _column(question, name, f"{_asked(question)}: {what}", value)
        for name, what, value in fields
    ], None


def _names(coding: Coding) -> str:
    return SEPARATOR.join(code.name for code in given_codes(coding))


def _by_mention(
    question: DeliveredQuestion, choice: DeliveryChoice
) -> tuple[list[Variable], MultipleResponseSet | None]:
    codes = [given_codes(coding) for coding in question.codings]
    mentions = [mentions_of(coding) for coding in question.codings]
    labels = {code.number: code.name for code in all_codes(question.coded.codebook)}
    variables, mentioned = [], []
    for rank in range(max(1, max(map(len, codes), default=1))):
        name = f"{question.short_name}_{rank + 1}"
        label = f"{_asked(question)} - mention {rank + 1}"
        at_rank = [given[rank] if rank < len(given) else None for given in codes]
        mentioned.append(name)
        if choice.names:
            names = [code.name if code else None for code in at_rank]
            variables.append(Variable(name=name, label=label, values=names))
        else:
            numbers = [code.number if code else None for code in at_rank]
            variables.append(
                Variable(
                    name=name, label=label, values=numbers, value_labels=labels, missing=MISSING
                )
            )
        given_here = [given[rank] if rank < len(given) else None for given in mentions]
        variables += _beside_mention(given_here, choice, name, label)
    several = len(mentioned) > 1 and not choice.names
    return variables, _set_of(question, mentioned, None) if several else None


def _beside_mention(
    at_rank: Sequence[Mention | None], choice: DeliveryChoice, name: str, label: str
) -> Iterator[Variable]:
    def of(field: Callable[[Mention], Cell]) -> list[Cell]:
        return [None if mention is None else field(mention) for mention in at_rank]

    if choice.categories:
        values = of(lambda mention: mention.code.category or None)
        yield Variable(name=f"{name}_category", label=f"{label}: category", values=values)
    if choice.sentiment:
        values = of(lambda mention: str(mention.sentiment))
        yield Variable(name=f"{name}_sentiment", label=f"{label}: sentiment", values=values)
    if choice.confidence:
        values = of(lambda mention: mention.confidence)
        yield _confidence(f"{name}_confidence", f"{label}: confidence", values)


def _dummies(
    question: DeliveredQuestion, choice: DeliveryChoice
) -> tuple[list[Variable], MultipleResponseSet | None]:
    numbers = [
        None if coding is None else {code.number for code in given_codes(coding)}
        for coding in question.codings
    ]
    variables, counted = [], []
    for code in all_codes(question.coded.codebook):
        name = f"{question.short_name}_c{code.number:02d}"
        values = [None if given is None else int(code.number in given) for given in numbers]
        variables.append(
            Variable(
                name=name,
                heading=f"{name} {code.name}",
                label=code.name,
                values=values,
                value_labels={0: "not mentioned", _MENTIONED: "mentioned"},
                code=code.number,
            )
        )
        if code.number != NO_ANSWER_NUMBER:
            counted.append(name)
    if choice.sentiment:
        variables.append(
            _column(
                question,
                "sentiment",
                f"{_asked(question)}: sentiment",
                lambda coding: coding.sentiment,
            )
        )
    if choice.confidence:
        values_ = [coding.confidence if coding else None for coding in question.codings]
        name, label = f"{question.short_name}_confidence", f"{_asked(question)}: confidence"
        variables.append(_confidence(name, label, values_))
    return variables, _set_of(question, counted, _MENTIONED)


_Made = tuple[list[Variable], MultipleResponseSet | None]
_LAYOUTS: dict[Layout, Callable[[DeliveredQuestion, DeliveryChoice], _Made]] = {
    Layout.WIDE_BY_QUESTION: _wide,
    Layout.COLUMNS_BY_MENTION: _by_mention,
    Layout.BINARY_DUMMY: _dummies,
}


def _set_of(
    question: DeliveredQuestion, variables: Sequence[str], counted: int | None
) -> MultipleResponseSet:
    return MultipleResponseSet(
        name=question.short_name,
        label=_asked(question),
        variables=tuple(variables),
        counted=counted,
    )


def _column(
    question: DeliveredQuestion, field: str, label: str, value: Callable[[Coding], Cell]
) -> Variable:
    values = [value(coding) if coding else None for coding in question.codings]
    name = f"{question.short_name}_{field}"
    if field == "confidence":
        return _confidence(name, label, values)
    return Variable(
        name=name, label=label, values=[None if each is None else str(each) for each in values]
    )


def _confidence(name: str, label: str, values: Sequence[Cell]) -> Variable:
    return Variable(name=name, label=label, values=values, measure=Measure.SCALE, decimals=3)


def _asked(question: DeliveredQuestion) -> str:
    return question.coded.question or question.short_name
