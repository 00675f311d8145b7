"""No sequence of steps makes credits or counts wrong."""

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from served import (
    NOW,
    Stop,
    add_question,
    codebook,
    credits_of,
    ledger_sum,
    make_question,
    request,
    rows_of,
    start_auto,
    start_call,
    stop_at,
    upload,
    work,
)
from sqlalchemy import func, select

from openends.domain.errors import Conflict, CreditsShort, InputError, NotFound
from openends.domain.job import JobStatus
from openends.engine.prepare.distinct import first_occurrences
from openends.services.cancel_job import cancel_job
from openends.services.code_now import code_now
from openends.services.delete_project import delete_project
from openends.services.question_codebooks import clone_codebook, import_codebook
from openends.store import credits, jobs, projects
from openends.store.tables import ledger

REFUSALS = (Conflict, CreditsShort, InputError, NotFound)
TEXTS = st.lists(
    st.sampled_from(["Too loud", "too loud!", "Dear", "Rude waiters", "", "dk", "Fair price"]),
    min_size=1,
    max_size=6,
)
#: Chooses one of what there is.
WHICH = st.integers(min_value=0, max_value=50)


class Server(RuleBasedStateMachine):
    """An organization with few credits that does all that can be done."""

    def __init__(self, database, make_caller, encoders):
        super().__init__()
        self.database = database
        self.encoders = encoders
        self.caller = make_caller(12)
        self.jobs = []
        self.granted = 0
        self.enqueue = lambda connection, job: self.jobs.append(job)

    def questions(self):
        with self.database.reading() as connection:
            found = projects.list_for(connection, self.caller.organization.id)
        return [question for project in found for question in project.questions]

    def question(self, which):
        known = self.questions()
        return known[which % len(known)] if known else None

    def paid_for(self):
        """Return the rows of coded responses that cost something."""
        rows = set()
        for question in self.questions():
            found = rows_of(self.database, self.caller, question.id)
            firsts = first_occurrences([row.text for row in found])
            rows |= {
                row.pk for row, first in zip(found, firsts, strict=True) if first and row.coded
            }
        return rows

    def step(self, do):
        """Do something, and see that its price is what it newly coded."""
        before, balance = self.paid_for(), credits_of(self.database, self.caller)
        refused = False
        try:
            do()
        except Stop:
            pass
        except REFUSALS:
            refused = True
        new = self.paid_for() - before
        assert balance - credits_of(self.database, self.caller) == len(new)
        assert not (refused and new)

    @rule(texts=TEXTS)
    def code_at_once(self, texts):
        call = request(texts)
        self.step(lambda: code_now(self.database, self.caller, call, self.encoders, now=NOW))

    @rule(texts=TEXTS)
    def call(self, texts):
        self.step(lambda: start_call(self.database, self.caller, self.enqueue, texts))

    @rule(texts=TEXTS)
    def ask(self, texts):
        self.step(lambda: make_question(self.database, self.caller, texts))

    @rule(which=WHICH, texts=TEXTS, start=st.integers(min_value=1, max_value=9))
    def send_more(self, which, texts, start):
        if question := self.question(which):
            self.step(lambda: upload(self.database, self.caller, question, texts, start=start))

    @rule(which=WHICH)
    def code_the_rest(self, which):
        if question := self.question(which):
            self.step(lambda: start_auto(self.database, self.caller, question, self.enqueue))

    @rule(which=WHICH, stop=st.integers(min_value=1, max_value=25))
    def run_a_job(self, which, stop):
        with self.database.reading() as connection:
            known = [jobs.get_any(connection, job.id) for job in self.jobs]
        waiting = [job for job in known if job and job.status.is_active]
        if waiting:
            job = waiting[which % len(waiting)]
            self.step(lambda: work(self.database, job, self.encoders, watch=stop_at(stop)))

    @rule(which=WHICH)
    def cancel(self, which):
        if self.jobs:
            job = self.jobs[which % len(self.jobs)]
            self.step(
                lambda: cancel_job(self.database, self.caller, job.id, not_before=NOW, now=NOW)
            )

    @rule(which=WHICH)
    def replace_the_codebook(self, which):
        if question := self.question(which):
            given = codebook(["Noise", "Cost"])
            self.step(
                lambda: import_codebook(
                    self.database, self.caller, question.project_id, question.id, given, now=NOW
                )
            )

    @rule(which=WHICH)
    def clone_the_codebook(self, which):
        if question := self.question(which):
            target = add_question(self.database, self.caller, question.project_id)
            self.step(
                lambda: clone_codebook(
                    self.database,
                    self.caller,
                    question.project_id,
                    question.id,
                    target.id,
                    now=NOW,
                )
            )

    @rule(which=WHICH)
    def delete(self, which):
        if question := self.question(which):
            self.step(lambda: delete_project(self.database, self.caller, question.project_id))

    @rule(amount=st.integers(min_value=1, max_value=5))
    def top_up(self, amount):
        self.granted += 1
        with self.database.transaction() as connection:
            credits.grant(
                connection,
                self.caller.organization.id,
                reference=f"top-up:{self.caller.organization.id}",
                batch=self.granted,
                amount=amount,
                now=NOW,
            )

    @invariant()
    def the_balance_is_the_ledgers_sum_and_covers_what_is_held_back(self):
        with self.database.reading() as connection:
            reserved = jobs.reserved(connection, self.caller.organization.id)
        balance = credits_of(self.database, self.caller)
        assert ledger_sum(self.database, self.caller) == balance >= reserved >= 0

    @invariant()
    def every_job_counts_rightly(self):
        with self.database.reading() as connection:
            for job in self.jobs:
                now = jobs.get_any(connection, job.id)
                if now is None:
                    continue
                assert 0 <= now.processed <= now.total
                assert 0 <= now.charged <= now.cost
                paid = select(func.sum(-ledger.c.amount)).where(ledger.c.reference == job.id)
                assert now.charged == int(connection.execute(paid).scalar() or 0)
                if now.status is JobStatus.COMPLETED:
                    assert (now.processed, now.charged) == (now.total, now.cost)

    @invariant()
    def one_job_at_most_works_on_a_question(self):
        with self.database.reading() as connection:
            known = [jobs.get_any(connection, job.id) for job in self.jobs]
        active = [job.question_id for job in known if job and job.status.is_active]
        assert len(active) == len(set(active))


def test_no_sequence_of_steps_makes_credits_or_counts_wrong(database, make_caller, encoders):
    run_state_machine_as_test(
        lambda: Server(database, make_caller, encoders),
        settings=settings(
            max_examples=8,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
