"""What is known of how a question was coded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from openends.domain.coding import Layer
from openends.domain.decision import CountedChanges
from openends.domain.response import ResponseStatus
from openends.domain.result import CodedQuestion
from openends.domain.tabulation import Tabulation


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelAsked:
    """A language model that was asked, with a prompt."""

    model: str
    prompt: str
    #: None where they were not counted by prompt.
    calls: int | None = None


@dataclass(frozen=True, kw_only=True)
class CodingFacts:
    """What is known of how a question was coded."""

    coded: CodedQuestion
    counts: Tabulation
    #: Where the question belongs: a project, or a file and a column.
    place: str
    #: Responses without a coding yet.
    uncoded: int = 0
    codebook_version: int = 1
    #: Whether the machine built the codebook, whatever became of it since.
    built: bool = False
    #: How often people changed the codebook since it was built or handed in, by their names.
    edits: Mapping[str, int] = field(default_factory=dict)
    #: When the codebook was made, and the responses first and last coded, where that is known.
    codebook_made: datetime | None = None
    first_coded: datetime | None = None
    last_coded: datetime | None = None
    #: Responses by the person who had the last word on them.
    people: Mapping[str, int] = field(default_factory=dict)
    #: What people did to the codings and the codebook, by kind and person.
    decisions: tuple[CountedChanges, ...] = ()
    models: tuple[ModelAsked, ...] = ()
    #: Figures of agreement between coders, in sentences; empty where none is known.
    agreement: tuple[str, ...] = ()
    #: What is special about this coding, in sentences.
    limits: tuple[str, ...] = ()

    @property
    def settled(self) -> int:
        """Return how many responses a person settled, or gave or confirmed a code of."""
        return sum(
            coding.approved
            or any(mention.coder or mention.layer is Layer.PERSON for mention in coding.mentions)
            for coding in self.coded.codings
        )

    @property
    def with_code(self) -> int:
        """Return how many people have at least one code."""
        return sum(coding.status is ResponseStatus.CODED for coding in self.coded.codings)

    @property
    def codebook_origin(self) -> str:
        """Return who made the codebook, in words."""
        origin = (
            "built by the machine from the answers" if self.built else "given by the researcher"
        )
        if not self.edits:
            return origin
        times = sum(self.edits.values())
        often = "once" if times == 1 else f"{times:,} times"
        return f"{origin}, then changed {often} by {', '.join(self.edits)}"

    @property
    def machine(self) -> str:
        """Return the program and what it read with, in words."""
        manifest = self.coded.manifest
        version = manifest.openends_version or "(version not noted)"
        encoders = ", ".join(manifest.encoders) or "not noted"
        return f"Openends {version}, sentence encoders {encoders}"

    @property
    def model_names(self) -> str:
        """Return the language models that were asked; "" for none."""
        return ", ".join(dict.fromkeys(asked.model for asked in self.models))


def facts_of_run(coded: CodedQuestion, counts: Tabulation, place: str) -> CodingFacts:
    """Return what is known of a question that was coded in one run, from a data file."""
    advice = coded.advice
    models: tuple[ModelAsked, ...] = ()
    if advice is not None:
        models = tuple(ModelAsked(model=advice.model, prompt=name) for name in advice.prompts)
    return CodingFacts(
        coded=coded,
        counts=counts,
        place=place,
        built=coded.manifest.codebook_induced,
        models=models,
        limits=(advice.in_words,) if advice else (),
    )
