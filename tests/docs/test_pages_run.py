"""Everything that the pages show works: files, Python blocks, commands."""

import pytest
from pages import DOCS, ROOT, blocks, named
from running import run_page

PAGES = [
    path
    for path in [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
    if any(block.language in {"python", "console"} for block in blocks(path.read_text("utf-8")))
]


@pytest.mark.parametrize("path", PAGES, ids=named)
def test_a_page_does_what_it_shows(path, tmp_path):
    text = path.read_text(encoding="utf-8")
    shown = dict(_shown(text))
    for block, command, printed in run_page(text, tmp_path):
        if command is None and block.start in shown:
            assert printed == shown[block.start], "run: python tests/docs/refresh.py"


def _shown(text):
    """Yield start and output of the Python blocks that are followed by what they print."""
    earlier = None
    for block in blocks(text):
        if block.language == "text" and block.follows and earlier.language == "python":
            yield earlier.start, block.text
        earlier = block


def test_the_pages_show_something_to_run():
    assert len(PAGES) > 10
