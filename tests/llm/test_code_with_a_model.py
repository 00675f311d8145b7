"""``openends code --llm``: the command, a server over a socket, and the files that come out."""

import json

import openpyxl
import pytest
from asking import KEY
from fake_server import FakeServer, refuse
from manual_oracle import asked_for, scripted
from oracle import entry, question_of, written

from command import run_here

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
    arguments = ["code", "survey.csv", "--text", "why", "--codebook", "codes.csv", *options]
    environment = {"OPENAI_API_KEY": KEY, **given, **environment}
    return run_here(arguments, cwd=folder, environment=environment)


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


def test_an_estimate_asks_nobody_and_writes_nothing(survey):
    with FakeServer(answer=all_design) as server:
        done = code(survey, server, "--estimate", "--llm-price", "1/10", "--out", "coded.csv")
        assert server.got == []
        assert not any(survey.glob("coded*"))
        code(survey, server, "--out", "coded.csv")
    assert done.returncode == 0, done.stderr
    sent = sum(len(question_of(got.json)["answers"]) for got in server.got)
    told = done.stdout.replace("\n", " ")
    assert f"would be asked about {sent} of {len(ANSWERS)} distinct answers" in told
    assert f"in {len(server.got)} calls" in told
    assert "about $0.0" in told
    assert "Nothing was asked" in told


def test_codes_that_hang_on_their_order_are_told(survey):
    def first_of_the_list(request):
        asked = question_of(request)
        if "answers" not in asked:
            return json.dumps({"codes": [{**each, "definition": "X"} for each in asked["codes"]]})
        first = asked["codes"][0]["name"]
        return written([entry(item, first, sentiment="neutral") for item in asked["answers"]])

    with FakeServer(answer=first_of_the_list) as server:
        done = code(survey, server, "--stability", "--out", "coded.json")
    assert done.returncode == 0, done.stderr
    (question,) = json.loads((survey / "coded.json").read_text("utf-8"))["questions"]
    held = {each["code"]: each["score"] for each in question["advice"]["stability"]}
    # Kept in another order of answers and in other words, lost in another order of codes.
    assert held == {"App": 0.0, "Price": 0.667}
    assert "least stable: App (0.00), Price (0.67)" in done.stdout.replace("\n", " ")
    assert question["advice"]["prompts"] == ["decide-1", "reword-1"]


@pytest.mark.parametrize(
    ("options", "environment", "sentence"),
    [
        (["--engine", "hybrid"], {"OPENENDS_LLM": ""}, "needs a language model"),
        (["--engine", "llm"], {"OPENENDS_LLM": ""}, "needs a language model"),
        (["--estimate"], {"OPENENDS_LLM": ""}, "--llm"),
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


@pytest.fixture
def everything(survey):
    """Run the command with ``--engine llm`` at a server that codes all answers as Design."""
    answer = scripted(lambda _: (["Design"], 0.95))

    def run(*options):
        with FakeServer(answer=answer) as server:
            return code(survey, server, "--engine", "llm", *options), server

    return run


def test_every_answer_is_coded_by_the_model_and_its_manual_is_written(survey, everything):
    done, server = everything("--manual", "manual.md", "--out", "coded.json")
    assert done.returncode == 0, done.stderr
    assert "Wrote manual.md" in done.stdout
    (question,) = json.loads((survey / "coded.json").read_text("utf-8"))["questions"]
    coded = [each for each in question["responses"] if each["status"] == "coded"]
    assert len(coded) > 8
    assert all(mention["layer"] == "llm" for each in coded for mention in each["mentions"])
    text = (survey / "manual.md").read_text("utf-8")
    assert text == question["advice"]["manual"]
    assert text.startswith("# Coding manual")
    assert asked_for(server, "classify")[0]["manual"] == text


def test_a_manual_that_was_edited_is_used_and_left_as_it_is(survey, everything):
    (survey / "manual.md").write_text("# Ours\n\nAll is Design.\n", encoding="utf-8")
    done, server = everything("--manual", "manual.md", "--out", "coded.csv")
    assert done.returncode == 0, done.stderr
    assert asked_for(server, "manual") == []
    assert asked_for(server, "classify")[0]["manual"] == "# Ours\n\nAll is Design.\n"
    assert (survey / "manual.md").read_text("utf-8") == "# Ours\n\nAll is Design.\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \n", "no words"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 40, "plain text"),
        (b"x" * 10_000_000, "every call"),
        (None, "folder"),
    ],
)
def test_a_manual_that_cannot_be_used_is_refused(survey, everything, content, said):
    path = survey / "manual.md"
    path.mkdir() if content is None else path.write_bytes(content)
    done, server = everything("--manual", "manual.md", "--out", "coded.csv")
    assert done.returncode == 2
    assert said in done.stderr.replace("\n", " ")
    assert "Traceback" not in done.stderr
    assert server.got == []
    assert not (survey / "coded.csv").exists()


def test_a_manual_is_of_one_question_and_for_the_engine_that_uses_one(survey, everything):
    with FakeServer() as server:
        done = code(survey, server, "--manual", "manual.md", "--out", "coded.csv")
        assert done.returncode == 2
        assert "--engine llm" in done.stderr.replace("\n", " ")
    table = (survey / "survey.csv").read_text("utf-8")
    rows = [f"{line},{line.partition(',')[2]}" for line in table.splitlines()]
    rows[0] = "id,why,again"
    (survey / "survey.csv").write_text("\n".join(rows), encoding="utf-8")
    done, _ = everything("--text", "again", "--manual", "manual.md", "--out", "coded.csv")
    assert done.returncode == 2
    assert "one question" in done.stderr.replace("\n", " ")


def test_evaluate_measures_it_and_hides_what_people_said(survey):
    rows = [
        {"text": text, "codes": ["Noise" if "noisy" in text or "loud" in text else "Price"]}
        for text in ANSWERS
    ]
    (survey / "people.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    told = {row["text"]: row["codes"] for row in rows}
    command = ["evaluate", "people.jsonl", "-c", "codes.csv", "--engine", "llm", "--json"]
    with FakeServer(answer=scripted(lambda text: (told[text], 0.95))) as server:
        asked = ["--llm", "openai:fake", "--llm-url", server.url, "--manual", "manual.md"]
        environment = {"OPENAI_API_KEY": KEY}
        done = run_here([*command, *asked], cwd=survey, environment=environment)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)["report"]
    assert report["agreement"]["sample_f1"] > 0.8
    assert (survey / "manual.md").read_text("utf-8") == report["advice"][0]["manual"]
    members = {name for each in asked_for(server, "classify") for item in each["answers"]
               for name in item}  # fmt: skip
    assert members == {"id", "text"}
