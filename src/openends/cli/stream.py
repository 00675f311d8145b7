"""Answers from a file or standard input, and codings as lines of JSON on standard output."""

from __future__ import annotations

import sys
from pathlib import Path

import orjson

from openends.domain.survey import CodedSurvey, Survey
from openends.files import read_survey
from openends.files.coding_dict import coding_to_dict


def read_answers(file: str) -> Survey:
    """Return the survey in a file; ``-`` reads an answer from each line of standard input."""
    if file != "-":
        return read_survey(Path(file))
    from openends.files.read_csv import read_lines
    from openends.files.text_encoding import decode_text

    text, warnings = decode_text(sys.stdin.buffer.read(), Path("standard input"))
    return read_lines(text, "", warnings)


def print_json_lines(coded: CodedSurvey) -> None:
    """Print one object per response; ``column`` tells the question where there are several."""
    several = len(coded.questions) > 1
    for column, question in coded.questions.items():
        for coding in question.codings:
            content = coding_to_dict(coding)
            if several:
                content = {"column": column, **content}
            sys.stdout.buffer.write(orjson.dumps(content) + b"\n")
    sys.stdout.buffer.flush()
