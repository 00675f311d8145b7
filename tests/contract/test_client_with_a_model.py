"""The published client reads what a server with a language model answers, as any other answer."""

import json
import sys
from pathlib import Path

import pytest
from started import started
from surveycoder import SurveyCoderClient

sys.path.append(str(Path(__file__).parents[1] / "llm"))
from fake_server import FakeServer, texts

KEY = "sk-secret-0123456789-abcdefghij"
CODES = ["Price", "Noise", "Design", "Cleaning", "Taste", "Delivery", "Staff"]
_STARTS = ("maybe the", "we saw a", "there was one more", "somebody had the")
_THINGS = (
    "window garden river teacher moon carpet horse ticket bridge candle forest letter mirror "
    "pocket engine island ladder market needle orange pillow rabbit saddle table umbrella violin "
    "wagon yard zebra button"
).split()
TEXTS = [f"{start} {thing}" for start in _STARTS for thing in _THINGS]


def all_design(request):
    """Reply that every answer is about the design."""
    codes = [{"code": "Design", "confidence": 0.9, "sentiment": "neutral"}]
    return json.dumps(
        {
            "answers": [
                {"id": each["id"], "codes": [code | {"evidence": each["text"]} for code in codes]}
                for each in json.loads(texts(request)[-1])["answers"]
            ]
        }
    )


@pytest.fixture(scope="module")
def model():
    with FakeServer(answer=all_design) as server:
        yield server


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("asking")


@pytest.fixture(scope="module")
def log(folder):
    return folder / "serve.log"


@pytest.fixture(scope="module")
def client(model, folder, log):
    """The client of a server with a language model and a worker, which never tell its key."""
    (folder / "key.txt").write_text(f"{KEY}\n", encoding="utf-8")
    settings = {
        "llm": "openai:fake",
        "llm_url": model.url,
        "llm_key_file": str(folder / "key.txt"),
        "llm_price": "1/2",
        "rpm": "100000",
    }
    with (
        started(f"sqlite:///{folder / 'openends.db'}", log, **settings) as server,
        SurveyCoderClient(api_key=server.key, base_url=server.address) as ready,
    ):
        yield ready
    assert KEY not in log.read_text("utf-8")
    assert KEY.encode() not in (folder / "openends.db").read_bytes()


@pytest.mark.parametrize("count", [40, 110])
def test_results_with_a_model_are_read_as_all_others(client, model, log, count):
    named = [{"id": f"R{at}", "text": text} for at, text in enumerate(TEXTS[:count])]
    result = client.code(named, codebook=CODES)
    if "job_id" in result:
        result = client.wait_for_job(result["job_id"], poll_interval=0.2)
        assert "language model asked" in log.read_text("utf-8")
    assert [each["id"] for each in result["results"]] == [each["id"] for each in named]
    given = {code["name"] for each in result["results"] for code in each["codes"]}
    assert given <= set(CODES)
    assert result["advice"]["sent"] > 0
    assert model.got[0].headers["authorization"] == f"Bearer {KEY}"


def test_a_data_frame_of_results_with_a_model_has_the_columns_of_all_others(client):
    named = [{"id": f"R{at}", "text": text} for at, text in enumerate(TEXTS[:60])]
    frame = client.code_to_dataframe(named, codebook=CODES)
    assert list(frame.columns) == ["id", "code", "sentiment", "confidence", "mention"]
    assert "Design" in set(frame["code"])
