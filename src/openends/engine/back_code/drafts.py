"""Draft codes from what is left in Other, and tell which of them are really new."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from openends.domain.back_coding import Option
from openends.domain.codebook import Code, CodingType, renumber
from openends.domain.coding import Coding, Mention
from openends.domain.errors import NothingToCode
from openends.domain.response import Response
from openends.engine.assign.prototypes import prototypes
from openends.engine.assign.similarity import unit_rows
from openends.engine.back_code.list_match import Found, ListMatch, as_codes
from openends.engine.back_code.other_text import OtherText
from openends.engine.encoder import Encoder, EncoderChoice
from openends.engine.induce.themes import theme_vectors
from openends.engine.prepare.clauses import Clause
from openends.engine.prepare_question import prepare_question
from openends.engine.progress import Progress
from openends.engine.settings import Settings

#: Closeness to a code, less what all texts share, below which words do not speak of it: among few
#: codes the best one is often none.
SPEAKS_OF = 0.25
#: Confidence that a part needs in its draft: nobody has said that what is left in Other must fit
#: some code, and a new code that a third of its people do not mean is none.
LEAST_CONFIDENCE = 0.5


@dataclass(frozen=True, slots=True)
class OtherPart:
    """A part of somebody's Other text that the list has nothing like."""

    #: Place of the respondent, and of the part in the text.
    person: int
    place: int
    clause: Clause
    #: The new code that it has from an earlier run; None where none.
    earlier: int | None = None


@dataclass(frozen=True, slots=True)
class Drafted:
    """Codes drafted from Other answers, and the one that each part speaks of."""

    #: Those of the earlier run first.
    codes: tuple[Code, ...]
    #: What the list has already, by name of the draft: no new code.
    listed: dict[str, Found]
    #: One per part: what speaks for which code; None where nothing does.
    mentions: tuple[Mention | None, ...]
    #: One per part: why a person should look; "" where nobody needs to.
    doubts: tuple[str, ...]


def draft_codes(
    parts: Sequence[OtherPart],
    earlier: Sequence[Option],
    match: ListMatch,
    *,
    settings: Settings,
    load_encoders: EncoderChoice,
    progress: Progress,
) -> Drafted | None:
    """Return codes for the parts; None where they say nothing that could make one.

    Parameters
    ----------
    parts:
        What the list has nothing like, and what the earlier run's new codes have.
    earlier:
        New codes of the earlier run; what a draft has in common with one of them is that one's.
    match:
        Tells when a draft is what the list holds already.
    settings, load_encoders, progress:
        As for coding.
    """
    responses = [Response(id=str(at), text=part.clause.text) for at, part in enumerate(parts)]
    settings = replace(settings, min_share=None)
    try:
        coder = prepare_question(
            responses, load_encoders=load_encoders, settings=settings, progress=progress
        )
    except NothingToCode:
        return None
    codings = coder.code(0, len(parts))
    known = as_codes(earlier)
    drafts = [code for code in coder.codebook if not _is_earlier(code, known, parts, codings)]
    if known:
        # Whatever was drafted stands beside the earlier codes, so that none of them draws what is
        # another's.
        codes = renumber([*known, *drafts])
        coder = prepare_question(
            responses,
            load_encoders=load_encoders,
            settings=settings,
            codebook=replace(coder.codebook, codes=codes),
            built=True,
            rebuild=False,
            progress=progress,
        )
        codings = coder.code(0, len(parts))
    mentions = tuple(map(_likeliest, codings))
    if settings.coding_type is not CodingType.ENTITY:
        mentions = _close_ones(parts, mentions, coder.codebook.codes, coder.encoders[0])
    return Drafted(
        coder.codebook.codes,
        _listed(drafts, match),
        mentions,
        tuple(coding.review_reason if coding.needs_review else "" for coding in codings),
    )


def _likeliest(coding: Coding) -> Mention | None:
    likely = [one for one in coding.mentions if one.confidence >= LEAST_CONFIDENCE]
    return max(likely, key=lambda one: one.confidence, default=None)


def _is_earlier(
    draft: Code, known: Sequence[Code], parts: Sequence[OtherPart], codings: Sequence[Coding]
) -> bool:
    """Tell whether a draft is a code of the earlier run: by name, or by most of its people."""
    if draft.name.casefold() in {code.name.casefold() for code in known}:
        return True
    had = [
        part.earlier is not None
        for part, coding in zip(parts, codings, strict=True)
        if any(mention.code.name == draft.name for mention in coding.mentions)
    ]
    return 2 * sum(had) > len(had)


def _listed(drafts: Sequence[Code], match: ListMatch) -> dict[str, Found]:
    """Return the options that drafts are the same as, by name of the draft."""
    texts = [OtherText(code.name, None, (Clause(0, len(code.name), code.name),)) for code in drafts]
    match.read(texts)
    found = {code.name: match.find(text)[0] for code, text in zip(drafts, texts, strict=True)}
    return {name: one for name, one in found.items() if one is not None and one.sure}


def _close_ones(
    parts: Sequence[OtherPart],
    mentions: Sequence[Mention | None],
    codes: Sequence[Code],
    encoder: Encoder,
) -> tuple[Mention | None, ...]:
    """Drop the mentions whose words do not speak of the code."""
    mean = theme_vectors(encoder).mean(axis=0)
    meant = unit_rows(prototypes(codes, encoder), mean)
    row_of = {code.name: row for row, code in enumerate(codes)}
    rows = unit_rows(encoder.encode([part.clause.text for part in parts]), mean)
    return tuple(
        mention
        if mention is not None and float(row @ meant[row_of[mention.code.name]]) >= SPEAKS_OF
        else None
        for mention, row in zip(mentions, rows, strict=True)
    )
