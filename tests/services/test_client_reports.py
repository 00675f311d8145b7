"""What a client is shown: the largest codes, answers without personal data, honest footnotes."""

from dataclasses import replace

import pytest

from command import run_here
from openends.domain.codebook import Code, Codebook, renumber
from openends.domain.coding import Coding, Evidence, Layer, Mention, Sentiment
from openends.domain.response import ResponseStatus
from openends.domain.result import CodedQuestion, Manifest
from openends.engine.tabulate.tabulate import tabulate
from openends.services.client_report import LONGEST, MOST_CODES, client_report_of
from openends.services.coding_facts import CodingFacts, ModelAsked

MANIFEST = Manifest(
    openends_version="1.2",
    encoders=("use 3",),
    quality="fast",
    seed=7,
    responses_sha256="0",
    codebook_sha256="abc",
    codebook_induced=True,
)


def coding(text, codes, status=ResponseStatus.CODED):
    return Coding(
        response_id="r",
        text=text,
        status=status,
        mentions=tuple(
            Mention(
                code=code,
                sentiment=Sentiment.POSITIVE,
                confidence=0.9,
                layer=Layer.MODEL,
                evidence=Evidence.of(text, 0, 1),
            )
            for code in codes
        ),
        sentiment=Sentiment.POSITIVE if codes else None,
        needs_review=not codes,
    )


def facts(codes, codings, **members):
    coded = CodedQuestion(
        question="Why?",
        codebook=Codebook(codes=tuple(codes)),
        codings=tuple(codings),
        manifest=MANIFEST,
    )
    known = {"coded": coded, "counts": tabulate(coded), "place": "Study", "built": True}
    return CodingFacts(**(known | members))


def page_of(known, **choices):
    (page,) = client_report_of("Study", [known], **choices).pages
    return page


def codes_named(*names, category=""):
    return [Code(name=name, number=at, category=category) for at, name in enumerate(names, 1)]


PRICE, STAFF = codes_named("Price", "Staff")


def quoted(*codings, codes=(PRICE, STAFF), **choices):
    page = page_of(facts(codes, codings), **choices)
    return [(quotation.code, quotation.text) for quotation in page.quotations]


@pytest.mark.parametrize(
    "private",
    [
        "write to anna.smith@example.com about it",
        "call me on +44 20 7946 0958 about it",
        "ask Mrs. Anna Smith at the desk, she knows",
        "see http://example.com/u/anna for it",
    ],
)
def test_an_answer_with_personal_data_is_not_quoted(private):
    assert quoted(coding(private, [PRICE]), coding("it is far too dear", [PRICE])) == [
        ("Price", "it is far too dear")
    ]
    assert quoted(coding(private, [PRICE])) == []


def test_no_answer_is_quoted_twice_or_cut():
    shared = "dear, and the staff are rude"
    said = quoted(
        *[coding(shared, [PRICE, STAFF])] * 2,
        *[coding(shared, [PRICE])] * 5,
        coding(shared.upper(), [STAFF]),
        coding("x" * (LONGEST + 1), [STAFF]),
        coding("太贵了" * LONGEST, [STAFF]),
        coding("nobody said hello", [STAFF]),
    )
    assert [code for code, _ in said] == ["Price", "Staff"]
    assert len({text.casefold() for _, text in said}) == 2
    assert max(len(text) for _, text in said) <= LONGEST


def test_every_large_code_is_quoted_before_any_a_second_time():
    answers = [coding(f"it costs too much, part {at}", [PRICE]) for at in range(9)]
    said = quoted(*answers, coding("nobody said hello", [STAFF]))
    assert [code for code, _ in said] == ["Price"] * 4 + ["Staff"]


def test_a_report_without_verbatims_quotes_nothing_and_does_not_speak_of_it():
    known = facts([PRICE], [coding("it is far too dear", [PRICE])])
    page = page_of(known, verbatims=False)
    assert page.quotations == ()
    assert "quoted" not in " ".join(page.footnotes)
    assert "quoted" in " ".join(page_of(known).footnotes)


