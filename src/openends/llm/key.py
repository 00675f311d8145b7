"""A provider's key: read when a model is loaded, handed on, and kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from openends.domain.errors import ConfigProblem

#: No key is longer; a file that is, is another file.
_LONGEST = 4_096


def read_key(file: Path | None, environment: Mapping[str, str], variable: str) -> str | None:
    """Return the key of a provider.

    Parameters
    ----------
    file:
        Holds the key and nothing else; comes before the variable.
    environment:
        What the environment says.
    variable:
        The name under which it holds the key.

    Returns
    -------
    str or None
        None when nobody gave one.

    Raises
    ------
    ConfigProblem
        When the file cannot be read, or what was given cannot be a key. The sentence never shows
        it.
    """
    if file is None:
        key = environment.get(variable, "").strip()
        return _checked(key, f"The variable {variable}") if key else None
    try:
        with file.open(encoding="utf-8") as stream:
            key = stream.read(_LONGEST + 1).strip()
    except (OSError, ValueError) as error:
        raise ConfigProblem(
            f"The key file {file} cannot be read ({type(error).__name__}); name a text file that "
            "holds the key alone and that you may read."
        ) from None
    return _checked(key, f"The key file {file}")


def _checked(key: str, where: str) -> str:
    # What is no key must not get as far as a header, whose refusal would quote it.
    if not key or len(key) > _LONGEST or not all("!" <= character <= "~" for character in key):
        raise ConfigProblem(
            f"{where} holds no key: a key is one word of letters, digits and marks; copy it anew."
        )
    return key
