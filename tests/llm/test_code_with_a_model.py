"""``openends code --llm``: the command, a server over a socket, and the files that come out."""

import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from asking import KEY
from fake_server import FakeServer, refuse
from oracle import entry, question_of, written

OPENENDS = Path(sys.executable).with_name("openends")
CODES = "name,definition\n" + "\n".join(
    f"{name},{text}"
    for name, text in {
        "Price": "What it costs",
        "Noise": "How loud it is",
        "Design": "How it looks",
        "Cleaning": "How it is kept clean",
        "Taste": "What it tastes of",
        "Delivery": "How it arrives",
        "Repair": "What breaks and is mended",
        "Advice": "What the shop says",
        "Size": "Room that it takes",
        "Speed": "How long one waits",
        "Brand": "Who makes it",
        "App": "What is done with the telephone",
    }.items()
)
ANSWERS = (
    "cheap", "the price", "far too loud", "so noisy at night", "beautiful", "hard to scrub out",
    "wakes my kids", "cost an arm and a leg", "hm, it depends", "my neighbour has one",
    "because 030 12345678", "a bit of everything",
)  # fmt: skip


@pytest.fixture
def survey(tmp_path):
    lines = "\n".join(f'r{at},"{text}"' for at, text in enumerate(ANSWERS, start=1))
    (tmp_path / "survey.csv").write_text(f"id,why\n{lines}\n", encoding="utf-8")
    (tmp_path / "codes.csv").write_text(CODES, encoding="utf-8")
    return tmp_path


def code(folder, server, *options, **environment):
    given = {"OPENENDS_LLM": "openai:fake", "OPENENDS_LLM_URL": server.url}
    return subprocess.run(
        [OPENENDS, "code", "survey.csv", "--text", "why", "--codebook", "codes.csv", *options],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=300,
        env={**os.environ, "OPENAI_API_KEY": KEY, **given, **environment},
    )


def all_design(request):
    items = question_of(request)["answers"]
    return written([entry(item, "Design", sentiment="neutral") for item in items])


def test_what_is_in_doubt_is_decided_by_the_model_and_every_output_says_so(survey):
    outputs = ("--out", "coded.xlsx", "--out", "coded.json", "--report", "report.html")
    with FakeServer(answer=all_design) as server:
        done = code(survey, server, *outputs)
    assert done.returncode == 0, done.stderr
    assert "openai:fake was asked about" in done.stdout
    (question,) = json.loads((survey / "coded.json").read_text("utf-8"))["questions"]
    sent = [item["text"] for got in server.got for item in question_of(got.json)["answers"]]
    assert 0 < len(sent) == question["advice"]["sent"] < len(ANSWERS)
    for response in question["responses"]:
        layers = {mention["layer"] for mention in response["mentions"]}
        assert ("llm" in layers) == (response["text"] in sent)
    about = openpyxl.load_workbook(survey / "coded.xlsx")["About"]
    told = {row[0]: row[1] for row in about.iter_rows(values_only=True)}
    assert told["language model"].startswith("openai:fake was asked about")
    report = (survey / "report.html").read_text("utf-8")
    assert "by a language model" in report
    assert "without any service" not in report
    # The key went to the server, and stands in no file and no line.
    assert server.got[0].headers["authorization"] == f"Bearer {KEY}"
    assert KEY not in done.stdout + done.stderr
    assert not any(KEY.encode() in file.read_bytes() for file in survey.iterdir())


def test_a_run_that_is_repeated_calls_nobody_and_gives_the_same_bytes(survey):
    with FakeServer(answer=all_design) as server:
        code(survey, server, "--out", "coded.csv")
        first, asked = (survey / "coded.csv").read_bytes(), len(server.got)
        done = code(survey, server, "--out", "coded.csv")
    assert (survey / "coded.calls.jsonl").exists()
    assert 0 < asked == len(server.got)
    assert "0 calls, 0 tokens" in done.stdout
    assert (survey / "coded.csv").read_bytes() == first


def test_the_embedded_engine_asks_nobody_though_a_model_is_named(survey):
    with FakeServer() as server:
        done = code(survey, server, "--engine", "embedded", "--out", "coded.csv")
    assert done.returncode == 0, done.stderr
    assert server.got == []


def test_a_provider_that_is_down_leaves_the_embedded_coding(survey):
    with FakeServer(answer=lambda _: refuse(401)) as server:
        done = code(survey, server, "--out", "with.csv")
        code(survey, server, "--engine", "embedded", "--out", "without.csv")
    assert done.returncode == 0, done.stderr
    assert "It ended early" in done.stdout
    assert (survey / "with.csv").read_bytes() == (survey / "without.csv").read_bytes()


def test_masked_answers_are_sent_without_their_personal_data(survey):
    with FakeServer(answer=all_design) as server:
        done = code(survey, server, "--mask", "--out", "coded.json")
    sent = json.dumps([got.json for got in server.got])
    assert done.returncode == 0, done.stderr
    assert "[PHONE 1]" in sent
    assert "12345678" not in sent
    assert "12345678" in (survey / "coded.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "environment", "sentence"),
    [
        (["--engine", "hybrid"], {"OPENENDS_LLM": ""}, "needs a language model"),
        (["--llm", "gpt-5"], {}, "PROVIDER:NAME"),
        (["--llm", "nobody:x"], {}, "provider"),
        (["--llm-price", "cheap"], {}, "US dollars for a million tokens"),
        (["--max-cost", "1"], {}, "--llm-price"),
        (["--llm-url", "ftp://x"], {}, "address"),
        (["--llm-key-file", "no.txt"], {}, "no.txt"),
        (["--llm-calls", "survey.csv"], {}, "no record of a call"),
        (["--llm-calls", "coded.csv"], {}, "coded.csv"),
        ([], {"OPENENDS_OFFLINE": "1"}, "OFFLINE"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_anything_is_read(
    survey, options, environment, sentence
):
    with FakeServer() as server:
        done = code(survey, server, "--out", "coded.csv", *options, **environment)
    assert done.returncode == 2
    assert sentence in done.stderr.replace("\n", " ")
    assert "Traceback" not in done.stderr
    assert not (survey / "coded.csv").exists()
    assert server.got == []
