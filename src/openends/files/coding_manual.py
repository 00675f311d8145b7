"""The coding manual of a question: a Markdown file that people read and edit."""

from __future__ import annotations

from pathlib import Path

from openends.domain.errors import FileProblem
from openends.files.atomic import replacing
from openends.files.check_file import check_file
from openends.files.text_encoding import decode_text

#: Bytes of a manual. It is sent with every twenty answers, so a longer one would cost more than all
#: of them; what a model writes about a hundred codes is shorter in any script.
LARGEST = 300_000


def read_manual(path: Path) -> str:
    """Return the manual as it was left.

    Raises
    ------
    FileProblem
        When it cannot be read, is empty, or too long to be sent with every call.
    """
    check_file(path, "coding manual", 20_000_000)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileProblem(f"Cannot read {path}: {error.strerror or error}.") from error
    if len(content) > LARGEST:
        raise FileProblem(
            f"{path.name} is longer than {LARGEST // 1_000} KB, and a coding manual is sent with "
            "every call; shorten it."
        )
    try:
        text, _ = decode_text(content, path)
    except FileProblem:
        raise FileProblem(
            f"{path.name} is not a text file; a coding manual is plain text or Markdown."
        ) from None
    if not text.strip():
        raise FileProblem(f"{path.name} holds no words; write the coding manual, or name another.")
    return text


def write_manual(text: str, path: Path) -> None:
    """Write the manual for people to read and edit.

    Raises
    ------
    OutputError
        When the file cannot be written; nothing is left behind.
    """
    with replacing(path) as temporary:
        # Read back letter by letter: the calls that it was sent with are found by it.
        temporary.write_text(text, encoding="utf-8", newline="\n")
