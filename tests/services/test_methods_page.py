"""The methods page: what is known is told, what is not is left to the researcher."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from openends.cli.app import app
from openends.domain.codebook import Code, Codebook
from openends.domain.coding import Coding, Evidence, Layer, Mention, Sentiment
from openends.domain.decision import CountedChanges
from openends.domain.errors import OutputError
from openends.domain.response import ResponseStatus
from openends.domain.result import AdviceReport, CodedQuestion, Manifest
from openends.engine.tabulate.tabulate import tabulate
from openends.files.write_methods import render_html, render_markdown, write_methods
from openends.services.coding_facts import CodingFacts, ModelAsked, facts_of_run
from openends.services.disclosure import UNKNOWN
from openends.services.methods_page import methods_page

PRICE, STAFF = Code(name="Price", number=1), Code(name="Staff", number=2, definition="Waiters.")
CODED, OTHER, NONE, BLANK = (ResponseStatus(name) for name in ("coded", "other", "none", "junk"))


def coding(status, *codes, layer=Layer.MODEL, coder="", approved=False):
    mentions = tuple(
        Mention(
            code=code,
            sentiment=Sentiment.NEUTRAL,
            confidence=0.5,
            layer=layer,
            evidence=Evidence.of("x", 0, 1),
            coder=coder,
        )
        for code in codes
    )
    return Coding(
        response_id="r",
        text="x",
        status=status,
        mentions=mentions,
        approved=approved,
        language="fr",
    )


CODINGS = (
    coding(CODED, PRICE),
    coding(CODED, PRICE, STAFF, layer=Layer.RULE),
    coding(CODED, STAFF, layer=Layer.PERSON, coder="Anna"),
    coding(OTHER, approved=True),
    coding(NONE),
    coding(BLANK),
)
MANIFEST = Manifest(
    openends_version="1.2",
    encoders=("use 3",),
    quality="fast",
    seed=7,
    responses_sha256="0",
    codebook_sha256="abc",
    codebook_induced=True,
)


def facts(**members):
    coded = CodedQuestion(
        question="", codebook=Codebook(codes=(PRICE, STAFF)), codings=CODINGS, manifest=MANIFEST
    )
    known = {"coded": coded, "counts": tabulate(coded), "place": "Study", "built": True}
    return CodingFacts(**(known | members))


def told(known):
    """The facts of the page by their names, and all else as one text."""
    page = methods_page(known)
    named = {name: fact for section in page.sections for name, fact in section.facts}
    return named, " ".join(text for section in page.sections for text in section.paragraphs)


def test_bases_are_told_with_their_shares():
    named, text = told(facts())
    assert named["Answered with meaning (the base)"] == "5 (83.3%)"
    assert named["With at least one code"] == "3 (60.0%)"
    assert named["Other: a real answer that fits no code (97)"] == "1 (20.0%)"
    assert named["No answer: blank or without meaning (99)"] == "1, not in the base"
    assert "Not coded yet; in no figure" not in named
    assert "The open answers of 6 people were coded with a codebook of 2 codes" in text
    assert told(facts(uncoded=3))[0]["Not coded yet; in no figure"] == "3"


def test_how_codes_came_about_is_told_by_share():
    named, _ = told(facts())
    assert named["Codes by a rule of the codebook"] == "2 (50.0%)"
    assert named["Codes given by a person"] == "1 (25.0%)"
    assert "Codes by a language model" not in named


def test_what_people_settled_is_counted_once():
    named, _ = told(facts())
    assert named["Settled by a person: no machine changes them"] == "1 (16.7%)"
    assert named["With a code that a person gave or confirmed, or settled"] == "2 (33.3%)"
    assert named["Human oversight"].startswith("people settled or gave codes to 2 answers (33.3%)")


@pytest.mark.parametrize(
    ("members", "origin"),
    [
        ({}, "built by the machine from the answers"),
        ({"built": False}, "given by the researcher"),
        (
            {"edits": {"Anna": 1}},
            "built by the machine from the answers, then changed once by Anna",
        ),
        (
            {"built": False, "edits": {"Anna": 2, "Ben": 1}},
            "given by the researcher, then changed 3 times by Anna, Ben",
        ),
    ],
)
def test_where_the_codebook_comes_from_is_told(members, origin):
    named, text = told(facts(**members))
    assert f"Version 1, {origin}; SHA-256 abc." in text
    assert named["Codebook"] == f"version 1, {origin}; listed above"


def test_a_language_model_is_named_and_where_answers_went():
    named, text = told(facts(models=(ModelAsked(model="a:b", prompt="decide-1", calls=1200),)))
    assert named["Language model a:b"] == "prompt decide-1, 1,200 calls"
    assert "were sent to the language model a:b" in named["Where the answers went"]
    assert UNKNOWN in named["Training of models on these answers"]
    assert "with the language model a:b" in text
    assert told(facts())[0]["Where the answers went"] == "no answer was sent to a language model"


def test_decisions_are_counted_by_kind_and_person():
    decisions = (
        CountedChanges(action="codebook.merge_codes", coder="Ben", times=2, undone=1),
        CountedChanges(action="review.confirm", coder="Anna", times=1200, undone=0),
    )
    page = methods_page(facts(decisions=decisions))
    (review,) = (each for each in page.sections if each.heading == "Review by people")
    assert review.table is not None
    assert review.table.rows == (
        ("the codebook edited: merge codes", "Ben", "2", "1"),
        ("codes of an answer confirmed", "Anna", "1,200", "0"),
    )


def test_an_encoder_elsewhere_is_where_answers_went_too():
    known = facts()
    manifest = replace(MANIFEST, encoders=("use 3", "remote a:b"))
    named, _ = told(facts(coded=replace(known.coded, manifest=manifest)))
    assert "sent to the encoder remote a:b" in named["Where the answers went"]


def test_agreement_stands_where_it_is_known():
    named, text = told(facts(agreement=("Krippendorff's alpha is .81.",)))
    assert "Krippendorff's alpha is .81." in text
    assert named["Reliability between coders"] == "Krippendorff's alpha is .81."
    assert told(facts())[0]["Reliability between coders"] == UNKNOWN


def test_a_run_tells_what_its_language_model_was_asked():
    known = facts()
    advice = AdviceReport(model="a:b", prompts=("decide-1", "name-1"), answers=4, sent=2)
    told_of = facts_of_run(replace(known.coded, advice=advice), known.counts, "Study")
    assert [asked.prompt for asked in told_of.models] == ["decide-1", "name-1"]
    assert "a:b was asked about 2 of 4 distinct answers" in told(told_of)[1]


def test_markdown_and_page_say_the_same(tmp_path):
    page = methods_page(facts())
    markdown, html = render_markdown([page]), render_html([page])
    for section in page.sections:
        assert f"## {section.heading}\n" in markdown
        assert f"<h2>{section.heading}</h2>" in html
    write_methods([page, page], tmp_path / "two.md")
    assert (tmp_path / "two.md").read_text("utf-8").count("# Study\n") == 2
    with pytest.raises(OutputError, match="use the ending"):
        write_methods([page], tmp_path / "page.pdf")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("- a list", r"\- a list"),
        ("1. a list", r"1\. a list"),
        ("1.5 times", "1.5 times"),
        ("# a heading", r"\# a heading"),
        ("=", r"\="),
        ("two\n\nlines", "two lines"),
        ("<b>&amp;", r"\<b\>\&amp;"),
        ("a|b`c`*d*_e_[f](g)", r"a\|b\`c\`\*d\*\_e\_\[f\](g)"),
    ],
)
def test_a_title_is_text_in_markdown(text, written):
    known = facts()
    page = methods_page(facts(coded=replace(known.coded, question=text)))
    assert render_markdown([page]).startswith(f"# {written}\n")


def test_the_command_line_writes_the_page_of_every_question(tmp_path):
    data: Mapping[str, str] = {"why": "the price is fair", "what": "the staff were friendly"}
    header, row = ",".join(("id", *data)), ",".join(data.values())
    rows = "\n".join(f"{at},{row}" for at in range(3))
    (tmp_path / "s.csv").write_text(f"{header}\n{rows}\n", encoding="utf-8")
    (tmp_path / "codes.yaml").write_text("[Price, Staff]", encoding="utf-8")
    app(
        ["code", f"{tmp_path}/s.csv", "-t", "why", "-t", "what", "-c", f"{tmp_path}/codes.yaml",
         "--methods", f"{tmp_path}/m.md"],
        standalone_mode=False,
    )  # fmt: skip
    written = (tmp_path / "m.md").read_text(encoding="utf-8")
    assert "# s.csv, column why\n" in written
    assert "# s.csv, column what\n" in written
    assert "the price is fair" not in written
