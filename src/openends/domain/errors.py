"""Every way Openends says no, as one tree.

OpenendsError
├── InputError            what was handed in cannot be used
│   ├── FileProblem       a file is missing, damaged, locked or not what its name says
│   ├── ColumnProblem     a column is unknown, empty or not text
│   ├── CodebookProblem   a codebook breaks a rule
│   ├── EmptyCodebook     a question has no codebook to take
│   ├── NothingToCode     no answer is left to code
│   └── NothingCoded      what is to be exported is not coded yet
├── OutputError           a result cannot be written
│   └── FormatProblem     the format cannot hold it
├── AccessDenied          the caller may not do this
│   └── KeyMissing, KeyUnknown, KeyRevoked, KeyExpired, NoOrganization, ScopeMissing
├── NotFound              no such thing in this organization
├── Conflict              the state of a thing forbids the step
│   └── AlreadyCoding, JobAlreadyRunning, InvalidState, NotGrouped
├── CreditsShort          the balance does not allow the request
│   └── InsufficientCredits, TrialLimitExceeded, NegativeBalance
├── RateLimited           too many requests
├── CodingStopped         coding began and did not reach its end
│   └── CodebookGenerationFailed, CodingFailed
└── ServerProblem         the server, not the request, is at fault
    ├── ConfigProblem, DatabaseProblem, UpstreamTimeout, ModelRefused
    └── Unavailable
        └── QueueUnavailable, SpssUnavailable, ModelUnavailable

Each error carries a stable ``code``, an HTTP ``status`` and one sentence that says what is wrong,
where, and what to do next. The faces (command line, API) render it; nobody else prints.
"""

from __future__ import annotations


class OpenendsError(Exception):
    """Something a user can understand and act on went wrong; one sentence says it."""

    code = "INTERNAL_ERROR"
    status = 500
    #: Whole seconds after which trying again makes sense; None when it does not.
    retry_after: int | None = None

    def __init__(self, message: str, *, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.retry_after = self.retry_after if retry_after is None else retry_after


class InputError(OpenendsError):
    """What was handed in cannot be used as it is."""

    code = "VALIDATION_ERROR"
    status = 422


class FileProblem(InputError):
    """A file is missing, damaged, protected, too large or not what its name says."""


class ColumnProblem(InputError):
    """A column is unknown, ambiguous, empty or holds no text."""


class CodebookProblem(InputError):
    """A codebook breaks a rule: names missing, empty or used twice."""


class EmptyCodebook(InputError):
    """A question has no codebook that could be cloned, used or exported."""

    code = "EMPTY_CODEBOOK"


class NothingToCode(InputError):
    """No answer is left to code once blanks are set aside."""

    code = "NO_DATA"


class NothingCoded(InputError):
    """Nothing of what is to be exported is coded yet."""

    code = "NO_DATA"


class OutputError(OpenendsError):
    """A result cannot be written where it was asked for."""

    code = "OUTPUT_ERROR"


class FormatProblem(OutputError):
    """A format cannot hold what is to be written in it."""

    code = "VALIDATION_ERROR"
    status = 422


class AccessDenied(OpenendsError):
    """The caller may not do this."""

    code = "UNAUTHORIZED"
    status = 401


class KeyMissing(AccessDenied):
    """The request carries no API key, or none of the right form."""


class KeyUnknown(AccessDenied):
    """The API key has the right form, but nobody has it."""

    code = "AUTH_ERROR"


class KeyRevoked(AccessDenied):
    """The API key was taken back."""

    code = "KEY_REVOKED"


class KeyExpired(AccessDenied):
    """The API key's last day is over."""

    code = "KEY_EXPIRED"


class NoOrganization(AccessDenied):
    """The API key's organization is not active."""

    code = "NO_ORG"


class ScopeMissing(AccessDenied):
    """The API key lacks the scope that the operation needs."""

    code = "INSUFFICIENT_SCOPE"
    status = 403


class NotFound(OpenendsError):
    """There is no such thing in the caller's organization."""

    code = "NOT_FOUND"
    status = 404


class Conflict(OpenendsError):
    """The state of a thing forbids the step."""

    code = "INVALID_STATE"
    status = 409


class AlreadyCoding(Conflict):
    """The question is being coded by a job; the message names it."""

    code = "ALREADY_CODING"


class JobAlreadyRunning(Conflict):
    """A job of the same kind runs for the question; the message names it."""

    code = "JOB_ALREADY_RUNNING"


class InvalidState(Conflict):
    """A step comes out of order; the message names the one that is missing."""


class NotGrouped(Conflict):
    """The operation needs questions that are grouped."""

    code = "NOT_GROUPED"


class CreditsShort(OpenendsError):
    """The balance does not allow the request; nothing was coded."""

    code = "INSUFFICIENT_CREDITS"
    status = 402


class InsufficientCredits(CreditsShort):
    """The organization has fewer credits than the request costs."""


class TrialLimitExceeded(CreditsShort):
    """The free credits of a trial are used up."""

    code = "TRIAL_LIMIT_EXCEEDED"


class NegativeBalance(CreditsShort):
    """The floor of an organization that may go below zero is reached."""

    code = "NEGATIVE_BALANCE"


class RateLimited(OpenendsError):
    """Too many requests; ``retry_after`` says when the next is welcome."""

    code = "RATE_LIMITED"
    status = 429
    retry_after = 60


class CodingStopped(OpenendsError):
    """Coding began and did not reach its end."""

    code = "CODING_FAILED"


class CodebookGenerationFailed(CodingStopped):
    """No codebook could be built from the responses."""

    code = "CODEBOOK_GENERATION_FAILED"


class CodingFailed(CodingStopped):
    """Coding failed on the way; what was coded is kept."""


class ServerProblem(OpenendsError):
    """The server, not the request, is at fault."""


class ConfigProblem(ServerProblem):
    """The server is not set up rightly."""

    code = "CONFIG_ERROR"


class DatabaseProblem(ServerProblem):
    """The database refused a query."""

    code = "DB_ERROR"


class UpstreamTimeout(ServerProblem):
    """Coding or a service it needs took longer than a request may wait."""

    code = "GATEWAY_TIMEOUT"
    status = 504


class ModelRefused(ServerProblem):
    """A language model's provider says no: to the key, the model's name, the request or a text."""

    code = "CONFIG_ERROR"


class Unavailable(ServerProblem):
    """Something the server needs is down for the moment."""

    code = "SERVICE_UNAVAILABLE"
    status = 503
    retry_after = 30


class QueueUnavailable(Unavailable):
    """The queue takes no further jobs for the moment."""

    code = "QUEUE_UNAVAILABLE"
    retry_after = 60


class SpssUnavailable(Unavailable):
    """SPSS files cannot be written for the moment."""

    code = "SPSS_SERVICE_ERROR"


class ModelUnavailable(Unavailable):
    """A language model's provider is down or takes no further calls for now."""
