"""What a check of a codebook finds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from openends.domain.codebook import Code

#: Letters of a text that a finding quotes.
QUOTED = 60


class Severity(StrEnum):
    """How much a finding matters."""

    #: The codebook does not do what it says.
    ERROR = "error"
    #: People and machines will code less alike than they could.
    WARNING = "warning"
    #: Worth knowing, and often right as it is.
    NOTE = "note"


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """Something in a codebook to put right or to know of."""

    #: Name of the check, stable for programs.
    check: str
    severity: Severity
    #: Names of the codes that it is about; empty where it is about the whole file.
    codes: tuple[str, ...]
    #: Where to look, in words.
    where: str
    what: str
    #: Why it matters.
    why: str
    #: What to do.
    do: str
    #: The number that was compared with the check's threshold; None where there is none.
    figure: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """Something that is looked for in a codebook."""

    name: str
    severity: Severity
    why: str
    do: str

    def found(
        self, what: str, codes: Iterable[Code] = (), *, where: str = "", figure: float | None = None
    ) -> Finding:
        """Return the finding: what was seen, at which codes.

        Parameters
        ----------
        what:
            One sentence.
        codes:
            The codes that it is about.
        where:
            Where to look, if not at these codes.
        figure:
            What was compared with a threshold.
        """
        at = tuple(codes)
        places = " and ".join(f"code {code.number} '{shortened(code.name)}'" for code in at)
        return Finding(
            check=self.name,
            severity=self.severity,
            codes=tuple(code.name for code in at),
            where=where or places or "the codebook",
            what=what,
            why=self.why,
            do=self.do,
            figure=figure,
        )


def shortened(text: str) -> str:
    """Return a text as it fits into a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= QUOTED else line[: QUOTED - 1].rstrip() + "…"
