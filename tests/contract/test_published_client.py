"""The published client, as it is installed, against a server as it is started."""

import re
import uuid

import httpx
import psycopg
import pytest
from sqlalchemy.engine import make_url
from started import started
from surveycoder import SurveyCoderClient
from surveycoder.client import SurveyCoderError

UNKNOWN_KEY = "scp_live_" + "x" * 32
MISSING = "00000000-0000-4000-8000-000000000000"
TEXTS = (
    "I love Nike because of their innovation and comfort",
    "Adidas has the best designs, especially the Originals line",
    "Too expensive for what you get",
    "The price is fair and the quality is great",
    "My shoes fell apart after two weeks",
    "Comfortable, but far too expensive",
    "Customer service was rude",
    "Friendly staff and quick delivery",
    "The delivery took three weeks",
    "",
    "don't know",
    "Great quality",
)
BOOK = {
    "categories": [
        {"name": "Product", "codes": [{"name": "Quality"}, {"name": "Comfort"}]},
        {"name": "Shop", "codes": [{"name": "Price"}, {"name": "Delivery"}, {"name": "Staff"}]},
    ]
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database_url(request, tmp_path_factory):
    """The address of an empty database of each kind; the server gives it its tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('client') / 'openends.db'}"
        return
    server, name = request.getfixturevalue("postgres"), f"client_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def server(database_url, tmp_path_factory):
    """A running server with a worker."""
    log = tmp_path_factory.mktemp("log") / "serve.log"
    with started(database_url, log, rpm="100000", log_level="warning") as running:
        yield running


@pytest.fixture
def client(server):
    with SurveyCoderClient(api_key=server.key, base_url=server.address) as ready:
        yield ready


def responses(count):
    """Number as many responses that differ."""
    rounds = (f"{text} ({at})" if at >= len(TEXTS) else text for at, text in _texts(count))
    return [{"id": f"R{at:03}", "text": text} for at, text in enumerate(rounds, start=1)]


def _texts(count):
    return [(at, TEXTS[at % len(TEXTS)]) for at in range(count)]


def refused(call, *args, **kwargs):
    """Return the error that the client raises."""
    with pytest.raises(SurveyCoderError) as caught:
        call(*args, **kwargs)
    return caught.value


def check_result(result, count):
    """See that a result has all that the client and its readers look at."""
    assert [each["id"] for each in result["results"]] == [f"R{at:03}" for at in range(1, count + 1)]
    for each in result["results"]:
        for code in each["codes"]:
            assert {"name", "sentiment", "confidence"} <= code.keys()
            assert 0 <= code["confidence"] <= 1
            assert code["sentiment"] in {"positive", "negative", "neutral", "mixed"}
    assert result["project_id"]
    assert result["codebook"]["categories"]


def test_the_server_is_well(client):
    assert client.health()["status"] == "healthy"


def test_usage_has_the_members_of_the_documents(client):
    usage = client.get_usage()
    assert usage["plan"] in {"starter", "growth", "professional", "enterprise"}
    assert usage["rate_limit"]["rpm"] == 100_000
    assert isinstance(usage["credits_remaining"], int)


def test_twelve_responses_are_coded_at_once(client):
    result = client.code(responses(12))
    assert "job_id" not in result
    check_result(result, 12)


def test_everything_that_the_client_can_say_about_a_call_is_taken(client):
    result = client.code(
        responses(12),
        coding_type="qualitative",
        language="en",
        codebook=BOOK,
        question_text="What do you think of the shop?",
        project_name="Shop 2026",
        country="US",
        category="Retail",
        coding_guidance="Mind the price.",
    )
    check_result(result, 12)
    codes = [code["name"] for group in result["codebook"]["categories"] for code in group["codes"]]
    assert codes == ["Quality", "Comfort", "Price", "Delivery", "Staff"]


def test_brands_are_coded_as_entities(client):
    texts = ["Nike", "Adidas and Nike", "adidas", "nike, Puma", "Puma", "Nikee"]
    named = [{"id": str(at), "text": text} for at, text in enumerate(texts)]
    result = client.code(named, coding_type="entity")
    names = {code["name"] for each in result["results"] for code in each["codes"]}
    assert {"Nike", "Adidas"} <= names


def test_sixty_responses_become_a_job_that_can_be_waited_for(client):
    accepted = client.code(responses(60))
    assert accepted == {"job_id": accepted["job_id"], "status": "queued"}
    assert re.fullmatch(r"job_[a-f0-9]{24}", accepted["job_id"])
    check_result(client.wait_for_job(accepted["job_id"], poll_interval=0.2), 60)
    job = client.get_job(accepted["job_id"])
    assert (job["type"], job["status"]) == ("one_call", "completed")
    assert job["progress"] == {"processed": 60, "total": 60, "percentage": 100}
    assert accepted["job_id"] in {each["id"] for each in client.list_jobs(status="completed")}


def test_jobs_are_listed_newest_first_and_no_more_than_asked_for(client):
    made = [client.code(responses(50), codebook=BOOK)["job_id"] for _ in range(2)]
    assert [job["id"] for job in client.list_jobs(limit=2)] == made[::-1]
    for job in made:
        client.wait_for_job(job, poll_interval=0.2)


def test_a_job_that_was_cancelled_raises_its_error(client, server):
    job = client.code(responses(5_000))["job_id"]
    path = f"{server.address}/v2/jobs/{job}"
    httpx.delete(path, headers={"x-api-key": server.key}, timeout=60)
    assert refused(client.wait_for_job, job, poll_interval=0.2).code == "JOB_CANCELLED"


@pytest.mark.parametrize("count", [12, 60])
def test_codes_come_as_a_data_frame(client, count):
    frame = client.code_to_dataframe(responses(count), codebook=BOOK)
    assert list(frame.columns) == ["id", "code", "sentiment", "confidence", "mention"]
    assert set(frame["code"]) <= {"Quality", "Comfort", "Price", "Delivery", "Staff"}
    assert frame["mention"].min() == 1


def test_a_key_that_nobody_has_raises_the_servers_error(server):
    with SurveyCoderClient(api_key=UNKNOWN_KEY, base_url=server.address) as stranger:
        error = refused(stranger.get_usage)
    assert (error.code, error.status) == ("AUTH_ERROR", 401)
    assert error.request_id
    assert error.doc_url.endswith("/docs/errors/auth-error")


def test_a_call_without_responses_raises_an_error_that_names_the_field(client):
    error = refused(client.code, [])
    assert (error.code, error.status) == ("VALIDATION_ERROR", 422)
    assert "'responses'" in str(error)


def test_a_job_that_is_not_there_raises_not_found(client):
    error = refused(client.get_job, "job_" + "0" * 24)
    assert (error.code, error.status) == ("NOT_FOUND", 404)


class LosesFirstAnswer(httpx.BaseTransport):
    """Sends every request on, and loses the first answer as a network does."""

    def __init__(self, inner):
        self.inner, self.sent = inner, []

    def handle_request(self, request):
        response = self.inner.handle_request(request)
        self.sent.append(request.headers.get("Idempotency-Key"))
        if len(self.sent) > 1:
            return response
        response.read()
        raise httpx.ReadTimeout("the answer was lost", request=request)

    def close(self):
        self.inner.close()


def test_a_call_whose_answer_was_lost_is_repeated_and_done_once(client):
    lossy = LosesFirstAnswer(client._client._transport)
    client._client._transport = lossy
    name = f"Lost {uuid.uuid4()}"
    result = client.code(responses(12), codebook=BOOK, project_name=name)
    assert len(lossy.sent) == 2
    assert lossy.sent[0] == lossy.sent[1]
    projects = client._request("GET", "/v2/projects")["data"]
    made = [project["id"] for project in projects if project["name"] == name]
    assert made == [result["project_id"]]


def test_the_exports_work(client):
    project_id = client.code(responses(12), codebook=BOOK)["project_id"]
    assert client.export_excel(project_id, include_sentiment=True)[:2] == b"PK"
    header, *rows = client.export_csv(project_id, layout="binary_dummy").splitlines()
    assert len(rows) == 12
    assert all(f" {name}" in header for name in ("Quality", "Price", "Staff"))
    # The client gives every refusal of a download a name of its own.
    for export in (client.export_excel, client.export_csv):
        assert str(refused(export, MISSING)) == "HTTP 404"


#: The last answers are about what no code covers.
COFFEE = (
    *("far too expensive", "the price is too high", "costs a lot of money", "cheaper please"),
    *("expensive for what it is", "lower the price", "price", "good price"),
    *("very loud", "the noise in the morning", "so noisy it wakes the children", "loud pump"),
    *("the coffee tastes great", "bitter taste", "lovely flavour", "taste is weak"),
    *("the delivery was late", "delivery took three weeks", "late delivery of the parcel"),
    *("the courier left the parcel in the rain", "faster delivery please"),
    *("delivery came broken", "the parcel was delivered to a neighbour"),
)


def test_the_six_methods_of_refinement_work(client):
    rows = [{"id": f"C{at}", "text": text} for at, text in enumerate(COFFEE, 1)]
    coded = client.code(rows, codebook=["Price", "Noise", "Taste", "Tank"])
    at = (coded["project_id"], coded["question_id"])
    path = f"/v2/projects/{at[0]}/questions/{at[1]}"
    other = {"codes": [], "approved": False}
    ids = [row["id"] for row in rows[16:]]
    body = {"response_ids": ids, "decision": other, "teach": False}
    client._request("POST", f"{path}/responses/bulk", json=body)
    found = client.refinement_suggestions(*at)["suggestions"]
    (new, *_) = [each for each in found if each["type"] == "new_code"]
    assert client.refinement_suggestions(*at)["suggestions"] == found
    applied = client.apply_refinement(*at, new)
    assert applied["suggestion"]["status"] == "applied"
    assert applied["responses_reassigned"] >= len(new["response_ids"])
    again = refused(client.apply_refinement, *at, new)
    assert (again.code, again.status) == ("INVALID_STATE", 409)
    undone = client._request(
        "POST",
        "/v2/refinement/undo",
        json=dict(zip(("project_id", "question_id"), at, strict=True))
        | {"suggestion_id": new["id"], "revert": True},
    )
    assert undone["data"]["responses_reassigned"] == applied["responses_reassigned"]
    dismissed = client.resolve_refinement(*at, new["id"], "dismiss", dismiss_reason="Rare.")
    assert dismissed["suggestion"]["dismiss_reason"] == "Rare."
    assert client.undo_refinement(*at, new["id"])["suggestion"]["status"] == "pending"
    done = client.bulk_apply_refinement(*at, min_confidence=0.0)
    assert new["id"] in done["applied"]
    assert done["summary"]["applied"] == len(done["applied"])
    assert client.export_refinement(*at)[:2] == b"PK"
    assert b"status" in client.export_refinement(*at, format="csv")
    missing = refused(client.refinement_suggestions, MISSING, MISSING)
    assert (missing.code, missing.status) == ("NOT_FOUND", 404)
