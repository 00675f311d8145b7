"""How long-running stages tell the face how far they are."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called often; must be quick. The engine neither prints nor looks at a clock."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Say that ``done`` of ``total`` steps of the stage are finished."""


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""
    del stage, done, total
