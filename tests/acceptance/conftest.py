"""The real command, run to its end."""

import pytest

from command import OPENENDS, run_here, run_process
from forked import run_forked


@pytest.fixture
def openends(tmp_path, tmp_path_factory):
    """Run ``openends`` in an empty folder; returns the finished process with its texts."""

    def run(*arguments, stdin=None, **environment):
        if not {"serve", "worker"} & set(arguments):
            return run_here(arguments, cwd=tmp_path, stdin=stdin, environment=environment)
        # Servers set up the log of their whole process.
        said = tmp_path_factory.mktemp("said")
        return run_forked(arguments, cwd=tmp_path, folder=said, environment=environment)

    def process(*arguments, stdin=None, **environment):
        return run_process(arguments, cwd=tmp_path, stdin=stdin, environment=environment)

    run.command, run.process = OPENENDS, process
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
