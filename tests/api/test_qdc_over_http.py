"""A question's codebook goes to qualitative software and comes back."""

from v2_steps import Steps

ROWS = [{"id": "R1", "text": "far too loud"}, {"id": "R2", "text": "rude staff"}]
CODES = [
    {"code": "Noise", "category": "Place", "definition": "How loud it is."},
    {"code": "Staff", "category": "People", "examples": ["rude staff"]},
]


def test_a_codebook_is_exchanged_as_qdc(client, headers):
    steps = Steps(client, headers)
    done = steps.data(steps.post("/v2/code", {"responses": ROWS, "codebook": CODES}))
    path = f"/v2/projects/{done['project_id']}/questions/{done['question_id']}/codebook/file"
    file = steps.get(path, format="qdc")
    assert file.headers["content-type"] == "application/xml"
    assert 'filename="codebook.qdc"' in file.headers["content-disposition"]
    before = steps.get(path, format="json").json()["codes"]
    edited = file.content.replace(b'name="Noise"', b'name="Sound"')
    sent = headers | {"content-type": "application/xml; charset=utf-8"}
    assert client.put(path, headers=sent, content=edited).status_code == 200
    after = steps.get(path, format="json").json()["codes"]
    assert [code["name"] for code in after] == ["Sound", "Staff"]
    assert after == [before[0] | {"name": "Sound"}, before[1]]
    refused = client.put(path, headers=sent, content=b"<!DOCTYPE a [<!ENTITY b 'x'>]><CodeBook/>")
    assert refused.status_code == 422
    assert "declares entities" in refused.json()["error"]["message"]
