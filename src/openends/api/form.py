"""Read a file that is sent as a part of a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from openends.domain.errors import InputError
from openends.services.read_upload import Upload

FILE, DATA, NAME, MAPPING = "file", "data", "name", "mapping"
#: Bytes of a part that is no file.
_PART = 4 * 1024 * 1024
_LONGEST_NAME = 255
_FORM = "multipart/form-data"


@dataclass(frozen=True, kw_only=True, slots=True)
class SentFile:
    """A data file with the mapping of its columns as JSON; None where none was sent."""

    upload: Upload
    mapping: str | None


#: The form as /openapi.json describes it.
SENT_FILE = {
    "required": True,
    "content": {
        _FORM: {
            "schema": {
                "type": "object",
                "required": [FILE],
                "additionalProperties": False,
                "properties": {
                    FILE: {
                        "type": "string",
                        "format": "binary",
                        "description": "The data file; the ending of its name says the format.",
                    },
                    NAME: {
                        "type": "string",
                        "minLength": 1,
                        "maxLength": _LONGEST_NAME,
                        "description": "Name of the file, where its part has none.",
                    },
                    DATA: {
                        "type": "string",
                        "format": "binary",
                        "description": "With Triple-S: the data that the file describes.",
                    },
                    MAPPING: {
                        "type": "string",
                        "description": 'JSON: {"columns": [{"name", "role", ...}]}; without it a '
                        "mapping is proposed and nothing is kept.",
                    },
                },
            }
        }
    },
}


async def read_file(request: Request) -> SentFile:
    """Return what a request sends as ``multipart/form-data``.

    Raises
    ------
    InputError
        When it is no such form, lacks the file or has parts that are not known.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().casefold()
    if kind != _FORM:
        raise InputError(f"Send the file as {_FORM}, in a part called '{FILE}'.")
    try:
        async with request.form(max_files=2, max_fields=2, max_part_size=_PART) as form:
            return await _sent(form.multi_items())
    except (HTTPException, ValueError, LookupError) as error:
        told = error.detail if isinstance(error, HTTPException) else "it breaks off or is no form"
        raise InputError(f"The form cannot be read: {told}") from error


async def _sent(items: Sequence[tuple[str, UploadFile | str]]) -> SentFile:
    names = [name for name, _ in items]
    for name in names:
        if name not in {FILE, DATA, NAME, MAPPING}:
            raise InputError(f"Part '{name[:60]}' of the form is not known; check its spelling.")
        if names.count(name) > 1:
            raise InputError(f"Part '{name}' of the form comes twice; send it once.")
    parts = dict(items)
    if FILE not in parts:
        raise InputError(f"Part '{FILE}' of the form is missing; send the data file in it.")
    file_name, content = await _file(parts, FILE)
    data_name, data = await _file(parts, DATA)
    given_name, mapping = _text(parts, NAME), _text(parts, MAPPING)
    return SentFile(
        upload=Upload(
            name=given_name or file_name,
            content=content,
            data=data,
            data_name=data_name or "data.asc",
        ),
        mapping=mapping,
    )


async def _file(parts: Mapping[str, UploadFile | str], part: str) -> tuple[str, bytes]:
    """Return the name and content of a part; a part without a file's name is content too."""
    sent = parts.get(part, "")
    if isinstance(sent, str):
        return "", sent.encode("utf-8", "replace")
    return sent.filename or "", await sent.read()


def _text(parts: Mapping[str, UploadFile | str], part: str) -> str | None:
    sent = parts.get(part)
    if sent is None or isinstance(sent, str):
        return sent
    raise InputError(f"Part '{part}' of the form must be a text; send it without a file's name.")
