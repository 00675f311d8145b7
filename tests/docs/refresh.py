"""Renew what the commands of the pages print, after the coding has changed.

    python tests/docs/refresh.py [PAGE ...]

Without pages all of ``docs/`` is renewed. Where the page shows the beginning of an output and then
``...``, as many lines are kept; a lone ``...`` becomes the whole output.
"""

import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from pages import DOCS, blocks, commands, named
from running import run_page

CUT = "..."


def refreshed(text, folder):
    """Return a page with the outputs of its commands and Python blocks renewed."""
    printed = defaultdict(list)
    for block, command, output in run_page(text, folder):
        printed[block.start].append((command, output))
    parts = []
    last = 0
    earlier = None
    for block in blocks(text):
        if block.language == "console":
            new = _console(block.text, printed[block.start])
        elif block.language == "text" and block.follows and earlier.language == "python":
            new = printed[earlier.start][0][1]
        else:
            new = block.text
        parts += [text[last : block.start], new]
        last = block.end
        earlier = block
    return "".join(parts) + text[last:]


def _console(text, outputs):
    """Return a console block with the lines under its commands renewed."""
    waiting = iter(outputs)
    lines = []
    for command in commands(text):
        shown = command.printed
        if command.runs:
            printed = [line.rstrip() for line in next(waiting)[1].rstrip("\n").split("\n")]
            if len(shown) > 1 and shown[-1] == CUT:
                shown = [*printed[: len(shown) - 1], CUT]
            elif shown:
                shown = printed
        lines += [*command.typed, *shown]
    return "\n".join(lines) + "\n"


def main():
    """Renew the named pages, or all."""
    pages = [Path(name).resolve() for name in sys.argv[1:]] or sorted(DOCS.rglob("*.md"))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as folder:
            new = refreshed(text, Path(folder))
        if new != text:
            page.write_text(new, encoding="utf-8")
            sys.stdout.write(f"renewed {named(page)}\n")


if __name__ == "__main__":
    main()
