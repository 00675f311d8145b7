"""What one organization has, another one's key does not find: on no route, under no name."""

from datetime import UTC, datetime

import pytest
from fastapi.routing import iter_route_contexts
from v2_steps import CODES, responses, steps_of

from openends.domain.sample import SampleKind
from openends.domain.suggestion import SuggestionType
from openends.store import responses as stored_responses
from openends.store import samples, suggestions, webhooks
from openends.store.ids import new_id
from openends.store.samples import Drawn, StoredSample
from openends.store.suggestions import NewSuggestion

#: Routes that show nothing of anybody.
OPEN = {"/health", "/openapi.json", "/free/code", "/metrics", "/docs", "/docs/errors"}
OPEN_BELOW = ("/docs/errors/", "/docs/", "/assets/")

QUESTION = "/v2/projects/{projectId}/questions/{questionId}"

#: Every route that looks at things which exist: with the owner's ids in path and body.
NAMED = {
    "GET /v2/jobs/{id}": None,
    "DELETE /v2/jobs/{id}": None,
    "GET /v2/projects/{projectId}": None,
    "DELETE /v2/projects/{projectId}": None,
    "POST /v2/projects/{projectId}/questions": {"text": "Why?"},
    # A file is asked for only once the project is there.
    "POST /v2/projects/{projectId}/files": None,
    "GET /v2/projects/{projectId}/questions/{questionId}": None,
    "GET /v2/projects/{projectId}/questions/{questionId}/responses": None,
    "GET /v2/projects/{projectId}/questions/{questionId}/tabulation": None,
    "GET /v2/projects/{projectId}/questions/{questionId}/manifest": None,
    "GET /v2/projects/{projectId}/questions/{questionId}/methods": None,
    "POST /v2/projects/{projectId}/questions/{questionId}/responses": {
        "responses": [{"id": "mine", "text": "Too loud"}]
    },
    f"GET {QUESTION}/review-queue": None,
    f"GET {QUESTION}/changes": None,
    f"GET {QUESTION}/wave-change?first_question_id={{target_question_id}}": None,
    f"GET {QUESTION}/codebook/versions": None,
    f"GET {QUESTION}/codebook/versions/{{version}}": None,
    f"GET {QUESTION}/codebook/compare?from=1&to=1": None,
    f"GET {QUESTION}/codebook/check": None,
    f"GET {QUESTION}/codebook/file": None,
    f"PUT {QUESTION}/codebook/file": ["Mine"],
    f"POST {QUESTION}/codebook/what-if": {"edit": {"type": "add_code", "name": "Mine"}},
    f"POST {QUESTION}/codebook/edits": {"edit": {"type": "add_code", "name": "Mine"}},
    f"POST {QUESTION}/codebook/undo": {},
    f"POST {QUESTION}/codebook/redo": {},
    f"POST {QUESTION}/codebook/restore": {"version": 1},
    f"PATCH {QUESTION}/responses/{{responseId}}": {"note": "mine"},
    f"GET {QUESTION}/responses/{{responseId}}/history": None,
    f"POST {QUESTION}/responses/bulk": {"response_ids": ["R1"], "decision": {}},
    f"POST {QUESTION}/changes/{{changeId}}/undo": {},
    f"GET {QUESTION}/samples": None,
    f"POST {QUESTION}/samples": {"kind": "double_coding", "size": 1},
    f"GET {QUESTION}/samples/{{sampleId}}": None,
    f"PUT {QUESTION}/samples/{{sampleId}}/codes": {"responses": [{"id": "R1", "codes": []}]},
    f"GET {QUESTION}/samples/{{sampleId}}/reliability": None,
    f"GET {QUESTION}/samples/{{sampleId}}/percentages": None,
    f"POST {QUESTION}/samples/{{sampleId}}/adjudicate": {"responses": [{"id": "R1", "codes": []}]},
    "POST /v2/refinement/suggestions": ("project_id", "question_id"),
    "POST /v2/refinement/apply": ("project_id", "question_id", "suggestion"),
    "POST /v2/refinement/resolve": (
        "project_id",
        "question_id",
        "suggestion_id",
        {"action": "dismiss"},
    ),
    "POST /v2/refinement/undo": ("project_id", "question_id", "suggestion_id"),
    "POST /v2/refinement/bulk-apply": ("project_id", "question_id", {"action": "create_new"}),
    "POST /v2/refinement/export": ("project_id", "question_id"),
    "POST /v2/export/excel": ("project_id",),
    "POST /v2/export/csv": ("project_id",),
    "POST /v2/export/sav": ("project_id", "question_id"),
    "POST /v2/export/sps": ("project_id", "question_id"),
    "POST /v2/export/report": ("project_id",),
    "POST /v2/export/merge?project_id={project_id}&key=id": None,
    "POST /v2/export/triple-s": ("project_id", "question_id"),
    "POST /v2/codebook/generate": ("project_id", "question_id"),
    "POST /v2/codebook/import": ("project_id", "question_id", {"codebook": ["Mine"]}),
    "POST /v2/codebook/clone": ("project_id", "source_question_id", "target_question_id"),
    "POST /v2/coding/auto": ("project_id", "question_id"),
    "POST /v2/code": ("codebook_ref", {"responses": responses()}),
    "POST /v1/code": ("codebook_ref", {"responses": ["Too loud"]}),
    "DELETE /v2/webhooks/{id}": None,
}
#: The call of the first version has a shape of its own, and so a line of its own above.
OTHER_SHAPES = {"/v1/code"}
#: Every route that lists: each shows the caller's own, which has none.
LISTS = {"GET /v2/jobs", "GET /v2/projects", "GET /v2/webhooks"}
#: Every route that names nothing which exists.
OWN = {
    "GET /v2/usage": None,
    "POST /v2/projects": {"name": "Mine"},
    "POST /v2/codebook/estimate": {"responses": ["Too loud"]},
    "POST /v2/webhooks": {"url": "http://refused.example"},
}


