"""The project's pages, taken apart: fenced blocks, headings, links.

Conventions of the pages
------------------------
Every page of ``docs/`` is run from top to bottom in an empty folder of its own, in which
``survey.csv`` is the sample survey.

- A block whose first line names a file (three backticks, ``yaml codes.yaml``) is written to it.
- A ``python`` block is executed; the blocks of one page share their variables.
- In a ``console`` block, lines that begin with ``$ `` are commands and the others what they print.
  Commands in which ``openends`` stands are run; the others (``pip install`` ...) are not.
- A ``text`` block straight after a ``python`` block is what that block prints, to the letter.
"""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
DECISIONS = DOCS / "decisions"

_FENCE = re.compile(r"^(?P<marks>`{3,})(?P<info>[^`\n]*)\n(?P<text>.*?)^(?P=marks) *$", re.M | re.S)
_HEADING = re.compile(r"^(#{1,6}) +(.+?) *$", re.M)
_LINK = re.compile(r"!?\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    language: str
    #: The file that it is written to, or "".
    file: str
    text: str
    #: Where its text lies in the page.
    start: int
    end: int
    #: True when nothing but blanks stands between it and the block before.
    follows: bool


def every_page():
    """Return all Markdown files of the project, wherever they lie."""
    inside = {"docs", "benchmarks", "changelog.d", "tests", "scripts", "src"}
    return sorted(
        path
        for path in ROOT.rglob("*.md")
        if len(path.relative_to(ROOT).parts) == 1 or path.relative_to(ROOT).parts[0] in inside
    )


def named(path):
    """Return a page's path in the project, for the names of tests."""
    return path.relative_to(ROOT).as_posix()


def blocks(text):
    """Return the fenced blocks of a page, in their order."""
    found = []
    last = 0
    for match in _FENCE.finditer(text):
        language, _, file = match["info"].strip().partition(" ")
        found.append(
            Block(
                language=language,
                file=file.strip(),
                text=match["text"],
                start=match.start("text"),
                end=match.end("text"),
                follows=bool(found) and not text[last : match.start()].strip(),
            )
        )
        last = match.end()
    return found


def prose(text):
    """Return a page without its fenced blocks."""
    return _FENCE.sub("", text)


def headings(text):
    """Return the headings of a page as written."""
    return [match[2] for match in _HEADING.finditer(prose(text))]


def anchors(text):
    """Return the anchors that a reader of Markdown makes of the headings."""
    made = set()
    for heading in headings(text):
        words = re.sub(r"[^\w\- ]", "", heading.lower().replace("`", ""))
        made.add(words.replace(" ", "-"))
    return made


def links(text):
    """Return the targets of all links outside code."""
    return _LINK.findall(re.sub(r"`[^`\n]*`", "", prose(text)))


@dataclass
class Command:
    """A command of a console block."""

    #: Its lines as they stand in the page.
    typed: list[str]
    #: What it prints, as the page shows it.
    printed: list[str]

    @property
    def line(self):
        """Return the command without the prompt, on one line."""
        return re.sub(r"\s*\\\n\s*", " ", "\n".join(self.typed)).removeprefix("$ ").strip()

    @property
    def runs(self):
        """Tell whether ``openends`` stands in it."""
        return "openends" in self.line.split()


def commands(text):
    """Return the commands of a console block."""
    found = []
    for line in text.splitlines():
        if line.startswith("$ "):
            found.append(Command([line], []))
        elif not found[-1].printed and found[-1].typed[-1].endswith("\\"):
            found[-1].typed.append(line)
        else:
            found[-1].printed.append(line)
    return found
