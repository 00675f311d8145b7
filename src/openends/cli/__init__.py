"""The command line: one module per command."""

from __future__ import annotations

import sys

from openends.domain.errors import InputError, OpenendsError


def main() -> None:
    """Run the command line and exit: 0 done, 1 failed, 2 wrong input, 130 interrupted."""
    from openends.cli.app import app

    try:
        app()
    except InputError as error:
        _say(error.message)
        sys.exit(2)
    except OpenendsError as error:
        _say(error.message)
        sys.exit(2 if error.code == "OUTPUT_ERROR" else 1)


def _say(sentence: str) -> None:
    sys.stderr.write(f"openends: {sentence}\n")
