"""What AAPOR and ESOMAR ask researchers to disclose, as far as it concerns coded answers."""

from __future__ import annotations

from collections import Counter

from openends.domain.methods_page import MethodsSection
from openends.services.coding_facts import CodingFacts

#: Stands wherever only the researcher can know.
UNKNOWN = "not known to Openends: to be filled in by the researcher"

_ABOUT = (
    "What section III of AAPOR's Code of Professional Ethics and Practices (2021) and ESOMAR's 20 "
    "questions to help buyers of AI-based services ask for, as far as it concerns the coding of "
    "open answers."
)


def disclosure(facts: CodingFacts) -> MethodsSection:
    """Return item by item what is known, and what the researcher must fill in."""
    return MethodsSection(
        heading="Disclosure",
        paragraphs=(_ABOUT,),
        facts=(*_study(facts), *_coding(facts), *_machine(facts)),
    )


def _study(facts: CodingFacts) -> tuple[tuple[str, str], ...]:
    counts = facts.counts
    return (
        ("Sponsor, and who conducted the research", UNKNOWN),
        ("Wording of the question", facts.coded.question or UNKNOWN),
        ("What was asked before it, and instructions", UNKNOWN),
        ("Population, sampling frame and design", UNKNOWN),
        ("Mode and dates of data collection", UNKNOWN),
        ("Sample size", f"{counts.asked:,} asked, {counts.base:,} answered with meaning"),
        ("Languages of the answers", _languages(facts)),
        (
            "Precision",
            "95% intervals for sampling error stand beside the shares; errors of coding are not in "
            "them",
        ),
        ("Weighting", "none here: every person counts once; weights are applied by the researcher"),
    )


def _coding(facts: CodingFacts) -> tuple[tuple[str, str], ...]:
    guidance = facts.coded.manifest.guidance
    people = len(facts.people)
    persons = f"{people:,} named in the record: {', '.join(facts.people)}" if people else "none"
    return (
        ("Unit that was coded", "the whole answer of one person; it can have several codes"),
        ("Who coded", f"a machine ({facts.machine}); people: {persons}"),
        ("Training of the people who coded", UNKNOWN),
        (
            "Instructions for the coding",
            f"the definitions, examples and rules of the codebook; {_said(guidance)}",
        ),
        (
            "Codebook",
            f"version {facts.codebook_version}, {facts.codebook_origin}; listed above",
        ),
        (
            "Reliability between coders",
            " ".join(facts.agreement) or UNKNOWN,
        ),
        (
            "Answers with several codes",
            "each code counts the person once; shares can add up to more than 100%; a category "
            "counts people with at least one of its codes",
        ),
        (
            "Answers that could not be coded",
            f"{facts.counts.other:,} fitted no code and count as other (97), in the base; "
            f"{facts.counts.none:,} said none or don't know (98), in the base; "
            f"{facts.counts.no_answer:,} were blank or without meaning (99), not in the base",
        ),
        ("Coders blind to each other and to the study's aims", UNKNOWN),
    )


def _machine(facts: CodingFacts) -> tuple[tuple[str, str], ...]:
    asked = facts.counts.asked
    seen = facts.settled / asked if asked else 0.0
    sent = (
        f"answers, or parts of them, were sent to the language model {facts.model_names}"
        if facts.models
        else "no answer was sent to a language model"
    )
    remote = [name for name in facts.coded.manifest.encoders if name.startswith("remote ")]
    if remote:
        sent += f"; answers were sent to the encoder {', '.join(remote)}"
    return (
        ("Software and version", facts.machine),
        ("What was automated", _automated(facts)),
        (
            "How decisions can be explained",
            "every code names the words in the answer that carry it, how it came about, and how "
            "sure the machine is",
        ),
        (
            "Human oversight",
            f"people settled or gave codes to {facts.settled:,} answers ({seen:.1%}); the machine "
            f"lists {facts.counts.needs_review:,} more to look at",
        ),
        ("Where the answers went", sent),
        ("Consent, retention and legal basis", UNKNOWN),
        ("Training of models on these answers", _training(facts)),
        ("Known biases of the models for this population", UNKNOWN),
        ("Contact for questions about the coding", UNKNOWN),
    )


def _automated(facts: CodingFacts) -> str:
    steps = ["the codebook"] if facts.built else []
    return ", ".join([*steps, "the codes of each answer", "their tone"])


def _training(facts: CodingFacts) -> str:
    local = "this machine's encoders learn nothing from answers for later studies"
    return (
        f"{local}; what a provider does with what it is sent: {UNKNOWN}" if facts.models else local
    )


def _said(guidance: str) -> str:
    return f"and this guidance: {guidance}" if guidance else "no further guidance"


def _languages(facts: CodingFacts) -> str:
    spoken = Counter(coding.language for coding in facts.coded.codings if coding.mentions)
    return (
        ", ".join(f"{language} ({count:,})" for language, count in spoken.most_common()) or UNKNOWN
    )
