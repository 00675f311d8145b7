"""Delivered tables for the tests of what SPSS reads, and GNU PSPP as an independent reader."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pyreadstat
import pytest

from openends.domain.codebook import Code, Codebook
from openends.domain.coding import Coding, Evidence, Layer, Mention, Sentiment
from openends.domain.delivery import DeliveredQuestion, Delivery, DeliveryChoice, Layout
from openends.domain.response import ResponseStatus
from openends.domain.result import CodedQuestion, Manifest
from openends.domain.survey import Column
from openends.files.delivery.variables import delivered_table

MANIFEST = Manifest(
    openends_version="0",
    encoders=("none 0",),
    quality="fast",
    seed=0,
    responses_sha256="0",
    codebook_sha256="0",
    codebook_induced=False,
)
#: What a person says who names no code.
WITHOUT = (ResponseStatus.OTHER, ResponseStatus.NONE, ResponseStatus.NO_ANSWER)


def codes_of(count):
    """So many codes; the first has accents, the second is Chinese, the third is very long."""
    names = ["Größe & Qualität", "价格太高", "It's " + "a long name of a code, " * 10]
    names += [f"Code no. {number}" for number in range(4, count + 1)]
    # The numbers from 97 to 99 are reserved.
    numbers = [number for number in range(1, count + 4) if number not in {97, 98, 99}]
    return tuple(
        Code(name=name, number=number, category=("Price", "Service")[number % 2])
        for name, number in zip(names[:count], numbers, strict=False)
    )


def question_of(short_name, question, codes, picks):
    """A question; ``picks`` has the places of each person's codes, a status, or None: not asked."""
    codings = tuple(_coding(at, codes, pick) for at, pick in enumerate(picks))
    coded = CodedQuestion(
        question=question,
        codebook=Codebook(codes=codes),
        codings=tuple(coding for coding in codings if coding),
        manifest=MANIFEST,
    )
    return DeliveredQuestion(short_name=short_name, coded=coded, codings=codings)


def table_of(layout, *questions, background=(), **choice):
    """The delivered table of questions, with the switches of ``DeliveryChoice``."""
    people = len(questions[0].codings)
    delivery = Delivery(
        name="study",
        respondents=Column(name="RESPID", values=tuple(f"R{at}" for at in range(people))),
        background=background,
        questions=questions,
    )
    return delivered_table(delivery, DeliveryChoice(layout=Layout(layout), **choice))


def read_back(path):
    """The file's cases and what it says of its variables, as pyreadstat reads it."""
    return pyreadstat.read_sav(str(path), output_format="polars", user_missing=True)


def run_pspp(folder: Path, *syntax: str) -> str:
    """Run syntax in GNU PSPP in the folder; return what it says, which holds no warning."""
    pspp = shutil.which("pspp")
    if pspp is None:
        pytest.skip("GNU PSPP is not installed (apt-get install --no-install-recommends pspp)")
    file = folder / "run.sps"
    file.write_text("\n".join(syntax), encoding="utf-8")
    command = [pspp, "--no-statrc", "-O", "format=csv", file.name]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=60, check=False,
        env={"LC_ALL": "C.UTF-8", "HOME": str(folder)},
    )  # fmt: skip
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert "warning" not in said, said
    return said


def _coding(at, codes, pick):
    if pick is None:
        return None
    text = f"What R{at} said: «teuer» 价格"
    if isinstance(pick, ResponseStatus):
        return Coding(response_id=f"R{at}", text=text, status=pick)
    mentions = tuple(
        Mention(
            code=codes[place],
            sentiment=Sentiment.NEGATIVE,
            confidence=0.812,
            layer=Layer.MODEL,
            evidence=Evidence.of(text, 0, 4),
        )
        for place in pick
    )
    return Coding(
        response_id=f"R{at}", text=text, status=ResponseStatus.CODED, mentions=mentions,
        sentiment=Sentiment.NEGATIVE,
    )  # fmt: skip


def picks_of(people, codes):
    """What so many people say: one to three codes, none, or they were not asked."""
    picks = []
    for at in range(people):
        if at % 7 == 6:
            picks.append(None if at % 2 else WITHOUT[at % 3])
        else:
            picks.append(tuple(dict.fromkeys((at * step) % codes for step in range(1, at % 3 + 2))))
    return picks
