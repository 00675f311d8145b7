"""Edit the codebook of a coded question: ask what an edit would do, and do it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from openends.domain.codebook_edit import Edit
from openends.domain.coding import Coding
from openends.domain.organization import Caller
from openends.domain.what_if import WhatIf
from openends.engine.question_coder import QuestionCoder
from openends.engine.refine.apply_edit import EditedCodebook, apply_edit
from openends.engine.refine.give_code import give_code
from openends.engine.refine.recode import recode
from openends.engine.refine.what_if import what_if
from openends.services.change_codings import Deed, changed_values, note_run, record_change
from openends.services.coding_engine import Engine
from openends.services.ports import Keep, keep_nothing
from openends.services.prepare_coding import prepare_coding, run_of
from openends.services.seen_question import SeenQuestion, decided, lock_as_seen, see_question
from openends.services.temporary_project import Given
from openends.store import codebook_versions, codebooks, write_codings
from openends.store.codebook_rows import StoredCodebook
from openends.store.database import Database

EDIT = "its codebook is edited"

#: Returns the edit to be done, told the codebook that it is of.
EditChoice = Callable[[StoredCodebook], Edit]


@dataclass(frozen=True, kw_only=True, slots=True)
class Edited:
    """An edit that was thought out or done."""

    project_id: str
    question_id: str
    #: The codebook afterwards; for an edit that is only asked about, as it would be.
    stored: StoredCodebook
    what: WhatIf
    #: People by the id of the code.
    counts: Mapping[str, int]
    #: Id of the line in the log; None for an edit that is only asked about.
    change_id: str | None = None


def ask_what_if(
    database: Database,
    caller: Caller,
    project_id: str,
    question_id: str,
    choose: EditChoice,
    engine: Engine,
) -> Edited:
    """Say what an edit would do, and do nothing.

    Parameters
    ----------
    choose:
        Returns the edit, told the codebook that it is of.

    Raises
    ------
    NotFound, InvalidState
        When there is no such question, it has no codebook, or a job works on it.
    CodebookProblem
        When the edit cannot be done.
    """
    with database.reading() as connection:
        seen = see_question(connection, caller, project_id, question_id, EDIT)
        used = codebook_versions.numbers(connection, caller.organization.id, question_id)
    edited, after, stored, _ = think_out(seen, choose(seen.stored), used, engine)
    return Edited(
        project_id=project_id,
        question_id=question_id,
        stored=stored,
        what=what_if(seen.codings, edited, after),
        counts=people_by_code(after, stored),
    )


def edit_codebook(  # noqa: PLR0913 - who, what, with what, when, and who is told
    database: Database,
    caller: Caller,
    project_id: str,
    question_id: str,
    choose: EditChoice,
    deed: Deed,
    *,
    engine: Engine,
    members: Mapping[str, Collection[str]] | None = None,
    confidence: float = 1.0,
    now: datetime,
    keep: Keep[Edited] = keep_nothing,
) -> Edited:
    """Do an edit: a new version of the codebook, and other codings where the edit touches them.

    Parameters
    ----------
    choose:
        Returns the edit, told the codebook that it is of.
    members:
        Ids of responses that get a code whatever the engine finds, by the name of the code.
    confidence:
        Of those.

    Raises
    ------
    NotFound, InvalidState, CodebookProblem
        As for ``ask_what_if``; also when somebody else changed the question meanwhile.
    """
    organization = caller.organization.id
    with database.reading() as connection:
        seen = see_question(connection, caller, project_id, question_id, EDIT)
        used = codebook_versions.numbers(connection, organization, question_id)
    edited, codings, stored, coder = think_out(seen, choose(seen.stored), used, engine)
    for name, wanted in (members or {}).items():
        if (code := stored.codebook.find(name)) is not None:
            codings = give_code(codings, code, wanted, confidence)
    after = changed_values(seen, codings, stored, now)
    with database.transaction() as connection:
        lock_as_seen(connection, caller, seen, EDIT)
        codebook_versions.keep(connection, organization, question_id, seen.stored)
        if coder is not None:
            note_run(connection, caller, seen, after, run_of(coder, stored, now))
        change = record_change(connection, caller, seen, deed, after, now)
        codebooks.replace_by(connection, organization, question_id, seen.stored, stored)
        codebook_versions.add(
            connection,
            organization,
            question_id,
            stored,
            change_id=change.id,
            parent=seen.stored.version,
            restores=None,
            now=now,
        )
        write_codings.rewrite(connection, organization, question_id, after)
        done = Edited(
            project_id=project_id,
            question_id=question_id,
            stored=stored,
            what=what_if(seen.codings, edited, codings),
            counts=people_by_code(codings, stored),
            change_id=change.id,
        )
        keep(connection, done)
    return done


def people_by_code(codings: Sequence[Coding], stored: StoredCodebook) -> dict[str, int]:
    """Return how many people have each code, by its id."""
    counts = Counter(
        number for coding in codings for number in {each.code.number for each in coding.mentions}
    )
    return {stored.code_ids[number]: count for number, count in counts.items()}


def think_out(
    seen: SeenQuestion, edit: Edit, used: frozenset[int], engine: Engine
) -> tuple[EditedCodebook, tuple[Coding, ...], StoredCodebook, QuestionCoder | None]:
    """Return the edited codebook, the codings of ``seen.rows`` by it, its ids, and what coded."""
    edited = apply_edit(seen.stored.codebook, edit, used)
    coder = _coder(seen, edited, engine) if edited.needs_coding and seen.rows else None
    codings = recode(seen.codings, edited, partial(seen.code_by, coder) if coder else None)
    stored = codebooks.with_ids(seen.stored, edited.codebook, edited.stays)
    return edited, codings, stored, coder


def _coder(seen: SeenQuestion, edited: EditedCodebook, engine: Engine) -> QuestionCoder:
    heirs = tuple(coding for coding in recode(seen.codings, edited, None) if coding.approved)
    return prepare_coding(
        seen.question,
        seen.responses,
        Given(edited.codebook, seen.stored.induced, edited=True),
        engine.load_encoders,
        quality=engine.quality,
        reviewed=decided(heirs),
        read=engine.read,
    )
