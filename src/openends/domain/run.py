"""A run on a data file: what was asked for, and what is needed to do the same again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from openends.domain.codebook import Codebook
from openends.domain.result import Manifest


class CodingEngine(StrEnum):
    """Who codes."""

    #: This machine alone.
    EMBEDDED = "embedded"
    #: A language model decides what stays in doubt.
    HYBRID = "hybrid"
    #: A language model codes every answer.
    LLM = "llm"


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """What was asked for beside the questions. It holds no answer, no key and no address."""

    #: SHA-256 of the data file's bytes; "" where there was none.
    source_sha256: str = ""
    #: Columns with background variables that the counts were broken down by.
    by: tuple[str, ...] = ()
    engine: CodingEngine = CodingEngine.EMBEDDED
    #: Language model, e.g. "openai:gpt-5-mini"; "" for none.
    model: str = ""
    #: US dollars that it might cost; None for no limit.
    max_cost: float | None = None
    #: Whether personal data was masked before anything was sent.
    mask: bool = False
    #: SHA-256 of the coding manual that was handed in; "" for none.
    manual_sha256: str = ""
    #: Encoder elsewhere that read along; "" for none.
    embeddings: str = ""

    @property
    def named_engine(self) -> Literal["embedded", "hybrid", "llm"] | None:
        """Who was asked for to code; None where an encoder elsewhere read along, and nobody was."""
        if self.embeddings and not self.model:
            return None
        return self.engine.value


@dataclass(frozen=True, kw_only=True, slots=True)
class PastQuestion:
    """How a question was coded in an earlier run."""

    #: Column with the answers; "" where they did not come from a data file.
    column: str
    manifest: Manifest
    #: The codes that were handed in; None where the codebook was built.
    given: Codebook | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PastRun:
    """An earlier run, as its manifest tells of it."""

    #: The file that tells of it.
    name: str
    #: Name of its data file; "" where there was none.
    source: str
    #: Column that identified respondents; None where rows were numbered.
    id_column: str | None
    run: Run
    questions: tuple[PastQuestion, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class MachineRun:
    """With what, and when, a machine coded responses of a stored question."""

    #: Version of the codebook that was applied.
    codebook_version: int
    openends_version: str
    #: Names and versions of the encoders, e.g. "use 0.2.1".
    encoders: tuple[str, ...]
    quality: str
    seed: int
    created_at: datetime
    #: Language model that decided what stayed in doubt; "" for none.
    model: str = ""
    #: Names and versions of its prompts, e.g. "decide-1".
    prompts: tuple[str, ...] = ()
