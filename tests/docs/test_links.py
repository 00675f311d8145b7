"""Links lead somewhere, and nothing names a place that readers do not have."""

import re
from urllib.parse import unquote

import pytest
from pages import DECISIONS, DOCS, ROOT, anchors, every_page, headings, links, named

PAGES = every_page()
#: Folders of one machine, and of the project's neighbours.
_ELSEWHERE = re.compile(r"(?<![\w.])/(?:home|root|tmp|work|Users)/|\.\./\w+/data\b|[A-Z]:\\\\Users")
_LONGEST = 150


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_every_link_within_the_project_resolves(path):
    broken = []
    for link in links(path.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = unquote(link).partition("#")
        page = (path.parent / target).resolve() if target else path
        there = page.exists() and page.is_relative_to(ROOT)
        if not there or (anchor and anchor not in anchors(page.read_text(encoding="utf-8"))):
            broken.append(link)
    assert not broken


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_no_page_names_a_place_of_one_machine(path):
    assert not _ELSEWHERE.findall(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sorted(DOCS.rglob("*.md")), ids=named)
def test_a_page_is_short_and_has_one_title(path):
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert len(re.findall(r"^# ", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S), re.M)) == 1
    assert len(text.splitlines()) <= _LONGEST


def test_the_index_leads_to_every_page():
    index = DOCS / "README.md"
    targets = {
        (index.parent / link.partition("#")[0]).resolve()
        for link in links(index.read_text(encoding="utf-8"))
        if not re.match(r"[a-z]+:", link)
    }
    assert set(DOCS.rglob("*.md")) - {index} <= targets


@pytest.mark.parametrize("path", sorted(DECISIONS.glob("*.md")), ids=named)
def test_a_decision_has_its_four_headings(path):
    assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", path.name)
    assert headings(path.read_text(encoding="utf-8"))[1:] == [
        "Context",
        "Decision",
        "Consequences",
        "Alternatives",
    ]


def test_decisions_are_numbered_without_gaps():
    numbers = [int(path.name[:4]) for path in sorted(DECISIONS.glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))
