"""``openends demo`` and ``openends evaluate`` as people run them."""

import json

import openpyxl
import pytest


def test_demo_shows_the_codebook_and_writes_workbook_and_report(openends, tmp_path):
    done = openends("demo")
    assert done.returncode == 0, done.stderr
    assert "Why did you choose this brand of coffee machine?" in done.stdout
    assert "█" in done.stdout
    assert "need review" in done.stdout
    assert "Try next:" in done.stdout
    book = openpyxl.load_workbook(tmp_path / "demo" / "coded.xlsx")
    assert book.sheetnames == ["Summary", "Coded", "Mentions", "Codebook", "Review", "About"]
    assert book["Coded"].max_row == 401
    report = (tmp_path / "demo" / "report.html").read_text(encoding="utf-8")
    assert "What should the brand improve?" in report


@pytest.fixture
def coded_by_people(tmp_path):
    """Write answers that people coded, and their codebook."""
    codes = [
        {"code": "N", "label": "Noise", "definition": "how loud it is", "category": ""},
        {"code": "P", "label": "Price", "definition": "what it costs", "category": ""},
        {"code": "C", "label": "Cleaning", "definition": "keeping it clean", "category": ""},
    ]
    answers = [
        ("too loud", ["N"], "negative"),
        ("far too expensive", ["P"], "negative"),
        ("easy to clean", ["C"], "positive"),
        ("so noisy, and the price is too high", ["N", "P"], "negative"),
        ("a very good price", ["P"], "positive"),
        ("hard to clean", ["C"], "negative"),
    ]
    rows = [
        {"id": number, "text": text, "codes": given, "sentiment": tone, "split": "test"}
        for number, (text, given, tone) in enumerate(answers)
    ]
    (tmp_path / "data.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (tmp_path / "codes.json").write_text(json.dumps(codes), encoding="utf-8")


def test_evaluate_measures_the_codes_against_people(openends, coded_by_people):
    done = openends("evaluate", "data.jsonl", "--codebook", "codes.json", "--json")
    assert done.returncode == 0, done.stderr
    agreement = json.loads(done.stdout)["report"]["agreement"]
    assert agreement["responses"] == 6
    assert agreement["sample_f1"] == 1.0
    assert agreement["alpha_jaccard"] == 1.0
    assert agreement["codes_people"] == agreement["codes_machine"] == pytest.approx(7 / 6)


def test_evaluate_hides_the_codebook_when_it_induces(openends, coded_by_people):
    done = openends("evaluate", "data.jsonl", "-c", "codes.json", "--mode", "induce", "--json")
    report = json.loads(done.stdout)["report"]
    assert report["codes_people"] == 3
    assert report["codes_machine"] >= 1
    assert 0 <= report["grouping"]["harmonic_purity"] <= 1


def test_evaluate_measures_the_tone(openends, coded_by_people):
    done = openends("evaluate", "data.jsonl", "--mode", "sentiment", "--json")
    report = json.loads(done.stdout)["report"]
    assert report["response_two"]["compared"] == 6
    assert report["response_two"]["accuracy"] >= 5 / 6


def test_evaluate_prints_tables_for_people(openends, coded_by_people):
    done = openends("evaluate", "data.jsonl", "-c", "codes.json", "--limit", "5", "--seed", "3")
    assert done.returncode == 0, done.stderr
    assert "Krippendorff's alpha" in done.stdout
    assert "5 responses" in done.stdout


def test_evaluate_without_a_codebook_says_what_it_needs(openends, coded_by_people):
    done = openends("evaluate", "data.jsonl")
    assert done.returncode == 2
    assert "--codebook" in done.stderr
