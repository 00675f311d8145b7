"""Steps that tests of services take, and what they look at afterwards."""

from datetime import UTC, datetime, timedelta
from itertools import count

from sqlalchemy import func, select

from openends.domain.codebook import Code, Codebook, CodingType
from openends.services.add_responses import add_responses
from openends.services.coding_request import CodingRequest
from openends.services.question_codebooks import import_codebook
from openends.services.run_coding import run_coding
from openends.services.start_jobs import start_auto_coding, start_one_call
from openends.store import codings, jobs, organizations, projects, questions
from openends.store.responses import NewResponse
from openends.store.tables import ledger, metadata

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DEPTH = 100

#: Eight responses, five of which cost something: 1, 2, 3, 5 and 7.
ANSWERS = (
    "Too loud",
    "The price is fair",
    "Friendly staff, but far too loud",
    "too loud!",
    "Cheap and quick",
    "",
    "The waiters were rude",
    "don't know",
)
COST = 5
CODES = ("Noise", "Price", "Staff")


def responses(texts=ANSWERS, *, start=1):
    """Number the texts R1, R2, ..."""
    return tuple(NewResponse(id=f"R{at}", text=text) for at, text in enumerate(texts, start))


def codebook(names=CODES, coding_type=CodingType.QUALITATIVE, **members):
    """Make a codebook of names."""
    codes = (Code(name=name, number=at, **members) for at, name in enumerate(names, 1))
    return Codebook(codes=tuple(codes), coding_type=coding_type)


def request(texts=ANSWERS, **members):
    """Make a call that sends a codebook, if nothing else is said."""
    return CodingRequest(responses=responses(texts), **{"codebook": codebook(), **members})


def make_question(database, caller, texts=ANSWERS, *, codes=CODES, **members):
    """Make a question with responses and a codebook in a project of its own."""
    organization = caller.organization.id
    kind = members.pop("coding_type", CodingType.QUALITATIVE)
    with database.transaction() as connection:
        project = projects.create(
            connection, organization, name="A study", language="en", coding_type=kind, now=NOW
        )
    question = add_question(database, caller, project.id, coding_type=kind, **members)
    if texts:
        upload(database, caller, question, texts)
    if codes:
        given = codebook(codes, kind)
        import_codebook(database, caller, project.id, question.id, given, now=NOW)
    return question


def add_question(
    database, caller, project_id, *, coding_type=CodingType.QUALITATIVE, language="en"
):
    """Add a question to a project."""
    with database.transaction() as connection:
        return questions.create(
            connection,
            caller.organization.id,
            project_id,
            text="What could be better?",
            coding_type=coding_type,
            language=language,
            now=NOW,
        )


def upload(database, caller, question, texts, *, start=1):
    """Upload texts to a question."""
    items = responses(texts, start=start)
    return add_responses(database, caller, question.project_id, question.id, items, now=NOW)


def start_call(database, caller, enqueue, *args, **members):
    """Put a call in line."""
    return start_one_call(
        database, caller, request(*args, **members), enqueue, depth=DEPTH, now=NOW
    )


def start_auto(database, caller, question, enqueue, *, guidance=None, depth=DEPTH):
    """Put the coding of a question in line."""
    return start_auto_coding(
        database,
        caller,
        question.project_id,
        question.id,
        guidance,
        enqueue,
        depth=depth,
        now=NOW,
    )


def begin(database, job):
    """Begin a job as a worker does."""
    with database.transaction() as connection:
        return jobs.begin(connection, job.id, NOW)


def work(database, job, encoders, **options):
    """Do a job of coding as a worker does."""
    begin(database, job)
    return run_coding(database, job.id, encoders, **options)


def job_now(database, job):
    """Return the job as it is."""
    with database.reading() as connection:
        return jobs.get_any(connection, job.id)


def result_of(database, job):
    """Return the bytes of a job's result."""
    with database.reading() as connection:
        return jobs.result(connection, job.id)


def credits_of(database, caller):
    """Return the balance; None without a limit."""
    with database.reading() as connection:
        return organizations.get(connection, caller.organization.id).credits


def charges(database, caller):
    """Return what was charged, by reference and batch."""
    query = select(ledger.c.reference, ledger.c.batch, ledger.c.amount).where(
        ledger.c.organization_id == caller.organization.id, ledger.c.amount < 0
    )
    with database.reading() as connection:
        return {(row.reference, row.batch): -row.amount for row in connection.execute(query)}


def ledger_sum(database, caller):
    """Return what the ledger adds up to."""
    query = select(func.sum(ledger.c.amount)).where(
        ledger.c.organization_id == caller.organization.id
    )
    with database.reading() as connection:
        return int(connection.execute(query).scalar() or 0)


def rows_of(database, caller, question_id):
    """Return all responses of a question with their codings."""
    with database.reading() as connection:
        return codings.load_all(connection, caller.organization.id, question_id)


def question_now(database, caller, question):
    """Return the question as it is."""
    with database.reading() as connection:
        return questions.get(connection, caller.organization.id, question.id)


def everything(database):
    """Return how many rows each table has."""
    with database.reading() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }


class Stop(Exception):
    """A worker is asked to stop."""


def stop_at(call):
    """Return a watch that raises at that call, counted from 1."""
    calls = count(1)

    def watch():
        if next(calls) == call:
            raise Stop

    return watch


def later(minutes):
    """Return a time after now."""
    return NOW + timedelta(minutes=minutes)
