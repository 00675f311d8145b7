"""Codings as lines of JSON on standard output."""

from __future__ import annotations

from openends.domain.survey import CodedSurvey
from openends.files.coding_dict import coding_to_dict


def print_json_lines(coded: CodedSurvey) -> None:
    """Print one object per response; ``column`` tells the question where there are several."""
    import sys

    import orjson

    several = len(coded.questions) > 1
    for column, question in coded.questions.items():
        for coding in question.codings:
            content = coding_to_dict(coding)
            if several:
                content = {"column": column, **content}
            sys.stdout.buffer.write(orjson.dumps(content) + b"\n")
    sys.stdout.buffer.flush()
