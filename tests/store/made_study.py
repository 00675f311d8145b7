"""Organizations with a coded question, as tests of the store need them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from openends.domain.codebook import Code, Codebook, CodingType, Rule, RuleKind
from openends.domain.coding import Coding, Evidence, Layer, Mention, Sentiment
from openends.domain.job import Job, JobStatus, JobType
from openends.domain.organization import ApiKey, Organization, Plan, Scope
from openends.domain.project import Project, Question
from openends.domain.response import ResponseStatus
from openends.domain.run import MachineRun
from openends.domain.sample import SampleCode, SampleKind
from openends.domain.suggestion import SuggestionType
from openends.store import (
    api_keys,
    changes,
    codebook_versions,
    codebooks,
    coding_runs,
    codings,
    organizations,
    projects,
    questions,
    responses,
    samples,
    suggestions,
    superseded,
    write_codings,
)
from openends.store.changes import Author
from openends.store.codebooks import StoredCodebook
from openends.store.database import Database
from openends.store.ids import new_id, new_job_id
from openends.store.model_calls import StoredCall
from openends.store.responses import NewResponse
from openends.store.samples import Drawn, StoredSample
from openends.store.suggestions import NewSuggestion

NOW = datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=UTC)

PRICE = Code(
    name="Price",
    number=1,
    definition="What it costs.",
    category="Value",
    examples=("too dear", "Müll"),
    rules=(Rule(kind=RuleKind.PHRASE, pattern="too dear"),),
)
STAFF = Code(name="Staff", number=5, sentiment=Sentiment.POSITIVE)
QUALITY = Code(name="Quality", number=3, category="Value")
CODEBOOK = Codebook(codes=(PRICE, STAFF, QUALITY), language="de")

ANSWERS = ("Too DEAR, but 100% kind staff", "Ärger: teuer", "don't know", "")


@dataclass(frozen=True, kw_only=True)
class Study:
    """An organization with a key and a project of one question."""

    organization: Organization
    key: ApiKey
    project: Project
    question: Question

    @property
    def owner(self) -> str:
        return self.organization.id


def make_study(database: Database, name: str = "Acme", credits: int | None = 1000) -> Study:
    with database.transaction() as connection:
        organization = organizations.create(
            connection, name=name, plan=Plan.GROWTH, credits=credits, now=NOW
        )
        key = api_keys.create(
            connection,
            organization_id=organization.id,
            label="tests",
            prefix="scp_live_" + name[:4],
            hash=name.ljust(64, "0"),
            scopes={Scope.READ, Scope.WRITE},
            rpm=None,
            test=False,
            expires_at=None,
            now=NOW,
        )
        project = projects.create(
            connection,
            organization.id,
            name="Visitors",
            language="de",
            coding_type=CodingType.QUALITATIVE,
            now=NOW,
        )
        question = questions.create(
            connection,
            organization.id,
            project.id,
            text="Why?",
            coding_type=CodingType.QUALITATIVE,
            language="auto",
            now=NOW,
        )
    return Study(organization=organization, key=key, project=project, question=question)


def upload(database: Database, study: Study, texts=ANSWERS) -> list[responses.StoredResponse]:
    items = [NewResponse(id=f"R{number}", text=text) for number, text in enumerate(texts)]
    with database.transaction() as connection:
        responses.add(connection, study.owner, study.question.id, items, NOW)
        return responses.load(connection, study.question.id)


def keep_codebook(database: Database, study: Study, codebook=CODEBOOK) -> StoredCodebook:
    with database.transaction() as connection:
        return codebooks.save(
            connection, study.owner, study.question.id, codebook, induced=True, now=NOW
        )


def mention(code: Code, verbatim: str, start=0, end=4, sentiment=Sentiment.NEGATIVE) -> Mention:
    return Mention(
        code=code,
        sentiment=sentiment,
        confidence=0.75,
        layer=Layer.MODEL,
        evidence=Evidence.of(verbatim, start, end),
    )


SUGGESTION = NewSuggestion(
    key="abc", type=SuggestionType.NEW_CODE, confidence=0.8, body={"name": "Parking"}
)
RUN = MachineRun(
    codebook_version=1,
    openends_version="0.1",
    encoders=("use 1",),
    quality="fast",
    seed=0,
    created_at=NOW,
)


def codings_of_answers() -> list[Coding]:
    first, second, third, fourth = ANSWERS
    return [
        Coding(
            response_id="R0",
            text=first,
            status=ResponseStatus.CODED,
            mentions=(
                mention(STAFF, first, 19, 29, Sentiment.POSITIVE),
                mention(PRICE, first, 0, 8),
            ),
            sentiment=Sentiment.MIXED,
            runner_up=QUALITY,
            runner_up_chance=0.25,
            needs_review=True,
            review_reason="Two tones.",
        ),
        Coding(
            response_id="R1",
            text=second,
            status=ResponseStatus.CODED,
            mentions=(mention(PRICE, second, 7, 12),),
            sentiment=Sentiment.NEGATIVE,
            language="de",
        ),
        Coding(response_id="R2", text=third, status=ResponseStatus.NONE),
        Coding(response_id="R3", text=fourth, status=ResponseStatus.NO_ANSWER),
    ]


def code_answers(database: Database, study: Study) -> StoredCodebook:
    """Give the study four responses, a codebook and codings."""
    stored = keep_codebook(database, study)
    rows = upload(database, study)
    pairs = [(row.pk, coding) for row, coding in zip(rows, codings_of_answers(), strict=True)]
    with database.transaction() as connection:
        write_codings.save(connection, study.owner, study.question.id, stored, pairs, NOW)
    return stored


def change_answers(database: Database, study: Study, stored: StoredCodebook):
    """Leave a trace in the log, a version, a superseded coding, a run and a suggestion."""
    author = Author(coder="Anna", api_key_id=study.key.id)
    with database.transaction() as connection:
        at = (connection, study.owner, study.question.id)
        rows = codings.load_all(*at)
        change = changes.record(
            *at, author, action="review.correct", details={}, responses=1, now=NOW
        )
        superseded.keep(*at, change.id, rows[:1], NOW)
        codebook_versions.keep(*at, stored)
        suggestions.renew(*at, [SUGGESTION], NOW)
        run = coding_runs.record(*at, RUN)
        (suggestion,) = suggestions.list_all(*at)
    return change, rows, suggestion, run


def make_sample(database: Database, study: Study, rows) -> StoredSample:
    """Draw two responses as they are coded, and have Anna code the first."""
    sample = StoredSample(
        id=new_id(),
        kind=SampleKind.VERIFICATION,
        seed=3,
        version=1,
        codes=(SampleCode(id="c", number=1, name="Price", people=2),),
        base=3,
        drawn=(
            Drawn(pk=rows[1].pk, codes=(1,), settled=True, probability=0.5),
            Drawn(pk=rows[0].pk, codes=(1, 5), settled=False, probability=2 / 3),
        ),
        made_by="Ben",
        created_at=NOW,
    )
    with database.transaction() as connection:
        at = (connection, study.owner, study.question.id)
        samples.add(*at, sample)
        samples.keep_codes(*at, sample.id, "Anna", {rows[1].pk: (1,)}, NOW)
    return sample


def make_job(study: Study, **changes) -> Job:
    values = {
        "id": new_job_id(),
        "organization_id": study.owner,
        "project_id": study.project.id,
        "question_id": study.question.id,
        "type": JobType.AUTO_CODING,
        "status": JobStatus.QUEUED,
        "processed": 0,
        "total": 10,
        "created_at": NOW,
        "updated_at": NOW,
        "cost": 8,
    }
    return Job(**{**values, **changes})


def made_call(study: Study, job_id: str | None = None, **members) -> StoredCall:
    """A call to a language model about the question's answers."""
    told = {
        "key": "k1".ljust(64, "0"),
        "prompt": "decide-1",
        "model": "openai:fake",
        "parameters": {"temperature": 0.0, "seed": 0},
        "reply": '{"answers": []}',
        "input_tokens": 900,
        "output_tokens": 50,
        "seconds": 1.5,
    }
    return StoredCall(question_id=study.question.id, job_id=job_id, **(told | members))
