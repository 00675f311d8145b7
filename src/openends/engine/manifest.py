"""Write down what is needed to repeat a run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict

from openends.domain.codebook import Codebook
from openends.domain.coding import Coding
from openends.domain.response import Response, ReviewedResponse
from openends.domain.result import Manifest
from openends.engine.encoder import Encoder
from openends.engine.settings import Settings
from openends.version import __version__


def make_manifest(  # noqa: PLR0913 - what went in, by which terms, and what came out
    responses: Sequence[Response],
    codebook: Codebook,
    encoders: Sequence[Encoder],
    settings: Settings,
    *,
    induced: bool,
    reviewed: Sequence[ReviewedResponse] = (),
    codings: Sequence[Coding] = (),
) -> Manifest:
    """Return versions, encoders, settings and the hashes of what went in and came out."""
    return Manifest(
        openends_version=__version__,
        encoders=tuple(f"{encoder.name} {encoder.version}" for encoder in encoders),
        responses_sha256=hash_responses(responses),
        codebook_sha256=hash_codebook(codebook),
        codebook_induced=induced,
        reviewed=len(reviewed),
        reviewed_sha256=hash_reviewed(reviewed),
        codings_sha256=hash_codings(codings),
        **asdict(settings),
    )


def hash_responses(responses: Iterable[Response]) -> str:
    """Return a SHA-256 over ids, texts and known languages of responses, in their order."""
    return _hash(
        part
        for item in responses
        for part in (item.id, item.text, *([item.language] if item.language else []))
    )


def hash_codebook(codebook: Codebook) -> str:
    """Return a SHA-256 over all that a codebook says of its codes."""
    return _hash(
        part
        for code in codebook
        for part in (
            code.name,
            str(code.number),
            code.definition,
            code.category,
            *code.examples,
            *(f"include:{text}" for text in code.include),
            *(f"exclude:{text}" for text in code.exclude),
            *(f"{rule.kind}:{rule.pattern}" for rule in code.rules),
            *((f"sentiment:{code.sentiment}",) if code.sentiment else ()),
        )
    )


def hash_reviewed(reviewed: Sequence[ReviewedResponse]) -> str:
    """Return a SHA-256 over texts and codes of what people decided; "" where they have nothing."""
    if not reviewed:
        return ""
    return _hash(part for item in reviewed for part in (item.text, *item.codes))


def hash_codings(codings: Iterable[Coding]) -> str:
    """Return a SHA-256 over everything that codings say, in their order."""
    return _hash(part for coding in codings for part in _said(coding))


def _said(coding: Coding) -> Iterator[str]:
    yield from (coding.response_id, coding.status, str(coding.sentiment), coding.language)
    yield "" if coding.runner_up is None else str(coding.runner_up.number)
    yield repr(coding.runner_up_chance)
    yield coding.review_reason
    for mention in coding.mentions:
        evidence = mention.evidence
        yield from (str(mention.code.number), mention.sentiment, mention.layer)
        yield f"{mention.confidence!r} {evidence.start} {evidence.length}"


def _hash(parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogatepass")
        # The length keeps ("ab", "c") and ("a", "bc") apart.
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()
