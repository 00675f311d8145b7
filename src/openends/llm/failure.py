"""What a provider's error means for the call, for the calls after it, and for whoever reads it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from openends.domain.errors import ModelRefused, ModelUnavailable, OpenendsError, UpstreamTimeout

if TYPE_CHECKING:
    from pydantic_ai.exceptions import ModelAPIError

#: A provider's name of an error. Its sentences are never passed on: they can quote the answer that
#: was sent, or the key.
_ERROR_NAME = re.compile(r"[a-z]+(_[a-z]+)*")
#: Statuses of the 400s that pass by themselves: timeout, conflict, too early.
_PASSING = (408, 409, 425)
#: What the library raises when it stumbles over a reply whose form it did not expect.
_STUMBLED = AttributeError | LookupError | TypeError | ValueError
_UNREADABLE = "sends replies that cannot be read"
_ELSEWHERE = "refused the request; check the server's address"
#: What a model must be able to do that is asked for text, for the sentence on one that cannot.
JSON_BY_SCHEMA = "it can reply in JSON by a schema"


class Kind(Enum):
    """What can be done about a failure."""

    #: The provider asks for fewer calls: wait, with all others.
    LIMITED = auto()
    #: The provider is in trouble: try again.
    DOWN = auto()
    #: The provider says no, and will again.
    REFUSED = auto()
    #: The provider says no to this text alone; it is well.
    DECLINED = auto()


@dataclass(frozen=True, kw_only=True, slots=True)
class Failure:
    """Why a call was not answered."""

    kind: Kind
    #: How the call ends if it is not tried again.
    error: OpenendsError
    #: Seconds that the provider asks to wait; None if it says nothing.
    retry_after: float | None = None


def read_failure(
    error: Exception, model: str, seconds: float, needed: str = JSON_BY_SCHEMA
) -> Failure | None:
    """Say what went wrong with a call, without a word of what was sent.

    Parameters
    ----------
    error:
        What the library raised.
    model:
        Provider and name, for the sentence.
    seconds:
        How long a call may take.
    needed:
        What a model must be able to do to be asked like this.

    Returns
    -------
    Failure or None
        None when it is no failure of a call but a mistake in a program.
    """
    from pydantic_ai import exceptions as said

    if isinstance(error, said.ModelTimeoutError | said.ModelRequestTimeout | TimeoutError):
        return Failure(kind=Kind.DOWN, error=_timeout(model, seconds))
    if isinstance(error, said.ContentFilterError):
        return declined(model)
    if isinstance(error, said.ModelAPIError):
        return _read_answer(error, model, needed)
    if isinstance(error, said.UnexpectedModelBehavior | _STUMBLED):
        return _down(f"{model} {_UNREADABLE}")
    if isinstance(error, said.UserError):
        return _refused(f"{model} cannot be asked for JSON; choose another model")
    # A redirection of a call for vectors is handed on as it is.
    return _refused(f"{model} {_ELSEWHERE}") if _status(error) else None


def declined(model: str) -> Failure:
    """Return the failure of a call whose text the provider does not want to speak about."""
    return _refused(
        f"{model} declined to reply to a text (its content filter); decide by hand", Kind.DECLINED
    )


def broken(model: str, why: str) -> Failure:
    """Return the failure of a call whose reply can be read, and not used."""
    return _down(f"{model} sends vectors that cannot be used ({why})")


def _read_answer(error: ModelAPIError, model: str, needed: str) -> Failure:
    """Say what an error means that the provider, or the way to it, answered with."""
    from pydantic_ai import exceptions as said

    status = _status(error)
    refusal = None if status in _PASSING else _refusal(error, needed)
    if refusal is not None:
        too_long = isinstance(error, said.ModelContextWindowExceededError)
        kind = Kind.DECLINED if too_long else Kind.REFUSED
        return _refused(f"{model} {refusal}{_told(error)}", kind)
    if isinstance(error, said.ModelRateLimitError):
        limit = "takes no further calls for now: its limit is reached"
        return _down(f"{model} {limit}", error, kind=Kind.LIMITED)
    if isinstance(error, said.ModelConnectionError):
        return _down(f"{model} cannot be reached")
    trouble = _UNREADABLE if status is None else f"is in trouble{_told(error)}"
    return _down(f"{model} {trouble}", error)


def _refusal(error: ModelAPIError, needed: str) -> str | None:
    """Say why sending the request once more is useless; None when it may not be."""
    from pydantic_ai import exceptions as said

    refusals: tuple[tuple[type[Exception], str], ...] = (
        (
            said.ModelQuotaExceededError,
            "refused the call: the account's credit or quota is used up; top it up",
        ),
        (
            said.ModelAuthenticationError,
            "refused the key; check that it is complete, valid and may use this model",
        ),
        (
            said.ModelNotFoundError,
            "is not known to its provider; check the model's name and the server's address",
        ),
        (
            said.ModelContextWindowExceededError,
            "refused a text that is longer than it can read; shorten it",
        ),
        (
            said.ModelRequestRejectedError,
            f"refused the request; check that {needed}",
        ),
    )
    why = next((why for kind, why in refusals if isinstance(error, kind)), None)
    status = _status(error)
    odd = status is not None and status < 500 and not isinstance(error, said.ModelRateLimitError)
    return why or (_ELSEWHERE if odd else None)


def _status(error: Exception) -> int | None:
    """Return the HTTP status, also of a redirection, which the library only half understands."""
    for it in (error, error.__cause__):
        if isinstance(status := getattr(it, "status_code", None), int):
            return status
    return None


def _told(error: ModelAPIError) -> str:
    """Return status and name of an error, in brackets; nothing where there are none."""
    names = (error.provider_error_code, error.provider_error_type)
    status = _status(error)
    told = [f"status {status}"] if status else []
    told += [name for name in names if name and _ERROR_NAME.fullmatch(name)][:1]
    return f" ({', '.join(told)})" if told else ""


def _timeout(model: str, seconds: float) -> UpstreamTimeout:
    return UpstreamTimeout(
        f"{model} did not reply within {seconds:g} seconds; try again later, or allow more time."
    )


def _down(reason: str, error: ModelAPIError | None = None, *, kind: Kind = Kind.DOWN) -> Failure:
    wait = None if error is None else error.retry_after
    return Failure(
        kind=kind,
        error=ModelUnavailable(
            f"{reason}; try again later.", retry_after=None if wait is None else round(wait)
        ),
        retry_after=wait,
    )


def _refused(reason: str, kind: Kind = Kind.REFUSED) -> Failure:
    return Failure(kind=kind, error=ModelRefused(f"{reason}."))
