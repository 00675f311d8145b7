"""Requests that nobody thought of: schemathesis asks for all that /openapi.json describes.

With every check on: no server errors; every status, header and body as described; what is valid
is taken, what is not is refused; no operation forgets the key.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from started import started

HOOKS = Path(__file__).with_name("meaning.py")
SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")


@pytest.fixture
def server(tmp_path):
    """A server without limits that a run would meet, and without workers."""
    settings = {
        "rpm": "100000000",
        "free_calls": "100000000",
        "queue_depth": "100000000",
        "webhook_allow": "127.0.0.1",
        "log_level": "warning",
    }
    url = f"sqlite:///{tmp_path / 'openends.db'}"
    with started(url, tmp_path / "serve.log", "--workers", "0", **settings) as running:
        yield running


@pytest.fixture
def things(server):
    """A project with two questions, for valid requests to name."""
    with httpx.Client(base_url=server.address, headers={"x-api-key": server.key}) as client:

        def made(path, body):
            return client.post(path, json=body).raise_for_status().json()["data"]

        project = made("/v2/projects", {"name": "A study"})["id"]
        path = f"/v2/projects/{project}/questions"
        one, two = (made(path, {"text": text})["id"] for text in ("Why?", "What else?"))
        ref = {"project_id": project, "question_id": one}
        made("/v2/codebook/import", ref | {"codebook": ["Noise", "Price", "Staff"]})
        made(f"{path}/{one}/responses", {"responses": [{"id": "R1", "text": "Too loud"}]})
    return {
        "MEANING_ADDRESS": server.address,
        "MEANING_KEY": server.key,
        "MEANING_PROJECT": project,
        "MEANING_ONE": one,
        "MEANING_TWO": two,
    }


@pytest.fixture
def run(server, things, tmp_path):
    """Runs schemathesis and returns the process, which has ended."""

    def run(*options):
        command = [
            *(SCHEMATHESIS, "run", f"{server.address}/openapi.json"),
            *("--header", f"x-api-key: {server.key}", "--checks", "all", "--no-color"),
            # A text with U+0000 is refused, which no schema says; test_v2_shapes.py looks at it.
            *("--generation-allow-x00", "false", "--continue-on-failure"),
            # Coding waits for its turn, and for encoders that a language needs.
            *("--request-timeout", "600", "--max-response-time", "600", *options),
        ]
        return subprocess.run(
            list(map(str, command)),
            cwd=tmp_path,
            env={**os.environ, **things, "SCHEMATHESIS_HOOKS": str(HOOKS)},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    return run


def test_no_request_meets_a_failure(run):
    done = run("--phases", "examples,fuzzing,stateful", "--max-examples", "5", "--seed", "1")
    assert done.returncode == 0, done.stdout
    assert re.search(r"Selected: (\d+)/\1\s+Tested: \1\s", done.stdout)


@pytest.mark.slow
def test_no_request_meets_a_failure_however_many(run):
    done = run("--phases", "examples,coverage,fuzzing,stateful", "--max-examples", "50")
    assert done.returncode == 0, done.stdout
