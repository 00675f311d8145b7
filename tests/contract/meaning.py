"""Hooks of schemathesis: give valid requests the meaning that a JSON Schema cannot ask for.

Ids that are used once, names that differ, answers that say something, things that exist. Requests
that are to be refused stay as they are.
"""

import os
import uuid
from itertools import count

import httpx
import schemathesis
from schemathesis.transport.serialization import Binary

PROJECT, QUESTION, TARGET = (os.environ[f"MEANING_{name}"] for name in ("PROJECT", "ONE", "TWO"))
CLIENT = httpx.Client(
    base_url=os.environ["MEANING_ADDRESS"],
    headers={"x-api-key": os.environ["MEANING_KEY"]},
    timeout=600,
)
#: Webhooks from which the oldest makes room for a new one.
MANY = 15
SENTENCES = ("Too loud", "The price is fair", "Friendly staff", "The food was cold", "Very quick")
#: Answers of which a codebook can be made, be it of themes or of names.
NAMES = [
    {"id": f"name {at}", "text": text} for at, text in enumerate(("Noise", "Noise", "The price"))
]
#: A codebook as qualitative software exchanges it.
QDC = Binary(b"<CodeBook><Codes><Code name='Noise' isCodable='true'/></Codes></CodeBook>")
#: The roles of a file's columns.
MAPPING = '{"columns": [{"name": "why", "role": "text"}]}'
RESERVED = {97, 98, 99}
IDS = {
    "project_id": PROJECT,
    "projectId": PROJECT,
    "question_id": QUESTION,
    "questionId": QUESTION,
    "source_question_id": QUESTION,
    "target_question_id": TARGET,
    "first_project_id": PROJECT,
    "first_question_id": TARGET,
}


@schemathesis.hook
def before_call(context, case, kwargs):
    """Change a valid request just before it is sent."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    if case.headers and case.headers.get("Idempotency-Key"):
        # Another request with the same key is refused, as it should be.
        case.headers["Idempotency-Key"] = str(uuid.uuid4())
    if case.query:
        # Only a page that was answered has one.
        case.query.pop("cursor", None)
        # Only what responses say of their respondents can break counts down.
        case.query.pop("by", None)
    # A chain of requests names what an earlier one has made; what is deleted must not be missed.
    if case.meta.phase.name.value != "stateful" and case.method != "DELETE":
        _name_what_exists(case.path_parameters)
        _name_what_exists(case.query)
        _name_what_exists(case.body)
    if case.method == "PUT" and case.operation.path.endswith("/file"):
        # The one body that is a file.
        case.body = QDC if case.media_type == "application/xml" else ["Noise", "Price"]
    if case.operation.path.endswith("/files"):
        # A file with a name that says its format; a mapping that fits it.
        mapping = {"mapping": MAPPING} if "mapping" in (case.body or {}) else {}
        case.body = {"file": "why\nToo loud\n", "name": "survey.csv"} | mapping
    elif case.operation.path == "/v2/export/merge":
        # A file of the people who answered, which has none of our names.
        case.body = {"file": Binary(b"id\nR1\n"), "name": "client.csv"}
        case.query |= {"key": "id", "allow_unmatched": "true"}
        case.query.pop("question_ids", None)
    elif "/samples/" in case.operation.path and isinstance(case.body, dict):
        _code_what_was_drawn(case)
    elif isinstance(case.body, dict):
        _give_meaning(case.body)
        _take_steps_before(case.operation.path, case.body)


def _take_steps_before(path, body):
    """Do what comes before a step in the life of a question, or makes room for it."""
    if path == "/v2/webhooks":
        known = CLIENT.get("/v2/webhooks").json()["data"]
        for webhook in known[: max(0, len(known) - MANY)]:
            CLIENT.delete(f"/v2/webhooks/{webhook['id']}")
    elif path in {"/v2/codebook/generate", "/v2/coding/auto"}:
        question = f"/v2/projects/{body['project_id']}/questions/{body['question_id']}"
        CLIENT.post(f"{question}/responses", json={"responses": NAMES})
    elif path == "/v2/codebook/clone":
        ref = {"project_id": body["project_id"], "question_id": body["source_question_id"]}
        CLIENT.post("/v2/codebook/import", json=ref | {"codebook": ["Noise", "Price"]})


def _code_what_was_drawn(case):
    """Name responses of the sample, each once, and give none a code."""
    path, _, _ = case.formatted_path.rpartition("/")
    sample = CLIENT.get(path)
    ids = [each["id"] for each in sample.json()["data"]["responses"]] if sample.is_success else []
    case.body["responses"] = [{"id": each, "codes": []} for each in ids or ["R1"]]


def _name_what_exists(members):
    if isinstance(members, dict):
        members |= {name: IDS[name] for name in IDS.keys() & members.keys()}


def _give_meaning(body):
    if "responses" in body:
        answers = [_answer(at, each) for at, each in enumerate(body["responses"])]
        if body.get("coding_type") == "entity" and not body.keys() & {"codebook", "codebook_ref"}:
            # A codebook of names comes of answers that are names.
            answers[0] = "Noise" if isinstance(answers[0], str) else answers[0] | {"text": "Noise"}
        body["responses"] = answers
    if "codebook" in body:
        body["codebook"] = _codebook(body["codebook"])
        body.pop("codebook_ref", None)
    if "codebook_ref" in body:
        body["codebook_ref"] = {"question_id": QUESTION}
    if "edit" in body:
        body["edit"] = {"type": "add_code", "name": f"Code {uuid.uuid4()}"}
    if "response_ids" in body:
        body["response_ids"] = ["R1"]
    for decision in (body, body.get("decision")):
        if isinstance(decision, dict) and "responses" not in decision:
            # Codes that a person gives are those of the codebook.
            for member in ("codes", "add", "reject"):
                decision.pop(member, None)
    if "url" in body:
        # The one address that is there without a network, and that this server may send to.
        body["url"] = "https://127.0.0.1/hook"


def _answer(at, given):
    sentence = SENTENCES[at % len(SENTENCES)]
    if isinstance(given, str):
        return f"{sentence} {given}"[:2_000]
    return given | {
        "id": f"{at} {given['id']}"[:255],
        "text": f"{sentence} {given['text']}"[:2_000],
    }


def _codebook(given):
    numbers = count(1)
    if isinstance(given, list):
        return [_code(each, "code", numbers) for each in given]
    groups = [
        group | {"codes": [_code(each, "name", numbers) for each in group["codes"]]}
        for group in given["categories"]
    ]
    if not any(group["codes"] for group in groups):
        groups[0]["codes"] = [{"name": "Noise"}]
    return given | {"categories": groups}


def _code(given, member, numbers):
    """Return a code whose name and number no other has."""
    number = next(each for each in numbers if each not in RESERVED)
    if isinstance(given, str):
        return f"Code {number} {given}"[:500]
    named = given | {member: f"Code {number} {given[member]}"[:500]}
    if "rules" in given:
        # Not every text is a regular expression, or a phrase.
        named["rules"] = [rule | {"pattern": "loud"} for rule in given["rules"]]
    return named | ({"number": number} if "number" in given else {})
