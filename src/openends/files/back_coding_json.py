"""A back-coding as JSON, and read again for the next part of fieldwork."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from openends.domain.back_coding import (
    BackCodedAnswer,
    BackCoding,
    ClosedQuestion,
    Move,
    Option,
)
from openends.domain.codebook import Rule, RuleKind
from openends.domain.coding import Evidence, Layer
from openends.domain.errors import CodebookProblem, FileProblem
from openends.files.check_file import check_file
from openends.files.limits import FILE_BYTES

#: Says what the file is, and which form it has.
FORM = "openends back-coding 1"


def back_coding_to_dict(done: BackCoding) -> dict[str, Any]:
    """Return everything as plain values."""
    return {
        "form": FORM,
        "question": asdict(done.question),
        "threshold": done.threshold,
        "asked": done.asked,
        "new_codes": [asdict(option) for option in done.new_codes],
        "counts": [
            {
                "number": count.option.number,
                "name": count.option.name,
                "before": count.before,
                "after": count.after,
                "new": count.new,
            }
            for count in done.counts
        ],
        "answers": [asdict(answer) for answer in done.answers],
        "changes": [asdict(change) for change in done.changes],
        "notes": list(done.notes),
    }


def read_back_coding(path: Path) -> BackCoding:
    """Read the outcome of an earlier run.

    Raises
    ------
    FileProblem
        When the file cannot be read, or is no outcome of a back-coding.
    """
    check_file(path, "earlier outcome", FILE_BYTES)
    try:
        content = orjson.loads(path.read_bytes())
    except OSError as error:
        raise FileProblem(f"Cannot read {path}: {error.strerror or error}.") from error
    except orjson.JSONDecodeError as error:
        raise FileProblem(_not_one(path)) from error
    if not isinstance(content, dict) or content.get("form") != FORM:
        raise FileProblem(_not_one(path))
    try:
        return _back_coding(content)
    except CodebookProblem as error:
        raise FileProblem(f"{path.name} is damaged: {error.message}") from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise FileProblem(
            f"{path.name} is damaged or was changed; give the .json that openends back-code wrote."
        ) from error


def _not_one(path: Path) -> str:
    return (
        f"{path.name} is no outcome of openends back-code; give the .json that it wrote with --out."
    )


def _back_coding(content: Mapping[str, Any]) -> BackCoding:
    asked = content["question"]
    return BackCoding(
        question=ClosedQuestion(
            name=_text(asked["name"]),
            options=tuple(map(_option, asked["options"])),
            other=_number(asked["other"]),
            multiple=bool(asked["multiple"]),
            text=_text(asked["text"]),
        ),
        new_codes=tuple(map(_option, content["new_codes"])),
        answers=tuple(map(_answer, content["answers"])),
        threshold=float(content["threshold"]),
    )


def _option(given: Mapping[str, Any]) -> Option:
    return Option(
        number=_number(given["number"]),
        name=_text(given["name"]),
        definition=_text(given["definition"]),
        include=tuple(map(_text, given["include"])),
        examples=tuple(map(_text, given["examples"])),
        rules=tuple(
            Rule(kind=RuleKind(rule["kind"]), pattern=_text(rule["pattern"]))
            for rule in given["rules"]
        ),
    )


def _answer(given: Mapping[str, Any]) -> BackCodedAnswer:
    text = _text(given["text"])
    confidence, suggested = given["confidence"], given["suggested"]
    return BackCodedAnswer(
        respondent=_text(given["respondent"]),
        text=text,
        asked=bool(given["asked"]),
        before=tuple(map(_number, given["before"])),
        after=tuple(map(_number, given["after"])),
        moves=tuple(_move(move, text) for move in given["moves"]),
        why=_text(given["why"]),
        suggested=None if suggested is None else _number(suggested),
        confidence=None if confidence is None else float(confidence),
        needs_review=bool(given["needs_review"]),
        decided=bool(given["decided"]),
    )


def _move(given: Mapping[str, Any], text: str) -> Move:
    start, length = _number(given["evidence"]["start"]), _number(given["evidence"]["length"])
    return Move(
        number=_number(given["number"]),
        layer=Layer(given["layer"]),
        confidence=float(given["confidence"]),
        evidence=Evidence.of(text, start, start + length),
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError
    return value
