"""Run what the pages show: files, Python blocks and commands."""

import contextlib
import io
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from unittest import mock

from pages import blocks, commands

from openends.cli import main
from openends.encoders import UniversalSentenceEncoder
from openends.sample import survey_path

#: The pages code the same columns again and again: the same texts have the same vectors.
_vectors = {}
_encode = UniversalSentenceEncoder.encode


class PageFailed(AssertionError):
    """Something that a page shows does not work."""


def _encoded_once(encoder, texts):
    """Encode a list of texts, or remember its vectors."""
    key = tuple(texts)
    if key not in _vectors:
        _vectors[key] = _encode(encoder, texts)
    return _vectors[key].copy()


def run_page(text, folder):
    """Run a page in a folder.

    Yields for every command the block, the command and what it printed; for every ``python`` block
    the block, None and what it printed.
    """
    shutil.copy(survey_path(), folder / "survey.csv")
    names = {"__name__": "page"}
    with (
        contextlib.chdir(folder),
        mock.patch.object(UniversalSentenceEncoder, "encode", _encoded_once),
    ):
        for block in blocks(text):
            if block.file:
                folder.joinpath(block.file).write_text(block.text, encoding="utf-8")
            elif block.language == "python":
                printed = io.StringIO()
                with contextlib.redirect_stdout(printed):
                    exec(compile(block.text, "page", "exec"), names)
                yield block, None, printed.getvalue()
            elif block.language == "console":
                for command in commands(block.text):
                    if command.runs:
                        yield block, command.line, run_command(command.line)


def run_command(command):
    """Run a command line with pipes and return what it prints; ``openends`` runs in this process.

    A command may end in ``> FILE``. Raises ``PageFailed`` when any of its programs fails.
    """
    command, _, target = command.partition(" > ")
    content = b""
    for stage in command.split(" | "):
        program, *arguments = shlex.split(stage)
        if program == "openends":
            content = _openends(arguments, content)
            continue
        program = sys.executable if program == "python" else program
        done = subprocess.run(
            [program, *arguments], input=content, capture_output=True, check=False
        )
        if done.returncode:
            raise PageFailed(f"$ {stage}\n{done.stderr.decode()}")
        content = done.stdout
    if target:
        Path(target.strip()).write_bytes(content)
        return ""
    return content.decode()


def _openends(arguments, content):
    """Run the command line with standard input, and return its standard output."""
    reading = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8")
    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    said = io.StringIO()
    status = 0
    with (
        mock.patch.object(sys, "argv", ["openends", *arguments]),
        mock.patch.object(sys, "stdin", reading),
        mock.patch.object(sys, "stdout", printed),
        mock.patch.object(sys, "stderr", said),
        mock.patch.dict(os.environ, {"COLUMNS": "80", "NO_COLOR": "1"}),
    ):
        try:
            main()
        except SystemExit as end:
            status = end.code or 0
    if status:
        raise PageFailed(f"$ openends {shlex.join(arguments)}\nexit {status}: {said.getvalue()}")
    return printed.buffer.getvalue()
