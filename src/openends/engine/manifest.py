"""Write down what is needed to repeat a run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from openends.domain.codebook import Codebook
from openends.domain.response import Response, ReviewedResponse
from openends.domain.result import Manifest
from openends.engine.encoder import Encoder
from openends.engine.settings import Settings
from openends.version import __version__


def make_manifest(
    responses: Sequence[Response],
    codebook: Codebook,
    encoders: Sequence[Encoder],
    settings: Settings,
    *,
    induced: bool,
    reviewed: Sequence[ReviewedResponse] = (),
) -> Manifest:
    """Return versions, encoders, settings and the hashes of what went in."""
    return Manifest(
        openends_version=__version__,
        encoders=tuple(f"{encoder.name} {encoder.version}" for encoder in encoders),
        quality=settings.quality,
        seed=settings.seed,
        responses_sha256=_hash(part for item in responses for part in (item.id, item.text)),
        codebook_sha256=_hash(
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
            )
        ),
        codebook_induced=induced,
        reviewed=len(reviewed),
        reviewed_sha256=_hash(part for item in reviewed for part in (item.text, *item.codes))
        if reviewed
        else "",
    )


def _hash(parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogatepass")
        # The length keeps ("ab", "c") and ("a", "bc") apart.
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()
