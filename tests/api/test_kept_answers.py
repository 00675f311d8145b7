"""A write and its answer are kept together: whoever dies between them, it is done once."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Event

import pytest
from dying_server import DIED, DyingDatabase, serve_once
from fastapi.testclient import TestClient
from sqlalchemy import func, select, update
from v2_steps import CODES, TEXTS, Form, Steps, many, refusal, responses, steps_of

from forked import Forked
from openends.api.app import create_app
from openends.domain.suggestion import SuggestionType
from openends.encoders import load_encoders
from openends.store import suggestions
from openends.store.suggestions import NewSuggestion
from openends.store.tables import idempotency, ledger, questions

KEY = {"Idempotency-Key": "order-1"}
COST = 6
CALL = {"responses": responses(), "codebook": CODES}
LONG_CALL = {"responses": many(), "codebook": CODES}
HOOK = {"url": "https://93.184.215.14/hook", "events": ["*"]}
MANY_TEXTS = [response["text"] for response in many()]


@pytest.fixture
def steps(database, client):
    """Steps of an organization with 100 credits, on a server in good health."""
    steps = steps_of(database, client, credits=100)
    steps.suggest = partial(suggest, database)
    return steps


def suggest(database, question, **body):
    """Keep a suggestion for a question, and return its id."""
    found = NewSuggestion(key="k", type=SuggestionType.NEW_CODE, confidence=0.5, body=body)
    with database.transaction() as connection:
        owner = connection.execute(
            select(questions.c.organization_id).where(questions.c.id == question)
        ).scalar_one()
        suggestions.renew(connection, owner, question, [found], datetime.now(UTC))
        return suggestions.list_all(connection, owner, question)[0].id


def auto(steps):
    return "/v2/coding/auto", steps.question(texts=TEXTS, codes=CODES)["ref"]


def generate(steps, texts):
    return "/v2/codebook/generate", steps.question(texts=texts)["ref"]


def import_codes(steps):
    return "/v2/codebook/import", steps.question()["ref"] | {"codebook": CODES}


def clone(steps):
    project = steps.project()
    source, target = steps.question(project, codes=CODES), steps.question(project)
    body = {"project_id": project["id"], "source_question_id": source["id"]}
    return "/v2/codebook/clone", body | {"target_question_id": target["id"]}


def new_question(steps):
    return f"/v2/projects/{steps.project()['id']}/questions", {"text": "And?"}


def upload(steps):
    return f"{steps.question()['path']}/responses", {"responses": responses()}


def bring_in(steps):
    mapping = json.dumps({"columns": [{"name": "why", "role": "text"}]})
    parts = Form(file=("a.csv", b"why\nToo loud\n"), mapping=(None, mapping))
    return f"/v2/projects/{steps.project()['id']}/files", parts


def coded(steps):
    """Code a question; return its path and its members for bodies."""
    done = steps.data(steps.post("/v2/code", CALL))
    ref = {name: done[name] for name in ("project_id", "question_id")}
    return "/v2/projects/{project_id}/questions/{question_id}".format(**ref), ref


def edit(steps):
    return f"{coded(steps)[0]}/codebook/edits", {"edit": {"type": "add_code", "name": "New"}}


def after_edit(steps, step, **body):
    path, given = edit(steps)
    steps.data(steps.post(path, given))
    if step == "redo":
        steps.data(steps.post(path.replace("edits", "undo"), {}))
    return path.replace("edits", step), body


def review(steps):
    decision = {"codes": [], "status": "other"}
    return f"{coded(steps)[0]}/responses/bulk", {"response_ids": ["R1"], "decision": decision}


def undo_review(steps):
    path, body = review(steps)
    change = steps.data(steps.post(path, body))["change_id"]
    return path.replace("responses/bulk", f"changes/{change}/undo"), {}


def draw(steps):
    return f"{coded(steps)[0]}/samples", {"kind": "double_coding", "size": 2}


def adjudicate(steps):
    path, body = draw(steps)
    drawn = steps.data(steps.post(path, body), 201)
    decisions = [{"id": each["id"], "codes": []} for each in drawn["responses"]]
    return f"{path}/{drawn['id']}/adjudicate", {"responses": decisions}


def resolve(steps, step):
    """Resolve, apply or reopen a suggestion that is kept as if it had been found."""
    _, ref = coded(steps)
    id = steps.suggest(ref["question_id"], response_ids=["R1"], name="New")
    if step == "apply":
        return "/v2/refinement/apply", ref | {"suggestion": {"id": id}}
    body = ref | {"suggestion_id": id}
    dismiss = body | {"action": "dismiss"}
    if step == "undo":
        steps.data(steps.post("/v2/refinement/resolve", dismiss))
        return "/v2/refinement/undo", body
    return "/v2/refinement/resolve", dismiss


#: Path and body of everything that changes something, after the steps that come before it.
WRITES = {
    "code at once": lambda steps: ("/v2/code", CALL),
    "code as a job": lambda steps: ("/v2/code", LONG_CALL),
    "first version at once": lambda steps: ("/v1/code", {"responses": list(TEXTS)}),
    "first version as a job": lambda steps: ("/v1/code", {"responses": MANY_TEXTS}),
    "code a question": auto,
    "generate at once": partial(generate, texts=TEXTS),
    "generate as a job": partial(generate, texts=MANY_TEXTS),
    "import": import_codes,
    "clone": clone,
    "project": lambda steps: ("/v2/projects", {"name": "A study"}),
    "question": new_question,
    "upload": upload,
    "bring in a file": bring_in,
    "webhook": lambda steps: ("/v2/webhooks", HOOK),
    "edit": edit,
    "undo an edit": partial(after_edit, step="undo"),
    "redo an edit": partial(after_edit, step="redo"),
    "restore": partial(after_edit, step="restore", version=1),
    "review": review,
    "undo a review": undo_review,
    "draw a sample": draw,
    "adjudicate": adjudicate,
    "apply a suggestion": partial(resolve, step="apply"),
    "resolve a suggestion": partial(resolve, step="resolve"),
    "reopen a suggestion": partial(resolve, step="undo"),
}


@pytest.fixture(params=WRITES)
def write(request, steps):
    """Path and body of a write."""
    return WRITES[request.param](steps)


def test_everything_that_changes_something_is_tried_here(app, steps):
    paths = app.openapi()["paths"].items()
    posts = {path for path, operations in paths if operations.get("post", {}).get("security")}
    tried = {re.sub(r"[0-9a-f-]{36}", "{}", write(steps)[0]) for write in WRITES.values()}
    left = {re.sub(r"{\w+}", "{}", path) for path in posts} - tried
    # These change nothing; suggestions are the same again, and what was applied in bulk is skipped.
    question = "/v2/projects/{}/questions/{}"
    assert left == {
        "/v2/codebook/estimate",
        f"{question}/codebook/what-if",
        "/v2/refinement/suggestions",
        "/v2/refinement/bulk-apply",
        "/v2/refinement/export",
        *(
            f"/v2/export/{form}"
            for form in ("excel", "csv", "sav", "sps", "triple-s", "report", "merge")
        ),
    }


def charges(database):
    query = select(ledger.c.amount).where(ledger.c.amount < 0)
    with database.reading() as connection:
        return list(connection.execute(query).scalars())


def test_a_write_whose_answer_got_lost_is_not_done_again(settings, database_url, steps, write):
    def fail():
        raise RuntimeError

    path, body = write
    before = steps.everything()
    dying = DyingDatabase(database_url, fail)
    with TestClient(create_app(settings, database=dying)) as client:
        dying.arm()
        lost = Steps(client, steps.headers).post(path, body, **KEY)
    dying.close()
    assert refusal(lost, 500, "INTERNAL_ERROR")
    done = steps.everything()
    assert done != before
    answers = [steps.post(path, body, **KEY) for _ in range(2)]
    assert [answer.headers["x-idempotent-replay"] for answer in answers] == ["true", "true"]
    assert answers[0].is_success
    assert answers[0].content == answers[1].content
    assert steps.everything() == done


def test_what_is_kept_with_a_write_is_what_its_client_got(steps, write):
    path, body = write
    first, second = (steps.post(path, body, **KEY) for _ in range(2))
    assert first.is_success
    assert (second.status_code, second.content) == (first.status_code, first.content)
    for name in ("content-type", "location", "retry-after"):
        assert second.headers.get(name) == first.headers.get(name)


@pytest.mark.parametrize(("body", "status"), [(CALL, 200), (LONG_CALL, 202)], ids=["few", "many"])
def test_a_call_to_a_server_that_dies_before_it_answers_is_done_and_paid_once(
    settings, database, steps, body, status
):
    server = Forked(serve_once, database.url, "/v2/code", steps.headers | KEY, body)
    assert server.wait(120) == DIED
    # A server that starts on a file frees the keys of requests that have no answer.
    with TestClient(create_app(settings, database=database)) as client:
        answer = Steps(client, steps.headers).post("/v2/code", body, **KEY)
    data = steps.data(answer, status)
    assert answer.headers["x-idempotent-replay"] == "true"
    (project,) = steps.data(steps.get("/v2/projects"))
    if status == 200:
        assert data["project_id"] == project["id"]
        assert answer.json()["meta"]["credits_remaining"] == 100 - COST
        assert charges(database) == [-COST]
    else:
        (job,) = steps.data(steps.get("/v2/jobs"))
        assert data["job_id"] == job["id"]


def test_a_request_that_stood_still_until_another_took_its_key_does_nothing(
    settings, database, steps
):
    begun, go_on = Event(), Event()
    waits = [False, True]

    def stand_still(languages):
        # The first call is the server's, when it starts; the second that of the first request.
        if waits and waits.pop(0):
            begun.set()
            assert go_on.wait(30)
        return load_encoders("fast", languages)

    app = create_app(settings, database=database, load_encoders=stand_still)
    with TestClient(app) as client, ThreadPoolExecutor() as threads:
        post = partial(Steps(client, steps.headers).post, "/v2/code", CALL, **KEY)
        first = threads.submit(post)
        assert begun.wait(30)
        with database.transaction() as connection:
            long_ago = datetime.now(UTC) - timedelta(minutes=11)
            connection.execute(update(idempotency).values(created_at=long_ago))
        second = post()
        go_on.set()
        assert "came in between" in refusal(first.result(), 409, "INVALID_STATE")
        assert steps.data(second)
        assert post().content == second.content
    assert charges(database) == [-COST]
    assert len(steps.data(steps.get("/v2/projects"))) == 1


def test_an_answer_that_cannot_be_asked_for_again_is_not_kept(database, steps):
    assert steps.post("/v2/code", CALL).is_success
    with database.reading() as connection:
        kept = connection.execute(select(func.count()).select_from(idempotency)).scalar_one()
    assert kept == 0
