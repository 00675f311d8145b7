"""A call that wants answers coded, and how it is put to the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from openends.domain.codebook import Codebook, CodingType
from openends.domain.errors import NothingToCode
from openends.domain.response import Response
from openends.engine.prepare.clean import clean
from openends.store.coded_rows import CodedRow
from openends.store.responses import NewResponse, StoredResponse

#: Responses from which a call becomes a job.
INLINE_BELOW = 50

#: What a call that names no language is taken to say.
DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, kw_only=True, slots=True)
class CodingRequest:
    """Answers to one question, and what a researcher says about them."""

    responses: tuple[NewResponse, ...]
    coding_type: CodingType = CodingType.QUALITATIVE
    #: "auto" or an ISO 639-1 code.
    language: str = DEFAULT_LANGUAGE
    #: The codes to give; None builds a codebook, or takes another question's.
    codebook: Codebook | None = None
    #: Id of the question whose codebook is to be used.
    codebook_question: str | None = None
    question_text: str = ""
    #: "" names the project after the time.
    project_name: str = ""
    country: str = "XX"
    category: str = "API"
    coding_guidance: str = ""

    @property
    def texts(self) -> list[str]:
        """Return the verbatims in the order of the call."""
        return [response.text for response in self.responses]

    def name_of_project(self, now: datetime) -> str:
        """Return the name that the project gets."""
        return self.project_name or f"API Coding {now:%Y-%m-%d %H:%M:%S}"


def refuse_blanks(texts: Sequence[str]) -> None:
    """Raise ``NothingToCode`` when there is not one character to code."""
    if any(clean(text).text for text in texts):
        return
    count = "The only response is" if len(texts) == 1 else f"All {len(texts):,} responses are"
    raise NothingToCode(f"{count} blank; send at least one with text.")


def for_the_engine(
    responses: Sequence[NewResponse] | Sequence[StoredResponse] | Sequence[CodedRow], language: str
) -> tuple[list[Response], str]:
    """Return the responses and the language that the engine is told.

    Parameters
    ----------
    responses:
        All responses of the question, in their order.
    language:
        The question's language, "auto" or an ISO 639-1 code.

    Notes
    -----
    Clients send "en" with every call that names no language, whatever the answers are written in.
    So "en" is taken for no more than a hint, and the engine tells the languages itself; it finds
    English where the answers are English. Any other language was chosen by a person and holds for
    all answers but those that name their own.
    """
    found = [
        Response(id=_id(response), text=response.text, language=response.language)
        for response in responses
    ]
    if language in {"auto", DEFAULT_LANGUAGE}:
        return found, "auto"
    if all(response.language in {None, language} for response in found):
        return found, language
    return [replace(response, language=response.language or language) for response in found], "auto"


def _id(response: NewResponse | StoredResponse | CodedRow) -> str:
    return response.id if isinstance(response, NewResponse) else response.response_id
