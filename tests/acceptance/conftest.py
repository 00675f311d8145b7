"""The real command, run as a process."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

OPENENDS = Path(sys.executable).with_name("openends")


def _argument(value):
    return value if isinstance(value, bytes) else str(value)


@pytest.fixture
def openends(tmp_path):
    """Run ``openends`` in an empty folder; returns the finished process with its texts."""

    def run(*arguments, stdin=None, **environment):
        return subprocess.run(
            [str(OPENENDS), *map(_argument, arguments)],
            cwd=tmp_path,
            input=stdin,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=300,
            env={**os.environ, **environment},
        )

    run.command = OPENENDS
    return run


@pytest.fixture
def survey(tmp_path):
    """A small survey with two open questions and two other columns."""
    rows = [
        "respondent_id,age,why,improve",
        "r1,34,cheap,far too loud",
        "r2,51,the price,so noisy at night",
        "r3,27,a low price and it looks nice,the noise wakes my kids",
        "r4,44,beautiful design,cleaning takes too long",
        "r5,60,nice design,hard to clean",
        "r6,38,,don't know",
        'r7,29,"good price, great look",=too loud',
    ]
    path = tmp_path / "survey.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path
