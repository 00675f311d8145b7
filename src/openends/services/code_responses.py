"""The Python interface: code answers that are in memory."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Literal

from openends.domain.codebook import Code, Codebook, CodingType
from openends.domain.errors import InputError
from openends.domain.response import Response, ReviewedResponse
from openends.domain.run import CodingEngine, Run
from openends.encoders import Quality, load_encoders
from openends.engine.advice.adviser import Adviser
from openends.engine.pipeline import Settings, code_question
from openends.engine.progress import Progress, silent
from openends.files.codebook_entries import codes_from_entries
from openends.files.read_codebook import read_codebook
from openends.services.coded_responses import CodedResponses

#: What can be coded: texts, texts by respondent id, or responses.
Answers = Iterable[str | Response | None] | Mapping[Any, str | None]
#: What can stand for a codebook: itself, a file, or a list of names, entries or codes.
CodebookLike = Codebook | str | Path | Sequence[str | Mapping[str, Any] | Code]


def code(
    responses: Answers,
    codebook: CodebookLike | None = None,
    question: str | None = None,
    language: str = "auto",
    *,
    coding_type: Literal["qualitative", "entity"] = "qualitative",
    max_codes: int = 40,
    min_share: float | None = None,
    quality: Quality = "fast",
    seed: int = 0,
    reviewed: Mapping[str, Sequence[str]] | None = None,
    llm: str | None = None,
    llm_url: str | None = None,
    llm_calls: str | Path | None = None,
    max_cost: float | None = None,
    mask: bool = False,
    progress: Progress = silent,
) -> CodedResponses:
    """Give every answer its codes, with sentiment, confidence and the words that carry them.

    Parameters
    ----------
    responses:
        The answers to one question: texts (``None`` is a blank), texts by respondent id, or
        ``Response`` values.
    codebook:
        The codes to give: a ``Codebook``, a file, or a list of names or of entries with ``name``,
        ``definition`` ...; None builds one from the answers.
    question:
        The question as it was asked.
    language:
        "auto", or the ISO 639-1 code of the language that all answers are in.
    coding_type:
        Themes, or the brands, products and people that are named.
    max_codes:
        Codes of a built codebook at most.
    min_share:
        Percent of everyone who answered that a code needs, else it goes to "other".
    quality:
        "best" reads every answer twice and is slower.
    seed:
        The same answers and seed give the same result.
    reviewed:
        By text, the names of the codes that a person gave it; they overrule everything else.
    llm:
        A language model that names a built codebook and decides what stays in doubt, such as
        "openai:gpt-5-mini"; its key is taken from the environment. None asks nobody.
    llm_url:
        A server that speaks the provider's language.
    llm_calls:
        A file that keeps every call, so that a run that is repeated pays for none twice.
    max_cost:
        US dollars that the language model may cost.
    mask:
        True to mask personal data in answers before they are sent.
    progress:
        Called with stage, done and total.

    Raises
    ------
    InputError
        When nothing can be coded or the codebook breaks a rule.
    ConfigProblem
        When the language model cannot be used, or ``OPENENDS_OFFLINE`` forbids it.

    Examples
    --------
    >>> result = code(["too loud", "cheap and quick", None], codebook=["Noise", "Price", "Speed"])
    >>> [mention.code.name for mention in result.codings[0].mentions]
    ['Noise']
    """
    kind = _coding_type(coding_type)
    given = None if codebook is None else _codebook(codebook, kind)
    settings = Settings(
        question=question or "",
        coding_type=given.coding_type if given else kind,
        language=language,
        max_codes=max_codes,
        min_share=min_share,
        quality=quality,
        seed=seed,
    )
    coded = code_question(
        _responses(responses),
        load_encoders=partial(load_encoders, quality),
        settings=settings,
        codebook=given,
        reviewed=_reviewed(reviewed or {}, given),
        adviser=_adviser(llm, llm_url, llm_calls, max_cost, mask=mask) if llm else None,
        progress=progress,
    )
    engine = CodingEngine.HYBRID if llm else CodingEngine.EMBEDDED
    return CodedResponses(
        coded, Run(engine=engine, model=llm or "", max_cost=max_cost, mask=bool(llm) and mask)
    )


def _adviser(
    model: str, url: str | None, calls: str | Path | None, max_cost: float | None, *, mask: bool
) -> Adviser:
    # Only who asks a language model waits for the libraries that can.
    from openends.llm.offline import is_offline
    from openends.llm.provider import LlmSpec
    from openends.services.language_model import ModelPlan, hire_adviser

    spec = LlmSpec(
        model=model, base_url=url, environment=os.environ, offline=is_offline(os.environ)
    )
    plan = ModelPlan(spec=spec, calls=Path(calls) if calls else None, max_cost=max_cost, mask=mask)
    return hire_adviser(plan)


def _responses(answers: Answers) -> list[Response]:
    if isinstance(answers, str):
        raise InputError("One text was given; give a list of answers, such as ['too loud'].")
    pairs = answers.items() if isinstance(answers, Mapping) else enumerate(answers, start=1)
    result = []
    for key, answer in pairs:
        if isinstance(answer, Response):
            result.append(answer)
        elif answer is None or isinstance(answer, str):
            result.append(Response(id=str(key), text=answer or ""))
        elif isinstance(answer, float) and math.isnan(answer):
            # This is how pandas writes a blank.
            result.append(Response(id=str(key), text=""))
        else:
            raise InputError(
                f"Answer {key} is {type(answer).__name__}, not text; give strings, or None for "
                "blanks."
            )
    return result


def _coding_type(named: str) -> CodingType:
    if named not in set(CodingType):
        raise InputError(f"The coding type is '{named}'; use {' or '.join(CodingType)}.")
    return CodingType(named)


def _reviewed(
    decided: Mapping[str, Sequence[str]], codebook: Codebook | None
) -> list[ReviewedResponse]:
    """Return what people decided; every code they gave must be in the codebook."""
    for text, names in decided.items():
        for name in names:
            if codebook is None or codebook.find(name) is None:
                raise InputError(
                    f"The reviewed answer '{text[:60]}' has the code '{name}', which the codebook "
                    "lacks; give a codebook with it."
                )
    return [ReviewedResponse(text=text, codes=tuple(names)) for text, names in decided.items()]


def _codebook(given: CodebookLike, coding_type: CodingType) -> Codebook:
    if isinstance(given, Codebook):
        return given
    if isinstance(given, (str, Path)):
        return read_codebook(Path(given))
    codes = tuple(item for item in given if isinstance(item, Code))
    if len(codes) < len(given):
        codes = codes_from_entries(list(given), "the codebook")
    return Codebook(codes=codes, coding_type=coding_type)
