"""Read what a manifest tells of an earlier run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

from openends.domain.codebook import Codebook
from openends.domain.errors import FileProblem
from openends.domain.result import Manifest
from openends.domain.run import PastQuestion, PastRun, Run
from openends.files.check_file import check_file
from openends.files.limits import FILE_BYTES
from openends.files.read_codebook import codebook_from_document

_Told = TypeVar("_Told", Manifest, Run)

_NONE = (
    "{name} holds no manifest; give a result .json of openends code, what --manifest-out wrote, or "
    "what a server answers under /manifest."
)


def read_manifest(path: Path) -> PastRun:
    """Read how an earlier run was made.

    Parameters
    ----------
    path:
        A .json result, a file that ``write_manifest`` wrote, or an answer of a server.

    Raises
    ------
    FileProblem
        When the file cannot be read, holds no manifest, or one that tells too little or too much.
    """
    check_file(path, "manifest", FILE_BYTES)
    content = _loaded(path)
    entries = content.get("questions")
    if not isinstance(entries, list) or not entries:
        raise FileProblem(_NONE.format(name=path.name))
    id_column = content.get("id_column")
    return PastRun(
        name=path.name,
        source=str(content.get("source") or ""),
        id_column=None if id_column is None else str(id_column),
        run=_value(Run, content.get("run"), path),
        questions=tuple(_question(entry, path) for entry in entries),
    )


def _loaded(path: Path) -> Mapping[str, Any]:
    import orjson

    try:
        content = orjson.loads(path.read_bytes())
    except OSError as error:
        raise FileProblem(f"Cannot read {path}: {error.strerror or error}.") from error
    except orjson.JSONDecodeError:
        raise FileProblem(_NONE.format(name=path.name)) from None
    # A server's answer stands in an envelope.
    if isinstance(content, dict) and isinstance(content.get("data"), dict):
        content = content["data"]
    return content if isinstance(content, dict) else {}


def _question(entry: Any, path: Path) -> PastQuestion:
    if not isinstance(entry, dict) or "manifest" not in entry:
        raise FileProblem(_NONE.format(name=path.name))
    manifest = _value(Manifest, entry["manifest"], path)
    return PastQuestion(
        column=str(entry.get("column") or ""),
        manifest=manifest,
        given=None if manifest.codebook_induced else _given(entry, path),
    )


def _given(entry: Mapping[str, Any], path: Path) -> Codebook:
    given = entry.get("given_codebook") or entry.get("codebook")
    return codebook_from_document(given, path)


def _value(kind: type[_Told], content: Any, path: Path) -> _Told:
    """Return what was written of a value: all its members, and no others."""
    from pydantic import TypeAdapter, ValidationError

    known = {field.name for field in fields(kind)}
    if not isinstance(content, dict) or content.keys() != known:
        raise FileProblem(
            f"The manifest in {path.name} was written by another version of Openends, which notes "
            "other things; repeat the run with that version."
        )
    try:
        return TypeAdapter(kind).validate_python(content)
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        raise FileProblem(
            f"The manifest in {path.name} has a '{where}' that cannot be one; take the file as it "
            "was written."
        ) from error
