"""What an edit of a codebook does to the answers and to the percentages."""

from __future__ import annotations

from dataclasses import dataclass

from openends.domain.codebook import Code


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangedResponse:
    """A response whose codes are others after the edit."""

    response_id: str
    text: str
    #: Names of its codes, in the order of their mention.
    before: tuple[str, ...]
    after: tuple[str, ...]
    #: Why a person should read it again; "" where the change is sure enough.
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FigureChange:
    """The percentage of a code before and after."""

    #: The code as it is after the edit or, where that took it away, before.
    code: Code
    #: People before; 0 for a code that is new.
    before: int
    after: int
    #: Part of the base, 0 to 1.
    share_before: float
    share_after: float

    @property
    def points(self) -> float:
        """Return by how many percentage points the figure moves."""
        return 100 * (self.share_after - self.share_before)


@dataclass(frozen=True, kw_only=True, slots=True)
class WhatIf:
    """What an edit does: the same whether it is asked before or looked at afterwards."""

    #: People who answered.
    base: int
    #: In the order of the responses.
    changed: tuple[ChangedResponse, ...]
    #: Figures that move, the largest move first.
    figures: tuple[FigureChange, ...]
