"""Keep what a person decides about responses, and let the engine learn from it at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from openends.domain.codebook import Codebook
from openends.domain.coding import Coding, Layer
from openends.domain.decision import Decision
from openends.domain.errors import InvalidState, NotFound
from openends.domain.organization import Caller
from openends.domain.what_if import WhatIf
from openends.engine.question_coder import QuestionCoder
from openends.engine.refine.apply_edit import EditedCodebook
from openends.engine.refine.what_if import what_if
from openends.engine.review.decide import decide
from openends.engine.review.first import learns_confidence
from openends.services.change_codings import (
    Deed,
    changed_values,
    note_run,
    record_change,
    values_after,
)
from openends.services.coding_engine import Engine
from openends.services.ports import Keep, keep_nothing
from openends.services.prepare_coding import prepare_coding, run_of
from openends.services.seen_question import SeenQuestion, decided, lock_as_seen, see_question
from openends.services.temporary_project import Given
from openends.services.test_cases import with_tests
from openends.store import codebooks, write_codings
from openends.store.database import Database

EDIT = "its responses are reviewed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Reviewed:
    """What a person's decisions changed."""

    change_id: str
    #: The ids of the responses that were decided, in their order.
    decided: tuple[str, ...]
    #: All responses whose codes are others now, those beside the decided ones too.
    what: WhatIf


def review_responses(  # noqa: PLR0913 - who, which, what, with what, when, and who is told
    database: Database,
    caller: Caller,
    project_id: str,
    question_id: str,
    decisions: Mapping[str, Decision],
    deed: Deed,
    *,
    engine: Engine | None,
    as_tests: bool = False,
    now: datetime,
    keep: Keep[Reviewed] = keep_nothing,
) -> Reviewed:
    """Give responses the codes that a person decided on: all of them or none.

    Parameters
    ----------
    decisions:
        By the caller's own ids of responses.
    engine:
        Learns from them and codes anew what nobody has settled; None leaves all else as it is.
    as_tests:
        Whether each decision becomes a test case of the codebook.

    Raises
    ------
    NotFound
        When there is no such question or response.
    InputError
        When a decision cannot be carried out.
    InvalidState
        When a response is not coded yet, a job works on the question, or somebody else changed it
        meanwhile.
    """
    with database.reading() as connection:
        seen = see_question(connection, caller, project_id, question_id, EDIT)
    places = _places(seen, decisions)
    codings = list(seen.codings)
    for response_id, decision in decisions.items():
        at = places[response_id]
        codings[at] = decide(codings[at], decision, seen.stored.codebook, deed.author.coder)
    run = None
    if engine is not None:
        codings, coder = learn(seen, codings, engine)
        run = run_of(coder, seen.stored, now)
    after = changed_values(seen, codings, seen.stored, now)
    for response_id, decision in decisions.items():
        at = places[response_id]
        row = seen.rows[at]
        after[row.pk] = values_after(row, codings[at], seen.stored, now) | {
            "coder": deed.author.coder if decision.approved else None,
            "note": row.note if decision.note is None else decision.note,
        }
    with database.transaction() as connection:
        lock_as_seen(connection, caller, seen, EDIT)
        note_run(connection, caller, seen, after, run)
        change = record_change(connection, caller, seen, deed, after, now)
        write_codings.rewrite(connection, caller.organization.id, question_id, after)
        if as_tests:
            tests = with_tests(seen.stored.codebook.tests, [codings[at] for at in places.values()])
            codebooks.set_tests(connection, caller.organization.id, question_id, tests)
        done = Reviewed(
            change_id=change.id,
            decided=tuple(decisions),
            what=what_if(seen.codings, as_it_is(seen.stored.codebook), codings),
        )
        keep(connection, done)
    return done


def as_it_is(codebook: Codebook) -> EditedCodebook:
    """Return the codebook as one that no edit has touched."""
    return EditedCodebook(
        former=codebook,
        codebook=codebook,
        heirs={code.number: code for code in codebook},
        touched=frozenset(),
    )


def learn(
    seen: SeenQuestion, codings: Sequence[Coding], engine: Engine
) -> tuple[list[Coding], QuestionCoder]:
    """Return the codings after the engine learned from those that people settled, and its coder.

    What a person gave or a language model was paid for stays; so does what gets the same codes,
    but where so many answers were reviewed since that its confidence is learned anew.
    """
    anew = learns_confidence(seen.codings, codings)
    coder = prepare_coding(
        seen.question,
        seen.responses,
        Given(seen.stored.codebook, seen.stored.induced),
        engine.load_encoders,
        quality=engine.quality,
        reviewed=decided(tuple(codings)),
        read=engine.read,
    )
    learned = []
    for place, coding in enumerate(codings):
        if coding.approved or _is_settled(coding):
            learned.append(coding)
            continue
        fresh = seen.code_by(coder, place)
        same = _numbers(fresh) == _numbers(coding) and fresh.status == coding.status
        stays = same and not anew
        learned.append(coding if stays else replace(fresh, response_id=coding.response_id))
    return learned, coder


def _is_settled(coding: Coding) -> bool:
    return any(each.coder or each.layer is Layer.LLM for each in coding.mentions)


def _numbers(coding: Coding) -> set[int]:
    return {each.code.number for each in coding.mentions}


def _places(seen: SeenQuestion, decisions: Mapping[str, Decision]) -> dict[str, int]:
    places = {row.response_id: place for place, row in enumerate(seen.rows)}
    for response_id in decisions:
        if response_id not in places:
            if any(row.response_id == response_id for row in seen.responses):
                raise InvalidState(
                    f"Response '{response_id}' is not coded yet. Code the question first with "
                    "POST /v2/coding/auto."
                )
            raise NotFound(f"Response '{response_id}' not found")
    return {response_id: places[response_id] for response_id in decisions}
