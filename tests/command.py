"""The command line in the test's own process: as a process of its own, but for its start.

A process takes a second or two to import and to load the encoders, and the tests start hundreds.
What is about the process itself (pipes, signals, a terminal) starts one: ``openends.process``.
"""

import contextlib
import io
import os
import subprocess
import sys
from pathlib import Path
from unittest import mock

from openends.cli import main

OPENENDS = Path(sys.executable).with_name("openends")


def run_here(arguments, *, cwd, stdin=None, environment):
    """Run ``openends`` in this process and return what a finished process would be."""
    words = [os.fsdecode(each) if isinstance(each, bytes) else str(each) for each in arguments]
    reading = io.TextIOWrapper(io.BytesIO((stdin or "").encode()), encoding="utf-8")
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    status = 0
    with (
        contextlib.chdir(cwd),
        mock.patch.object(sys, "argv", ["openends", *words]),
        mock.patch.object(sys, "stdin", reading),
        mock.patch.object(sys, "stdout", out),
        mock.patch.object(sys, "stderr", err),
        mock.patch.dict(os.environ, environment),
    ):
        try:
            main()
        except SystemExit as end:
            status = end.code or 0
        texts = [each.buffer.getvalue().decode() for each in (out, err)]
    return subprocess.CompletedProcess(["openends", *words], status, *texts)


def run_process(arguments, *, cwd, stdin=None, environment):
    """Run ``openends`` as a process of its own, to its end."""
    return subprocess.run(
        [OPENENDS, *(each if isinstance(each, bytes) else str(each) for each in arguments)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
        env={**os.environ, **environment},
    )
