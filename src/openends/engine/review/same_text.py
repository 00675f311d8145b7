"""Which responses have the same text, and which of these have other codes than the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openends.domain.coding import Coding
from openends.domain.response import ResponseStatus
from openends.domain.review import CodedText
from openends.engine.prepare.distinct import folding_key, marks_before


def same_text(codings: Sequence[Coding]) -> list[list[int]]:
    """Return the places of the codings by their text, each text once.

    Two texts are the same where the coding folds them together: capitals and outer marks apart.
    Blank responses have none. The texts come in the order of their letters and the codings of a
    text in the order of their ids, so that nothing depends on the order of the file.
    """
    groups: dict[str, list[int]] = {}
    for place, coding in enumerate(codings):
        if coding.status is not ResponseStatus.NO_ANSWER:
            groups.setdefault(_key(coding.text), []).append(place)
    return [
        sorted(groups[key], key=lambda place: (codings[place].response_id, place))
        for key in sorted(groups)
    ]


def coded_differently(responses: Iterable[CodedText]) -> set[str]:
    """Return the ids of responses whose text others have too, with other codes.

    Two texts are the same where ``same_text`` says so. Where a person approved one of them, the
    others contradict the person.
    """
    groups: dict[str, list[CodedText]] = {}
    for response in responses:
        groups.setdefault(_key(response.text), []).append(response)
    return {
        response.response_id
        for group in groups.values()
        if len({response.codes for response in group}) > 1
        for response in group
    }


def given_numbers(coding: Coding) -> dict[int, float]:
    """Return the numbers of a response's codes, with the confidence of the surest mention."""
    given: dict[int, float] = {}
    for mention in coding.mentions:
        number = mention.code.number
        given[number] = max(given.get(number, 0.0), mention.confidence)
    return given


def _key(text: str) -> str:
    return folding_key(text[marks_before(text) :])