def test_of_many_codes_the_largest_are_shown_and_the_others_counted():
    codes = renumber([Code(name=f"Code {at}", number=at) for at in range(500)])
    codings = [coding(f"answer {at}", codes[: 1 + at]) for at in range(40)]
    page = page_of(facts(codes, codings))
    assert [bar.people for bar in page.codes] == list(range(40, 40 - MOST_CODES, -1))
    assert page.more_codes == (
        "25 more codes, each mentioned by 25 people at most. Nobody mentions 460 of 500 codes."
    )


def test_categories_count_people_once_and_the_largest_comes_first():
    codes = [
        *(replace(code, category="Value") for code in codes_named("Price")),
        Code(name="Staff", number=2, category="People"),
        Code(name="Cook", number=3, category="People"),
    ]
    answers = [coding("a", codes), coding("b", codes[1:])]
    page = page_of(facts(codes, answers))
    assert [(bar.name, bar.people, bar.share) for bar in page.categories] == [
        ("People", 2, 1.0),
        ("Value", 1, 0.5),
    ]


@pytest.mark.parametrize("status", [ResponseStatus.OTHER, ResponseStatus.NONE])
def test_where_nobody_is_coded_the_others_are_still_counted(status):
    page = page_of(facts([PRICE], [coding("hm", [], status)] * 3))
    assert page.codes == ()
    assert [(bar.people, bar.share) for bar in page.rest] == [(3, 1.0)]
    assert page.more_codes == "Nobody mentions 1 of 1 codes."


def test_where_nobody_answers_the_page_says_so():
    page = page_of(facts([PRICE], [coding("", [], ResponseStatus.NO_ANSWER)] * 20))
    assert page.base == "Nobody of 20 asked gave an answer with a meaning."
    assert (page.codes, page.rest, page.more_codes, page.quotations) == ((), (), "", ())
    assert page.footnotes[0].startswith("20 of 20 left the question blank")


def test_footnotes_tell_the_base_and_how_far_to_trust_the_coding():
    answers = [coding("it is far too dear", [PRICE])] * 400
    blank = [coding("", [], ResponseStatus.NO_ANSWER)]
    model = (ModelAsked(model="openai:gpt-5-mini", prompt="decide-1"),)
    told = " ".join(page_of(facts([PRICE], answers + blank, models=model, uncoded=7)).footnotes)
    assert "1 of 401 left the question blank" in told
    assert "not coded yet, and are in no figure: 7." in told
    assert "right to within 5 points" in told
    assert "small" not in told
    assert "1 code, built by the machine from the answers." in told
    assert "A language model (openai:gpt-5-mini) was asked." in told
    assert "Of 401 answers people settled 0; 1 are uncertain" in told
    assert "has not been measured" in told
    known = facts([PRICE], answers[:9], agreement=("Two coders agree by .81.",), edits={"Anna": 2})
    told = " ".join(page_of(known).footnotes)
    assert "The base is small" in told
    assert "then edited by people" in told
    assert "Two coders agree by .81." in told
    assert "Anna" not in told
    assert "not been measured" not in told


def test_the_command_line_writes_every_format_that_is_asked_for(tmp_path):
    rows = "\n".join(f"{at},the price is fair\n9{at},mail me at a@example.com" for at in range(3))
    (tmp_path / "s.csv").write_text(f"id,why\n{rows}\n", encoding="utf-8")
    (tmp_path / "codes.yaml").write_text("[Price, Mail]", encoding="utf-8")
    done = run_here(
        ["code", "s.csv", "-t", "why", "-c", "codes.yaml", "--question", "Why?",
         "--client-report", "c.html", "--client-report", "c.pptx", "--no-verbatims"],
        cwd=tmp_path,
        environment={},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Wrote c.html" in done.stdout
    assert "Wrote c.pptx" in done.stdout
    page = (tmp_path / "c.html").read_text("utf-8")
    assert '<h1 dir="ltr">Why?</h1>' in page
    assert "In their words" not in page
    assert "example.com" not in page
