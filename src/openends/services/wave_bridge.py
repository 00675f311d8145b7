"""The bridge between two waves: responses of the second, coded as in the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from openends.domain.codebook import Codebook
from openends.domain.errors import InputError
from openends.domain.response import Response, ReviewedResponse
from openends.encoders import Quality, load_encoders
from openends.engine.prepare_question import prepare_question
from openends.engine.progress import Progress
from openends.engine.refine.uncovered import UncoveredTheme, uncovered_themes
from openends.engine.settings import Settings
from openends.engine.told import told_languages
from openends.services.coded_layouts import CodedRow
from openends.services.coder_file import CoderFile
from openends.services.recent_reads import RecentReads


@dataclass(frozen=True, kw_only=True, slots=True)
class Bridge:
    """Responses of the second wave with their codes by the first wave's coding."""

    #: Codes by place among those who answered in the second wave.
    coded: Mapping[int, frozenset[str]]
    #: Who coded it, in words; "" where both waves were coded in the same way.
    by: str = ""
    #: What people say in the second wave, and no code of the first covers.
    themes: tuple[UncoveredTheme, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code that a response of it has."""
        return tuple(dict.fromkeys(name for codes in self.coded.values() for name in sorted(codes)))


def bridge_by_people(coded: CoderFile, second: CoderFile, answered: Sequence[CodedRow]) -> Bridge:
    """Return a bridge that people coded.

    Parameters
    ----------
    coded:
        What they coded.
    second:
        The second wave.
    answered:
        Its responses that count.

    Raises
    ------
    InputError
        When a response is none of the second wave, or nobody answered in any.
    """
    strange = [identity for identity in coded.responses if identity not in second.responses]
    if strange:
        named = ", ".join(identity[:40] for identity in strange[:3])
        raise InputError(
            f"{len(strange):,} of {len(coded.responses):,} responses in {coded.name} are none of "
            f"{second.name}: {named}. A bridge sample is drawn from the second wave; keep its ids, "
            "or name the column that holds them with --id."
        )
    places = {row.id: place for place, row in enumerate(answered)}
    rows = [row for row in coded.responses.values() if row.id in places]
    if not rows:
        raise InputError(
            f"Nobody answered in any response of {coded.name}; draw the bridge sample from those "
            f"who answered in {second.name}."
        )
    texts = [(row.text.split(), second.responses[row.id].text.split()) for row in rows]
    notes = [f"{coded.name}: {warning}" for warning in coded.warnings]
    if others := sum(bool(here and there) and here != there for here, there in texts):
        notes.append(
            f"{others:,} of {len(rows):,} responses have another text in {coded.name}; check that "
            "the ids mean the same."
        )
    if blank := len(coded.responses) - len(rows):
        notes.append(f"Left out of the bridge sample: {blank:,} without an answer.")
    return Bridge(
        coded={places[row.id]: frozenset(row.codes) for row in rows},
        by=coded.name,
        notes=tuple(notes),
    )


def bridge_by_machine(  # noqa: PLR0913 - which responses, and with what
    second: CoderFile,
    answered: Sequence[CodedRow],
    drawn: Sequence[int],
    codebook: Codebook,
    *,
    reviewed: Sequence[ReviewedResponse],
    quality: Quality,
    progress: Progress,
) -> Bridge:
    """Code responses of the second wave by the first wave's codebook.

    All responses of the wave are read, as they were when it was coded, since an answer's scores
    depend on the others: so a codebook that stayed the same gives the same codes.

    Parameters
    ----------
    second, answered:
        As for ``bridge_by_people``.
    drawn:
        Places in ``answered``.
    codebook:
        Of the first wave.
    reviewed:
        What people decided in the first wave.
    quality, progress:
        As for coding.

    Raises
    ------
    InputError
        When the second wave has no texts.
    """
    if not any(row.text for row in answered):
        raise InputError(
            f"{second.name} has no texts that the machine could code; name their column with "
            "--text, or give a bridge sample that people coded with --bridge."
        )
    responses = [Response(id=row.id, text=row.text) for row in second.responses.values()]
    encoders, read = partial(load_encoders, quality), RecentReads()
    settings = Settings(coding_type=codebook.coding_type, quality=quality)
    coder = prepare_question(
        responses,
        load_encoders=encoders,
        settings=settings,
        codebook=codebook,
        reviewed=reviewed,
        progress=progress,
        read=read,
    )
    places = {response.id: place for place, response in enumerate(responses)}
    chosen = [places[answered[at].id] for at in drawn]
    codings = [coder.code(place, place + 1)[0] for place in chosen]
    if len(drawn) < len(answered):
        responses = [responses[place] for place in chosen]
        themed = codings
    else:
        themed = list(coder.code(0, len(responses)))
    told = told_languages(codebook, reviewed)
    question = read(responses, told, encoders, settings, progress)
    return Bridge(
        coded={
            at: frozenset(mention.code.name for mention in coding.mentions)
            for at, coding in zip(drawn, codings, strict=True)
        },
        by="the machine",
        themes=uncovered_themes(question, codebook, themed),
    )
