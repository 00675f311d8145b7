"""The texts that tell a language model what to do: named, versioned files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

#: The version in use of each prompt. A text that changes gets a new number and a new file, because
#: records of earlier calls name it.
VERSIONS = {"decide": 1, "name": 1, "reword": 1, "manual": 1, "classify": 1, "review": 1}


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a language model is told before it sees any answer."""

    #: With its version, as "decide-1".
    name: str
    text: str


@cache
def load_prompt(name: str) -> Prompt:
    """Return the prompt in use of that name."""
    versioned = f"{name}-{VERSIONS[name]}"
    file = files(__package__) / "prompts" / f"{versioned}.md"
    return Prompt(versioned, file.read_text("utf-8"))
