"""Coding goes on in another process, with the codes that the first one would have given."""

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from pinned_codings import made_answers

from openends.domain.codebook import Code, Codebook
from openends.domain.response import Response
from openends.encoders import load_encoders
from openends.engine import read_question
from openends.engine.judge import BLOCK
from openends.engine.prepare_question import prepare_question
from openends.files import read_survey
from openends.sample import survey_path

#: Responses that the first process did not come to.
LEFT = 120
#: Distinct answers that are fitted on, in both processes, so that others are left.
FITTED = 300


def asked():
    """Return more distinct answers than a question is fitted on."""
    survey = read_survey(survey_path())
    cells = [*survey.column("why_brand").values, *survey.column("improve").values]
    texts = made_answers(cells, 560)
    return [Response(id=str(at), text=text) for at, text in enumerate(texts)]


def prepared(responses, codebook=None):
    return prepare_question(
        responses,
        load_encoders=lambda languages: load_encoders("fast", languages),
        codebook=codebook,
        built=codebook is not None,
    )


def digest(codings):
    return hashlib.sha256("\n".join(map(repr, codings)).encode()).hexdigest()


def in_a_process(kept, seed):
    """Return what the last responses get in a process of its own; sets are ordered by the seed.

    Both sides are processes of their own, so that both see as many cores: the last bits of a
    product of matrices depend on the threads that it was made with.
    """
    process = subprocess.run(
        [sys.executable, __file__, str(kept)],
        env={**os.environ, "PYTHONHASHSEED": seed},
        check=True,
        capture_output=True,
        text=True,
    )
    return process.stdout


def test_a_new_process_goes_on_as_the_one_that_was_killed_would_have(tmp_path):
    kept = tmp_path / "codebook.json"
    whole = in_a_process(kept, "0")
    assert kept.exists()
    assert in_a_process(kept, "7") == whole


def begin(kept):
    """Code all responses with a codebook of their own, and keep that."""
    every = asked()
    coder = prepared(every)
    assert coder.cost > FITTED + BLOCK
    codings = coder.code(0, len(every))
    kept.write_text(json.dumps([asdict(code) for code in coder.codebook]), encoding="utf-8")
    return codings[-LEFT:]


def go_on(kept):
    """Code the last responses with the codebook that was kept."""
    entries = json.loads(kept.read_text(encoding="utf-8"))
    known = Codebook(
        codes=tuple(
            Code(**{name: tuple(it) if isinstance(it, list) else it for name, it in entry.items()})
            for entry in entries
        )
    )
    every = asked()
    return prepared(every, known).code(len(every) - LEFT, len(every))


if __name__ == "__main__":
    read_question.FIT_ANSWERS = FITTED
    path = Path(sys.argv[1])
    sys.stdout.write(digest(go_on(path) if path.exists() else begin(path)))
