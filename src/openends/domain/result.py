"""A coded question: what every output is made from."""

from __future__ import annotations

from dataclasses import dataclass, field

from openends.domain.codebook import Codebook
from openends.domain.coding import Coding


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """What is needed to repeat a run and get the same bytes."""

    openends_version: str
    #: Names and versions of the encoders, e.g. "use 0.2.1".
    encoders: tuple[str, ...]
    quality: str
    seed: int
    #: SHA-256 over ids and texts of the responses, in their order.
    responses_sha256: str
    #: SHA-256 over the codebook that was applied.
    codebook_sha256: str
    #: True when the codebook was induced from these responses.
    codebook_induced: bool
    #: Reviewed responses that were handed in, and SHA-256 over their texts and codes; "" for none.
    reviewed: int = 0
    reviewed_sha256: str = ""


#: Reviewed responses from which confidence can be taken as a probability.
ENOUGH_REVIEWED = 30


@dataclass(frozen=True, kw_only=True)
class CodedQuestion:
    """A question with its codebook and one coding per response, in the order of the input."""

    #: The question as respondents saw it; "" when unknown.
    question: str
    codebook: Codebook
    codings: tuple[Coding, ...]
    manifest: Manifest
    #: What was done to the input, in sentences; empty when nothing was.
    warnings: tuple[str, ...] = ()
    #: Duplicates found: codings that copy an earlier one's text, by response id.
    duplicates: dict[str, str] = field(default_factory=dict)
    #: Ids of the responses whose review teaches most about all others, the first of them first.
    teaching: tuple[str, ...] = ()

    @property
    def confidence_means(self) -> str:
        """How far the confidence of its codes can be trusted, in words for the outputs."""
        count = self.manifest.reviewed
        if count >= ENOUGH_REVIEWED:
            return f"a probability, learned from {count:,} reviewed answers"
        return (
            "provisional: an order to trust, not a number; it becomes a probability when "
            f"{ENOUGH_REVIEWED} answers are reviewed ({count:,} so far)"
        )
