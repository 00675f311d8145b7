from __future__ import annotations

import zipfile
from pathlib import Path

from openends.domain.codebook import Code, Codebook, Rule, RuleKind
from openends.domain.coding import Coding, Evidence, Layer, Mention, Sentiment
from openends.domain.response import ResponseStatus
from openends.domain.result import CodedQuestion, Manifest
from openends.domain.survey import CodedSurvey, Column, Survey
from openends.engine.tabulate.tabulate import tabulate

PRICE = Code(name="Price", number=1, category="Value", examples=("too dear",))
STAFF = Code(name="Staff", number=2, rules=(Rule(kind=RuleKind.PHRASE, pattern="friendly people"),))


def rows_of(survey):
    return list(zip(*(column.values for column in survey.columns), strict=True))


def repacked(source: Path, target: Path, changes: dict[str, bytes]) -> Path:
    """Copy a zip archive with some of its entries replaced."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, old.read(name)))
    return target


def coded_survey(answers, *, other=(), column="why", question="", warnings=()):
    """A survey in which every answer that is not blank mentions the price."""
    texts = tuple(answers)
    columns = [Column(name="id", values=tuple(range(1, len(texts) + 1)))]
    columns.append(Column(name=column, values=texts))
    columns += [Column(name=name, values=tuple(values)) for name, values in other]
    survey = Survey(columns=tuple(columns), source="survey.csv", warnings=tuple(warnings))
    codings = tuple(_coding(str(at), text) for at, text in enumerate(texts, start=1))
    coded = CodedQuestion(
        question=question,
        codebook=Codebook(codes=(PRICE, STAFF)),
        codings=codings,
        manifest=Manifest(
            openends_version="0",
            encoders=("none 0",),
            quality="fast",
            seed=0,
            responses_sha256="0",
            codebook_sha256="0",
            codebook_induced=False,
        ),
    )
    return CodedSurvey(survey=survey, questions={column: coded}, id_column="id")


def counts_of(coded):
    return {column: tabulate(question) for column, question in coded.questions.items()}


def _coding(number, text):
    if not text:
        return Coding(response_id=number, text="", status=ResponseStatus.NO_ANSWER)
    mention = Mention(
        code=PRICE,
        sentiment=Sentiment.NEGATIVE,
        confidence=0.9,
        layer=Layer.MODEL,
        evidence=Evidence.of(text, 0, len(text)),
    )
    return Coding(
        response_id=number,
        text=text,
        status=ResponseStatus.CODED,
        mentions=(mention,),
        sentiment=Sentiment.NEGATIVE,
        runner_up=STAFF,
        needs_review=True,
        review_reason="a test",
    )
