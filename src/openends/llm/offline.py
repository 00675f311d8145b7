"""A promise that no answer leaves the machine: whoever is offline calls nobody."""

from __future__ import annotations

from collections.abc import Mapping

from openends.domain.errors import ConfigProblem

#: What the variable says where calls are allowed; whatever else it says forbids them.
_ALLOWED = {"", "0", "false", "no", "off", "n", "f"}


def is_offline(environment: Mapping[str, str]) -> bool:
    """Return whether the variable ``OPENENDS_OFFLINE`` of an environment forbids calls."""
    return environment.get("OPENENDS_OFFLINE", "").strip().casefold() not in _ALLOWED


def refuse_if_offline(offline: bool, what: str) -> None:
    """Raise ``ConfigProblem`` where calls to others are forbidden, before anything is looked up.

    Parameters
    ----------
    offline:
        What the setting ``OPENENDS_OFFLINE`` says.
    what:
        What would call somebody, at the beginning of a sentence.
    """
    if offline:
        raise ConfigProblem(
            f"{what} cannot be used: OPENENDS_OFFLINE forbids every call to other programs and "
            "machines; take the setting away, or do without."
        )