@pytest.fixture
def owner(database, client):
    return steps_of(database, client, credits=500)


@pytest.fixture
def stranger(database, client):
    return steps_of(database, client, credits=500)


@pytest.fixture
def things(database, owner):
    """One of everything that an organization can have, by the names that requests use."""
    project = owner.project()
    first = owner.question(project, texts=["Too loud", "Cheap"], codes=CODES)
    second = owner.question(project, texts=["Rude"])
    owner.data(owner.post("/v2/code", {"responses": responses(), "codebook": CODES}))
    edit = {"edit": {"type": "add_code", "name": "Theirs"}}
    change = owner.data(owner.post(f"{first['path']}/codebook/edits", edit))["change_id"]
    suggestion = _suggestion(database, owner.organization.id, first["id"])
    return {
        "responseId": "R1",
        "changeId": change,
        "sampleId": _sample(database, owner.organization.id, first["id"]),
        "version": 1,
        "suggestion": {"id": suggestion},
        "suggestion_id": suggestion,
        "projectId": project["id"],
        "project_id": project["id"],
        "questionId": first["id"],
        "question_id": first["id"],
        "source_question_id": first["id"],
        "target_question_id": second["id"],
        "codebook_ref": {"question_id": first["id"]},
        "job": owner.job(),
        "webhook": _webhook(database, owner.organization.id),
    }


def _suggestion(database, owner, question):
    """Keep a suggestion that no answer speaks for."""
    found = NewSuggestion(
        key="k", type=SuggestionType.NEW_CODE, confidence=0.5, body={"response_ids": []}
    )
    with database.transaction() as connection:
        suggestions.renew(connection, owner, question, [found], datetime.now(UTC))
        return suggestions.list_all(connection, owner, question)[0].id


def _sample(database, owner, question):
    """Keep a sample of the first response of a question that is not coded."""
    with database.transaction() as connection:
        row = stored_responses.load(connection, question)[0]
        sample = StoredSample(
            id=new_id(),
            kind=SampleKind.DOUBLE_CODING,
            seed=0,
            version=1,
            codes=(),
            base=1,
            drawn=(Drawn(pk=row.pk, codes=(), settled=False, probability=1.0),),
            made_by="Anna",
            created_at=datetime.now(UTC),
        )
        samples.add(connection, owner, question, sample)
    return sample.id


