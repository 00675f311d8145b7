"""The command line: one module per command."""

from __future__ import annotations

import sys
from io import TextIOWrapper

from openends.cli.stopped import stopped
from openends.domain.errors import ConfigProblem, OpenendsError, OutputError


def main() -> None:
    """Run the command line and exit: 0 done, 1 failed, 2 wrong input or setup, 130 interrupted."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal or pipe that knows few characters shows the others as question marks.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        from openends.cli.app import app

        app()
    except KeyboardInterrupt:
        _end(stopped(), 130)
    except OpenendsError as error:
        # What stands against the user's machine or settings is theirs to put right as well.
        theirs = error.status < 500 or isinstance(error, OutputError | ConfigProblem)
        _end(error.message, 2 if theirs else 1)
    except Exception as error:
        _end(
            f"This is a fault of Openends ({type(error).__name__}: {error}); please report it with "
            "the command that you ran.",
            1,
        )


def _end(sentence: str, status: int) -> None:
    sys.stderr.write(f"openends: {' '.join(sentence.split())}\n")
    sys.exit(status)
