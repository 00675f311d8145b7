"""A file that keeps the calls of a run, a line of JSON each."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from openends.domain.errors import FileProblem, OutputError
from openends.llm.ask import Reply
from openends.llm.calls import Call

#: Bytes of a record that is read. A run on 100,000 answers has some 20 megabytes.
LARGEST = 512 * 1024 * 1024


class CallFile:
    """Keeps calls in a file: a run that was broken off, or is repeated, pays for none again.

    Parameters
    ----------
    path:
        Lines are appended and never changed; one that was cut off, because the machine stopped
        while it was being written, is taken away. Need not exist.

    Raises
    ------
    FileProblem
        When it is not a record of calls.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._replies: dict[str, Reply] = {}
        #: Bytes of whole lines; what follows is taken away when the next call is kept.
        self._whole = 0
        if path.exists():
            self._read()

    def find(self, key: str) -> Reply | None:
        """Return the reply to the same call, or None."""
        return self._replies.get(key)

    def keep(self, call: Call) -> None:
        """Append a call; it is on the disk when this returns.

        Raises
        ------
        OutputError
            When the file cannot be written.
        """
        told = {"at": datetime.now(UTC).isoformat(timespec="seconds"), **asdict(call)}
        line = json.dumps(told, ensure_ascii=False)
        content = line.encode("utf-8", "surrogatepass") + b"\n"
        try:
            with self._path.open("ab") as file:
                file.truncate(self._whole)
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise OutputError(
                f"Cannot write {self._path}, which keeps the calls to the language model: "
                f"{error.strerror or error}."
            ) from error
        self._whole += len(content)
        self._replies[call.key] = call.reply

    def _read(self) -> None:
        try:
            if self._path.stat().st_size > LARGEST:
                raise FileProblem(f"{self._path} is too large for a record of calls; name another.")
            content = self._path.read_bytes()
        except OSError as error:
            raise FileProblem(
                f"Cannot read {self._path}, the record of calls: {error.strerror or error}."
            ) from error
        self._whole = content.rfind(b"\n") + 1
        for number, line in enumerate(content[: self._whole].splitlines(), start=1):
            try:
                told = json.loads(line)
                self._replies[str(told["key"])] = Reply(**told["reply"])
            except (ValueError, KeyError, TypeError, RecursionError):
                raise self._no_record(number) from None
        if not self._whole and not content.startswith(b'{"at"'[: len(content)]):
            raise self._no_record(1)

    def _no_record(self, line: int) -> FileProblem:
        return FileProblem(
            f"Line {line} of {self._path} is no record of a call to a language model; name another "
            "file for the record."
        )
