"""Steps that tests of /v2 take as a client."""

from datetime import UTC, datetime
from uuid import uuid4

from openends.domain.organization import Scope
from openends.services.manage_keys import make_key
from openends.services.manage_organizations import create_organization
from openends.services.run_coding import run_coding
from openends.store import jobs

#: Ten answers; the first five and R7 say something new and cost a credit each.
TEXTS = (
    "Too loud",
    "The price is fair",
    "Friendly staff, but far too loud",
    "The waiters were rude",
    "Cheap and quick",
    "too loud!",
    "The food was cold",
    "",
    "don't know",
    "asdfgh",
)
CODES = ["Noise", "Price", "Staff", "Food"]
NOBODYS = "00000000-0000-4000-8000-000000000000"


def responses(texts=TEXTS, start=1):
    """Number the texts R1, R2, ..."""
    return [{"id": f"R{at}", "text": text} for at, text in enumerate(texts, start)]


def many(count=50):
    """Make responses that differ, enough of them for a job."""
    return responses([f"{TEXTS[at % 5]} in room {at}" for at in range(count)])


class Form(dict):
    """Parts of a form, which is sent as such and not as JSON."""


class Steps:
    """A client with a key that takes whole steps."""

    def __init__(self, client, headers, organization=None):
        self.client, self.headers, self.organization = client, headers, organization

    def get(self, path, **query):
        return self.client.get(path, params=query, headers=self.headers)

    def post(self, path, body, **headers):
        kind = "files" if isinstance(body, Form) else "json"
        return self.client.post(path, **{kind: body}, headers=self.headers | headers)

    def delete(self, path):
        return self.client.delete(path, headers=self.headers)

    def data(self, response, status=200):
        assert response.status_code == status, response.text
        return response.json()["data"]

    def project(self, **members):
        return self.data(self.post("/v2/projects", {"name": "A study"} | members), 201)

    def question(self, project=None, *, texts=(), codes=None, **members):
        project = project or self.project()
        path = f"/v2/projects/{project['id']}/questions"
        question = self.data(self.post(path, {"text": "What could be better?"} | members), 201)
        question["path"] = f"{path}/{question['id']}"
        question["ref"] = {"project_id": project["id"], "question_id": question["id"]}
        if texts:
            body = {"responses": responses(texts)}
            self.data(self.post(f"{question['path']}/responses", body), 201)
        if codes:
            body = question["ref"] | {"codebook": codes}
            self.data(self.post("/v2/codebook/import", body))
        return question

    def job(self, count=50, **members):
        body = {"responses": many(count), "codebook": CODES} | members
        return self.data(self.post("/v2/code", body), 202)["job_id"]

    def code_all(self, question):
        """Code the responses of a question as a worker does."""
        job = self.data(self.post("/v2/coding/auto", question["ref"]), 202)["job_id"]
        services = self.client.app.state.services
        with services.database.transaction() as connection:
            jobs.begin(connection, job, datetime.now(UTC))
        run_coding(services.database, job, services.load_encoders)

    def everything(self):
        """Return all that the organization sees of itself."""
        projects = self.data(self.get("/v2/projects"))
        paths = [
            f"/v2/projects/{project['id']}/questions/{question['id']}"
            for project in projects
            for question in project["questions"]
        ]
        return [
            projects,
            [self.data(self.get(path)) for path in paths],
            [self.data(self.get(f"{path}/responses", limit=100)) for path in paths],
            [self.data(self.get(f"{path}/changes", limit=100)) for path in paths],
            [self.data(self.get(f"{path}/samples")) for path in paths],
            self.data(self.get("/v2/jobs")),
            self.data(self.get("/v2/webhooks")),
            self.data(self.get("/v2/usage")),
        ]


def refusal(response, status, code):
    """Return the sentence of an error."""
    assert response.status_code == status, response.text
    error = response.json()["error"]
    assert error["code"] == code
    return error["message"]


def steps_of(database, client, *, test=False, scopes=Scope, **terms):
    """Return the steps of a new organization, whose name no other has."""
    now = datetime.now(UTC)
    organization = create_organization(database, f"Payers {uuid4()}", now=now, **terms)
    key, _ = make_key(database, organization.name, scopes, now=now, test=test)
    return Steps(client, {"x-api-key": key}, organization)
