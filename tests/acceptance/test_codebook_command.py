"""``openends codebook check``: exit statuses, findings for people and for programs."""

import json
import subprocess

import pytest

CLEAN = """codes:
- name: Price
  number: 1
  definition: what it costs, fees
  examples: [too dear]
- name: Staff
  number: 2
  definition: waiters, service at the desk
  examples: [rude waiter]
"""
PASSING = CLEAN + "tests:\n- text: Too dear!\n  codes: [Price]\n"
FAILING = CLEAN + "tests:\n- text: Too dear!\n  codes: [Staff]\n"
WARNED = CLEAN.replace("name: Staff", "name: Friendly staff")


@pytest.fixture
def check(openends, tmp_path):
    def run(content, *options, **environment):
        (tmp_path / "codes.yaml").write_text(content, encoding="utf-8")
        return openends("codebook", "check", "codes.yaml", *options, **environment)

    return run


@pytest.mark.parametrize(
    ("content", "options", "status"),
    [
        (CLEAN, [], 0),
        (CLEAN, ["--strict"], 0),
        (PASSING, ["--strict"], 0),
        (FAILING, [], 1),
        (WARNED, [], 0),
        (WARNED, ["--strict"], 1),
        (CLEAN.replace("number: 2", "number: 5"), ["--strict"], 0),
        (CLEAN.replace("number: 2", "number: 1"), [], 2),
        (CLEAN, ["--text", "why"], 2),
    ],
    ids=["clean", "clean strict", "passes", "fails", "warned", "warned strict", "noted strict",
         "no codebook", "text without data"],
)  # fmt: skip
def test_the_status_says_whether_the_codebook_can_be_used(check, content, options, status):
    done = check(content, *options)
    assert done.returncode == status, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert (done.stderr == "") is (status < 2)


def test_the_table_says_what_was_found_and_the_last_line_counts_it(check):
    done = check(FAILING)
    said = " ".join(done.stdout.split())
    assert "'Too dear!' should get Staff and gets Price." in said
    assert done.stdout.splitlines()[-1] == (
        "2 codes, 0 of 1 test passed: 1 error, 0 warnings, 0 notes."
    )


def test_json_tells_every_finding_and_every_failed_test(check):
    told = json.loads(check(FAILING, "--json").stdout)
    (finding,) = told["findings"]
    assert (told["errors"], told["warnings"], told["notes"]) == (1, 0, 0)
    assert finding["check"] == "test-fails"
    assert finding["severity"] == "error"
    assert finding.keys() == {"check", "severity", "codes", "where", "what", "why", "do", "figure"}
    assert told["tests"] == {
        "tried": 1,
        "passed": 0,
        "failed": [{"test": 1, "text": "Too dear!", "codes": ["Staff"], "given": ["Price"]}],
    }


def test_a_survey_shows_which_codes_nobody_has(check, tmp_path):
    rows = "\n".join(["id,why", *(f"{at},too dear" for at in range(40))])
    (tmp_path / "survey.csv").write_text(rows, encoding="utf-8")
    done = check(PASSING, "--data", "survey.csv", "--text", "why", "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 0
    assert told["answers"] == 40
    assert {(item["check"], *item["codes"]) for item in told["findings"]} == {
        ("dead-code", "Staff"),
        ("too-frequent", "Price"),
    }


def test_a_rule_that_is_slow_on_an_answer_is_a_finding_and_no_crash(check):
    slow = CLEAN + "  rules: ['regex: (\\w|\\w\\w)+$']\n"
    text = "it costs " + "toomuchmoneyforsuchasmallthing" * 3
    done = check(slow + f"tests:\n- text: {text}!\n  codes: [Price]\n", "--json")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert {item["check"] for item in told["findings"]} == {"rule-too-slow"}
    assert told["tests"]["tried"] == 0


def test_colours_are_for_terminals_only_and_the_table_can_be_piped(check):
    for environment in ({}, {"NO_COLOR": "1"}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}):
        assert "\x1b[3" not in check(WARNED, **environment).stdout
    assert "tone" in check(WARNED, TERM="dumb").stdout


def test_a_reader_that_stops_early_gets_no_complaint(openends, tmp_path):
    codes = "".join(f"- name: Price {at}\n" for at in range(60))
    (tmp_path / "codes.yaml").write_text(codes, encoding="utf-8")
    done = subprocess.run(
        f"{openends.command} codebook check codes.yaml | head -1",
        shell=True,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.stderr == ""


def test_no_network_is_needed(check):
    dead = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), "http://127.0.0.1:9")
    assert check(PASSING, **dead).returncode == 0
