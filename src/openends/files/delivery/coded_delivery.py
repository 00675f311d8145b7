"""A coded data file as a delivery: all its columns, then its coded questions."""

from __future__ import annotations

from openends.domain.delivery import DeliveredQuestion, Delivery
from openends.domain.survey import CodedSurvey, Column
from openends.files.delivery.short_name import short_name

#: The variable that numbers the rows where no column identifies respondents.
_ROW = "row"


def delivery_of(coded: CodedSurvey) -> Delivery:
    """Return the data file with its codes; the columns with the verbatims stay as they are."""
    survey = coded.survey
    numbered = Column(name=_ROW, values=tuple(range(1, len(survey) + 1)))
    respondents = survey.column(coded.id_column) if coded.id_column else numbered
    names: list[str] = []
    for column in coded.questions:
        names.append(short_name(column, names))
    return Delivery(
        name=survey.source,
        respondents=respondents,
        background=[column for column in survey.columns if column.name != coded.id_column],
        questions=[
            DeliveredQuestion(short_name=name, coded=question, codings=question.codings)
            for name, question in zip(names, coded.questions.values(), strict=True)
        ],
    )
