"""Ask for something once, and where the reply cannot be used once more, with the reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from openends.llm.ask import Ask
from openends.llm.paid_model import PaidModel, Query

Found = TypeVar("Found")


class Unusable(Exception):
    """A reply cannot be used; the message says why, in words for the model."""


def ask_twice(
    model: PaidModel, write: Callable[[str], Ask], read: Callable[[str], Found]
) -> tuple[Found | None, str]:
    """Return what was found in a reply, or None and why the last reply could not be used.

    Parameters
    ----------
    model:
        The language model.
    write:
        Writes the call, told why an earlier reply could not be used; "" at first.
    read:
        Takes what is wanted out of a reply, or raises ``Unusable``.

    Returns
    -------
    tuple of what was found or None, and str
        The reason is "" where no reply came: then the account knows it.
    """
    wrong = ""
    for _ in range(2):
        reply = next((reply for _, reply in model.replies([Query(write(wrong))])), None)
        if reply is None:
            return None, ""
        try:
            return read(reply.text), ""
        except Unusable as error:
            wrong = str(error)
    return None, wrong
