"""Whether two results come of one way to code, as their manifests tell it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from openends.domain.errors import FileProblem
from openends.domain.result import Manifest
from openends.domain.run import CodingEngine, Run
from openends.files.read_manifest import read_manifest

#: What decides which codes an answer gets, beside the answers themselves.
_DECIDES = (
    *("openends_version", "encoders", "quality", "codebook_sha256"),
    *("coding_type", "language", "min_share"),
)


@dataclass(frozen=True, slots=True)
class _KnownRun:
    """How a question was coded, and what was asked for beside it."""

    manifest: Manifest
    run: Run


def coded_alike(first: Path, second: Path, question: str | None) -> bool:
    """Tell whether two results were coded by one codebook in one way, without people.

    Parameters
    ----------
    first, second:
        Results of ``openends code`` whose codes were read; only a .json holds its manifest.
    question:
        The coded column, where a file has several.

    Notes
    -----
    A codebook that was built from a wave's own answers does not code as one that is given: the run
    that builds one remembers the rare codes that it leaves out. Nor is it known what a language
    model or an encoder elsewhere would say another time.
    """
    found = [_run(path, question) for path in (first, second)]
    if not all(_is_repeatable(run) for run in found):
        return False
    one, two = ([getattr(run.manifest, name) for name in _DECIDES] for run in found if run)
    return one == two


def built_its_codebook(path: Path, question: str | None) -> bool:
    """Tell whether a result says that its codebook was built from its own answers."""
    run = _run(path, question)
    return run is not None and run.manifest.codebook_induced


def _run(path: Path, question: str | None) -> _KnownRun | None:
    """Return how a question was coded; None where the file does not tell."""
    if path.suffix.casefold() != ".json":
        return None
    try:
        past = read_manifest(path)
    except FileProblem:
        return None
    manifests = {each.column.casefold(): each.manifest for each in past.questions}
    # Without a name there is one question: the codes were read already.
    name = next(iter(manifests)) if question is None else question.strip().casefold()
    return _KnownRun(manifests[name], past.run)


def _is_repeatable(known: _KnownRun | None) -> bool:
    return (
        known is not None
        and not (known.manifest.codebook_induced or known.manifest.reviewed)
        and known.run.engine is CodingEngine.EMBEDDED
        and not known.run.embeddings
    )
