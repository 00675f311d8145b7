"""What is said after Ctrl-C."""

from __future__ import annotations

import sys


def stopped() -> str:
    """Return whether anything was written before the command was stopped, in a sentence."""
    # What was not loaded has written nothing.
    atomic = sys.modules.get("openends.files.atomic")
    if atomic is not None and atomic.anything_placed():
        return "Stopped; the results were written before."
    return "Stopped; nothing was written."
