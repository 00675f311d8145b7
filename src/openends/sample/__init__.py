"""The sample survey that ships with Openends."""

from __future__ import annotations

from pathlib import Path

#: Open questions of the sample, by column.
QUESTIONS = {
    "why_brand": "Why did you choose this brand of coffee machine?",
    "improve": "What should the brand improve?",
}


def survey_path() -> Path:
    """Return the path of the sample survey."""
    return Path(__file__).with_name("survey.csv")
