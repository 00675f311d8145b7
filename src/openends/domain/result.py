"""A coded question: what every output is made from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from hashlib import sha256

from openends.domain.codebook import Codebook, CodingType
from openends.domain.coding import Coding


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """What is needed to repeat a run and get the same bytes: every setting, and what went in."""

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
    #: SHA-256 over everything that the codings say: equal where a run came out the same.
    codings_sha256: str = ""
    #: What a researcher had decided, as in the engine's settings.
    question: str = ""
    guidance: str = ""
    objective: str = ""
    coding_type: CodingType = CodingType.QUALITATIVE
    language: str = "auto"
    max_codes: int = 40
    min_share: float | None = None
    stability: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class CodeStability:
    """How well a language model's use of a code holds when the same is asked otherwise."""

    #: The code's name.
    code: str
    #: Agreement of the first asking with the later ones, 0 to 1.
    score: float
    #: Answers, of those that were asked about again, that had it at first.
    answers: int


@dataclass(frozen=True, kw_only=True, slots=True)
class AdviceReport:
    """What a language model was asked about a question, and what it cost."""

    #: Provider and name, e.g. "openai:gpt-5-mini".
    model: str
    #: Names and versions of the prompts, e.g. "decide-1".
    prompts: tuple[str, ...]
    #: Distinct answers of the question; those in doubt; those that were sent.
    answers: int = 0
    doubtful: int = 0
    sent: int = 0
    #: Answers whose codes are others than they were.
    changed: int = 0
    #: Confident answers that were drawn and asked about as well, and those whose codes it changed.
    sampled: int = 0
    sampled_changed: int = 0
    #: Between which shares of all confident answers the share that it would change is, 19 times of
    #: 20; None where none was drawn.
    sampled_interval: tuple[float, float] | None = None
    #: Answers that people had decided and that it decided too; the codes that it gave them, and
    #: those that people had given them. Its confidence is learned from these; 0 where they are too
    #: few.
    compared: int = 0
    compared_codes: int = 0
    compared_right: int = 0
    #: By code, the least stable first; empty where it was not tried.
    stability: tuple[CodeStability, ...] = ()
    #: Codes of a built codebook that got another name, and those that were merged into others.
    renamed: int = 0
    merged: int = 0
    #: Why a built codebook keeps the names that it had; "" where it does not.
    unnamed: str = ""
    #: The coding manual that every answer was coded by, as Markdown, and why there is none; "" for
    #: none, and for no reason.
    manual: str = ""
    no_manual: str = ""
    #: Answers that were asked about a second time, because their first codes were unsure.
    reviewed_again: int = 0
    #: Answers on which nothing usable came back, though asked twice, by reason.
    fallbacks: dict[str, int] = field(default_factory=dict)
    #: Calls that were paid for, and calls that were answered from the record of earlier ones.
    calls: int = 0
    replayed: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    #: US dollars; None where the model's price is unknown.
    cost: float | None = None
    #: Why it stopped before all answers in doubt were asked about; "" when it did not.
    stopped: str = ""

    def plus(self, other: AdviceReport) -> AdviceReport:
        """Return the same with the calls and costs of a further report on the question."""
        return replace(
            self,
            prompts=tuple(sorted({*self.prompts, *other.prompts})),
            calls=self.calls + other.calls,
            replayed=self.replayed + other.replayed,
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            cost=None if self.cost is None else self.cost + (other.cost or 0.0),
            stopped=self.stopped or other.stopped,
        )

    @property
    def estimate_in_words(self) -> str:
        """What would be asked and what it would cost, where the report is an estimate."""
        share = self.sent / self.answers if self.answers else 0.0
        tokens = self.input_tokens + self.output_tokens
        paid = "at a price that is not known" if self.cost is None else f"about ${self.cost:.2f}"
        record = f" {self.replayed:,} further calls are on record." if self.replayed else ""
        return (
            f"{self.model} would be asked about {self.sent:,} of {self.answers:,} distinct answers "
            f"({share:.0%}) in {self.calls:,} calls: about {tokens:,} tokens, {paid}.{record}"
        )

    @property
    def in_words(self) -> str:
        """What was asked, what came of it and what it cost, in sentences for the outputs."""
        share = self.sent / self.answers if self.answers else 0.0
        paid = "" if self.cost is None else f", ${self.cost:.2f}"
        tokens = self.input_tokens + self.output_tokens
        unused = sum(self.fallbacks.values())
        told = [
            f"{self.model} was asked about {self.sent:,} of {self.answers:,} distinct answers "
            f"({share:.0%}) and changed the codes of {self.changed:,}; {self.calls:,} calls, "
            f"{tokens:,} tokens{paid}."
        ]
        if self.sampled_interval is not None:
            low, high = self.sampled_interval
            told.append(
                f"Of {self.sampled:,} confident answers, drawn at random, it changed "
                f"{self.sampled_changed:,}; of all of them it would change {low:.0%} to {high:.0%}."
            )
        if self.compared:
            told.append(
                f"On {self.compared:,} answers that people had decided, "
                f"{self.compared_right / self.compared_codes:.0%} of its codes were theirs; its "
                "confidence is learned from that."
            )
        if self.stability:
            mean = sum(each.score for each in self.stability) / len(self.stability)
            least = ", ".join(f"{each.code} ({each.score:.2f})" for each in self.stability[:3])
            told.append(f"Asked otherwise, its codes agree by {mean:.2f}; least stable: {least}.")
        if self.renamed or self.merged:
            told.append(f"It renamed {self.renamed:,} codes and merged {self.merged:,}.")
        if self.unnamed:
            told.append(f"The codes keep their own names: {self.unnamed.rstrip('.')}.")
        if self.manual:
            digest = sha256(self.manual.encode()).hexdigest()[:12]
            told.append(f"Its coding manual has {len(self.manual.split()):,} words ({digest}).")
        if self.no_manual:
            told.append(f"It coded without a manual: {self.no_manual.rstrip('.')}.")
        if self.reviewed_again:
            told.append(f"{self.reviewed_again:,} unsure answers were asked about again.")
        if self.replayed:
            told.append(f"Calls on record from before: {self.replayed:,}.")
        if unused:
            told.append(f"On {unused:,} nothing usable came back.")
        if self.stopped:
            told.append(f"It ended early: {self.stopped.rstrip('.')}.")
        return " ".join(told)


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
    #: What a language model was asked; None where none was.
    advice: AdviceReport | None = None
    #: The codebook that was handed in; None where it was built from the answers.
    given: Codebook | None = None

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
