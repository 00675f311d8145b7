"""Compare two waves of a tracker as stored questions, by a bridge that the machine codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from openends.domain.codebook import Code
from openends.domain.coding import Coding
from openends.domain.errors import InputError, InvalidState
from openends.domain.organization import Caller
from openends.domain.response import ANSWERED
from openends.domain.suggestion import SuggestionStatus, SuggestionType
from openends.engine.progress import silent
from openends.engine.refine.uncovered import UncoveredTheme, uncovered_themes
from openends.engine.reliability.waves import (
    ComparedWaves,
    compare_waves,
    draw_bridge,
    later_names,
    wave_notes,
)
from openends.engine.told import told_languages
from openends.services.coding_engine import Engine
from openends.services.coding_request import for_the_engine
from openends.services.prepare_coding import prepare_coding, settings_of
from openends.services.seen_question import decided
from openends.services.stored_question import StoredQuestion, load_coded_question
from openends.services.temporary_project import Given
from openends.store import suggestions
from openends.store.database import Database
from openends.store.suggestions import StoredSuggestion
from openends.version import __version__


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionWaves:
    """Two stored waves beside each other."""

    first: StoredQuestion
    second: StoredQuestion
    compared: ComparedWaves
    #: The code of each wave by the name that it has in the comparison.
    first_codes: Mapping[str, Code]
    second_codes: Mapping[str, Code]
    #: What people say in the second wave, and no code of it covers.
    themes: tuple[UncoveredTheme, ...]
    #: What should be known about the comparison, in sentences.
    notes: tuple[str, ...]


def compare_question_waves(  # noqa: PLR0913 - who, which two, by which sample, with what
    database: Database,
    caller: Caller,
    first: tuple[str, str],
    second: tuple[str, str],
    *,
    sample: int,
    seed: int,
    engine: Engine,
) -> QuestionWaves:
    """Part the change of every percentage into what is real and what is coding; saves nothing.

    Parameters
    ----------
    first, second:
        Project and question of the earlier and of the later wave.
    sample:
        Responses of the later wave that are coded by the earlier one's codebook; all where there
        are no more.
    seed:
        Of the draw.
    engine:
        Codes them, and learns from what people decided in the earlier wave.

    Raises
    ------
    NotFound
        When the caller has no such project or question.
    InvalidState
        When a question is not coded yet, or nobody answered it.
    InputError
        When both are the same question.
    """
    if first[1] == second[1]:
        raise InputError(
            "Parameter 'first_question_id' names the question itself; name that of an earlier wave."
        )
    with database.reading() as connection:
        then = load_coded_question(connection, caller, *first)
        now = load_coded_question(connection, caller, *second)
        kept = suggestions.list_all(connection, caller.organization.id, now.question.id)
    before, after = _answered(then), _answered(now)
    later = later_names(then.stored.codebook.codes, now.stored.codebook.codes)
    drawn = draw_bridge(len(after), sample, seed)
    if _is_coded_alike(then, now):
        bridge = {at: _names(after[at]) for at in range(len(after))}
    else:
        bridge = _bridge(then, now, after, drawn, engine)
    compared = compare_waves(
        [_names(coding) for coding in before], [_names(coding) for coding in after], bridge, later
    )
    codes = [code.name for code in now.stored.codebook]
    known = [code.name for code in then.stored.codebook]
    return QuestionWaves(
        first=then,
        second=now,
        compared=compared,
        first_codes={later.get(code.name, code.name): code for code in then.stored.codebook},
        second_codes={code.name: code for code in now.stored.codebook},
        themes=_kept_themes(kept) if kept else _look(now, engine),
        notes=(*_notes(then, now, engine), *wave_notes(compared, known, codes, later)),
    )


def _answered(wave: StoredQuestion) -> list[Coding]:
    """Return the codings of those whom percentages are parts of."""
    codings = [coding for coding in wave.coded.codings if coding.status in ANSWERED]
    if not codings:
        raise InvalidState(
            f"Nobody answered question {wave.question.id} with meaning, so there is no percentage "
            "to compare. Upload the wave's responses and code them with POST /v2/coding/auto."
        )
    return codings


def _names(coding: Coding) -> frozenset[str]:
    return frozenset(mention.code.name for mention in coding.mentions)


def _is_coded_alike(first: StoredQuestion, second: StoredQuestion) -> bool:
    """Tell whether both waves were coded by one codebook in one way, by the machine alone."""
    return _way(first) is not None and _way(first) == _way(second)


def _way(wave: StoredQuestion) -> tuple[object, ...] | None:
    """Return what decides the codes of an answer; None where that is not known."""
    machines = {(run.openends_version, run.encoders, run.quality) for run in wave.runs.values()}
    stored = wave.stored
    people = any(
        coding.approved or any(mention.coder for mention in coding.mentions)
        for coding in wave.coded.codings
    )
    if stored.induced or wave.edits or wave.models or people or len(machines) != 1:
        return None
    return (stored.codebook.codes, stored.codebook.coding_type, wave.question.language, machines)


def _bridge(
    first: StoredQuestion,
    second: StoredQuestion,
    answered: Sequence[Coding],
    drawn: Sequence[int],
    engine: Engine,
) -> dict[int, frozenset[str]]:
    """Code drawn responses of the later wave by the earlier one's codebook.

    All responses are read, as they were when they were coded: an answer's scores depend on the
    others.
    """
    codebook = first.stored.codebook
    coder = prepare_coding(
        replace(second.question, coding_type=codebook.coding_type),
        second.rows,
        Given(codebook, first.stored.induced, edited=True),
        engine.load_encoders,
        quality=engine.quality,
        reviewed=decided(first.coded.codings),
        read=engine.read,
    )
    places = {row.response_id: place for place, row in enumerate(second.rows)}
    bridge = {}
    for at in drawn:
        place = places[answered[at].response_id]
        bridge[at] = _names(coder.code(place, place + 1)[0])
    return bridge


def _kept_themes(kept: Sequence[StoredSuggestion]) -> tuple[UncoveredTheme, ...]:
    """Return the new codes that wait for a person: what was found when it was looked for."""
    return tuple(
        UncoveredTheme(
            name=each.body.get("name", ""),
            definition=each.body.get("definition", ""),
            confidence=each.confidence,
            rationale=each.body.get("rationale", ""),
            response_ids=tuple(each.body["response_ids"]),
        )
        for each in kept
        if each.type is SuggestionType.NEW_CODE and each.status is SuggestionStatus.PENDING
    )


def _look(wave: StoredQuestion, engine: Engine) -> tuple[UncoveredTheme, ...]:
    codebook = wave.stored.codebook
    answers, language = for_the_engine(wave.coded_rows, wave.question.language)
    told = told_languages(None if wave.stored.induced else codebook, ())
    settings = settings_of(wave.question, language, engine.quality)
    question = engine.read(answers, told, engine.load_encoders, settings, silent)
    return uncovered_themes(question, codebook, wave.coded.codings)


def _notes(first: StoredQuestion, second: StoredQuestion, engine: Engine) -> Iterator[str]:
    for wave, name, part in ((first, "first", "real change"), (second, "second", "coding")):
        if wave.uncoded:
            yield f"Responses of the {name} wave without a coding yet, left out: {wave.uncoded:,}."
        if people := len(decided(wave.coded.codings)):
            yield (
                f"People decided {people:,} responses of the {name} wave, and the machine alone "
                f"codes the bridge: what their review changed counts as {part}."
            )
        if wave.models:
            yield (
                f"A language model was asked about the {name} wave, and none is for the bridge: "
                f"what it changed counts as {part}."
            )
    if first.stored.induced:
        yield (
            "The first wave's codebook was built from its own answers; given to the second wave, "
            "it codes some answers otherwise than where it was built."
        )
    runs = [*first.runs.values(), *second.runs.values()]
    machines = {(run.openends_version, run.quality) for run in runs}
    encoders = {run.encoders for run in runs}
    if machines - {(__version__, engine.quality)} or len(encoders) > 1:
        yield (
            "The waves were not both coded with the version, encoders and quality of now, which "
            "code the bridge: what they differ in counts as coding or as real change."
        )
