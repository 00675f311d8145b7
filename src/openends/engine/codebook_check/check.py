"""Look a codebook through: everything that can be said without an answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from openends.domain.codebook import Codebook
from openends.engine.codebook_check.finding import Finding, Severity
from openends.engine.codebook_check.names import check_names
from openends.engine.codebook_check.overlap import check_overlap
from openends.engine.codebook_check.rules import check_rules
from openends.engine.codebook_check.wording import check_wording
from openends.engine.encoder import EncoderChoice
from openends.engine.progress import Progress, silent
from openends.engine.told import told_languages

#: What a codebook file says that does not say its language.
_UNSAID = "en"


def check_codebook(
    codebook: Codebook, load_encoders: EncoderChoice, progress: Progress = silent
) -> list[Finding]:
    """Return what is to be put right in a codebook, errors first.

    Parameters
    ----------
    codebook:
        The codes; the test cases are not tried.
    load_encoders:
        Returns the encoders for the language of the codebook; the first reads the codes.
    progress:
        Told the stage and how far it is.
    """
    languages = told_languages(codebook, ())
    told = _in_its_language(codebook, languages)
    found = [*check_names(told), *check_wording(told), *check_rules(codebook, progress)]
    # Entities have no language, and are not compared by meaning.
    if languages:
        found += check_overlap(codebook, load_encoders(languages)[0], progress)
    return ranked(found)


def ranked(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings in the order in which they matter; else as they come."""
    order = list(Severity)
    return sorted(findings, key=lambda finding: order.index(finding.severity))


def _in_its_language(codebook: Codebook, languages: frozenset[str]) -> Codebook:
    """Return the codebook with the language that it reads as, where its file may not say any."""
    if codebook.language != _UNSAID or not languages:
        return codebook
    return replace(codebook, language=next(iter(languages)))
