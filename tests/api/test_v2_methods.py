"""GET .../methods: how a question was coded, as Markdown and as a page."""

from html.parser import HTMLParser

import pytest
from v2_steps import TEXTS, refusal, responses, steps_of

HOSTILE = '<script>alert("x")</script> & | `code` **bold** [a](http://x.example)\n# head'
UNKNOWN = "not known to Openends: to be filled in by the researcher"


@pytest.fixture(scope="module")
def steps(shared):
    return steps_of(shared.database, shared.client)


@pytest.fixture(scope="module")
def coded(steps):
    return code(steps)


def code(steps):
    """Code a question whose every name is hostile."""
    body = {
        "responses": responses(TEXTS),
        "codebook": [
            {"code": HOSTILE, "category": f"in {HOSTILE}", "definition": f"of {HOSTILE}"},
            {"code": "Noise"},
        ],
        "question_text": HOSTILE,
        "project_name": f"P {HOSTILE}",
        "coding_guidance": HOSTILE,
    }
    done = steps.data(steps.post("/v2/code", body))
    return done | {"path": f"/v2/projects/{done['project_id']}/questions/{done['question_id']}"}


class Page(HTMLParser):
    """What a browser makes of a page: its tags, what they ask for, and its texts."""

    def __init__(self, content):
        super().__init__()
        self.tags, self.addresses, self.texts = [], [], []
        self.feed(content)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.addresses += [value for name, value in attrs if name in {"src", "href", "action"}]

    def handle_data(self, data):
        self.texts.append(data)


def test_the_page_asks_for_nothing_and_shows_every_word_as_text(steps, coded):
    response = steps.get(f"{coded['path']}/methods", format="html")
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    page = Page(response.text)
    assert page.addresses == []
    assert not {"script", "a", "img", "link", "b", "strong"} & set(page.tags)
    assert "url(" not in response.text
    assert "@import" not in response.text
    assert HOSTILE in page.texts


def test_the_page_is_for_one_caller_and_is_saved_not_shown(steps, coded):
    for kind in ("md", "html"):
        response = steps.get(f"{coded['path']}/methods", format=kind)
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["content-disposition"] == f'attachment; filename="methods.{kind}"'


def test_no_name_is_read_as_markdown(steps, coded):
    response = steps.get(f"{coded['path']}/methods")
    assert response.headers["content-type"] == "text/markdown; charset=utf-8"
    lines = response.text.splitlines()
    assert [line for line in lines if line.startswith("# ")] == [lines[0]]
    assert "<script>" not in response.text
    assert "[a](http" not in response.text
    for line in lines:
        if line.startswith("| "):
            cells = line.replace("\\|", "").count("|") - 1
            assert cells in {2, 7}


def test_the_figures_are_those_of_the_tabulation(steps, coded):
    counts = steps.data(steps.get(f"{coded['path']}/tabulation"))
    text = steps.get(f"{coded['path']}/methods").text
    bases = counts["bases"]
    assert f"The open answers of {bases['asked']} people were coded" in text
    assert f"{bases['answered']} people answered with meaning" in text
    for code in counts["codes"]:
        assert f"| {code['people']} | {code['share']:.1%} | " in text
    assert "given by the researcher" in text
    assert "Language model | none was asked" in text


def test_what_only_the_researcher_knows_is_left_open(steps, coded):
    text = steps.get(f"{coded['path']}/methods").text
    for item in (
        "Sponsor, and who conducted the research",
        "Population, sampling frame and design",
        "Training of the people who coded",
        "Reliability between coders",
    ):
        assert f"| {item} | {UNKNOWN} |" in text
    assert "No figure of agreement between coders is known" in text


def test_the_page_quotes_no_answer(steps, coded):
    for kind in ("md", "html"):
        text = steps.get(f"{coded['path']}/methods", format=kind).text
        assert not [answer for answer in TEXTS if len(answer) > 12 and answer in text]


def test_who_decided_and_how_much_is_told(steps):
    coded = code(steps)
    path = f"{coded['path']}/responses/R1"
    body = {"coder": f"Anna {HOSTILE}"}
    steps.data(steps.client.patch(path, json=body, headers=steps.headers))
    page = Page(steps.get(f"{coded['path']}/methods", format="html").text)
    assert f"Coder Anna {HOSTILE}" in page.texts
    assert "people settled or gave codes to 1 answers (10.0%)" in " ".join(page.texts)
    assert "1 named in the record" in " ".join(page.texts)


def test_another_format_is_refused(steps, coded):
    response = steps.get(f"{coded['path']}/methods", format="pdf")
    assert "Parameter 'format' " in refusal(response, 422, "VALIDATION_ERROR")


def test_there_is_no_page_before_the_coding(steps, shared):
    question = steps.question(texts=TEXTS[:2], codes=["Noise"])
    response = steps.get(f"{question['path']}/methods")
    assert "POST /v2/coding/auto" in refusal(response, 409, "INVALID_STATE")
    stranger = steps_of(shared.database, shared.client)
    refusal(stranger.get(f"{question['path']}/methods"), 404, "NOT_FOUND")


def test_the_page_counts_what_people_decided(steps):
    done = steps.data(steps.post("/v2/code", {"responses": responses(TEXTS[:4])}))
    path = f"/v2/projects/{done['project_id']}/questions/{done['question_id']}"
    first, second = (each["id"] for each in done["results"][:2])
    for response_id in (first, second):
        body = {"coder": "Anna", "teach": False}
        steps.data(
            steps.client.patch(f"{path}/responses/{response_id}", json=body, headers=steps.headers)
        )
    shown = steps.get(f"{path}/methods").text
    assert "| codes of an answer confirmed | Anna | 2 | 0 |" in shown