def _webhook(database, owner):
    """Keep a webhook without looking up where it goes."""
    with database.transaction() as connection:
        return webhooks.create(
            connection,
            owner,
            url="https://example.com/hook",
            events=["*"],
            now=datetime.now(UTC),
        ).id


def requests(things):
    """Return method, path and body of requests that name the owner's things; deletions last."""
    return [request_of(name, things) for name in sorted(NAMED, reverse=True)]


def request_of(name, things):
    """Return method, path and body of a request that names the owner's things."""
    method, path = name.split()
    id = things["job" if "jobs" in path else "webhook"]
    path = path.format(**things, id=id)
    body = NAMED[name]
    if isinstance(body, tuple):
        body = {
            key: value
            for part in body
            for key, value in (part if isinstance(part, dict) else {part: things[part]}).items()
        }
    return method, path, body


def test_every_route_is_looked_at(app):
    routes = {
        f"{method} {route.path}"
        for route in iter_route_contexts(app.routes)
        for method in route.methods or ()
        if method != "HEAD"
        and route.path not in OPEN
        and not (route.path or "").startswith(OPEN_BELOW)
    }
    assert routes == {name.partition("?")[0] for name in NAMED} | LISTS | OWN.keys()


def test_what_another_organization_has_is_not_found(owner, stranger, things):
    before = owner.everything()
    for method, path, body in requests(things):
        for asked in {path, path.replace("/v2/", "/v1/")} - (OTHER_SHAPES - {path}):
            response = stranger.client.request(method, asked, json=body, headers=stranger.headers)
            assert response.status_code == 404, f"{method} {asked}: {response.text}"
            assert response.json()["error"]["code"] == "NOT_FOUND"
    assert owner.everything() == before
    assert stranger.data(stranger.get("/v2/projects")) == []
    assert stranger.data(stranger.get("/v2/usage"))["credits_remaining"] == 500


def test_what_is_not_found_is_there_for_its_owner(owner, things):
    for method, path, body in requests(things):
        response = owner.client.request(method, path, json=body, headers=owner.headers)
        assert response.status_code != 404, f"{method} {path}: {response.text}"


def test_what_another_organization_has_is_in_no_list(stranger, things):
    for name in LISTS:
        response = stranger.get(name.split()[1])
        assert stranger.data(response) == []
        assert response.json()["meta"]["count"] == 0


def test_what_names_nothing_changes_nothing_of_others(owner, stranger, things):
    before = owner.everything()
    for name, body in OWN.items():
        method, path = name.split()
        stranger.client.request(method, path, json=body, headers=stranger.headers)
    assert owner.everything() == before


def test_a_code_of_another_organization_chooses_no_response(owner, stranger, things):
    path = f"/v2/projects/{things['projectId']}/questions/{things['questionId']}"
    codebook = owner.data(owner.get(path))["codebook"]
    code = codebook["categories"][0]["codes"][0]["id"]
    question = stranger.question(texts=["Too loud"], codes=CODES)
    assert stranger.data(stranger.get(f"{question['path']}/responses", code_id=code)) == []


def test_things_of_one_project_are_not_found_in_another(stranger, things):
    project = stranger.project()["id"]
    path = f"/v2/projects/{project}/questions/{things['questionId']}"
    for response in (stranger.get(path), stranger.get(f"{path}/responses")):
        assert response.status_code == 404


def test_the_same_idempotency_key_of_another_key_answers_nothing_of_it(owner, stranger):
    body = {"name": "Secret"}
    made = owner.data(owner.post("/v2/projects", body, **{"Idempotency-Key": "one"}), 201)
    other = stranger.data(stranger.post("/v2/projects", body, **{"Idempotency-Key": "one"}), 201)
    assert other["id"] != made["id"]
