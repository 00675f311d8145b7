"""Every way Openends says no, as one tree.

OpenendsError
├── InputError            what was handed in cannot be used
│   ├── FileProblem       a file is missing, damaged, locked or not what its name says
│   ├── ColumnProblem     a column is unknown, empty or not text
│   ├── CodebookProblem   a codebook breaks a rule
│   └── NothingToCode     no answer is left to code
└── OutputError           a result cannot be written

Each error carries a stable ``code``, an HTTP ``status`` and one sentence that says what is wrong,
where, and what to do next. The faces (command line, API) render it; nobody else prints.
"""

from __future__ import annotations


class OpenendsError(Exception):
    """Something a user can understand and act on went wrong.

    Parameters
    ----------
    message:
        One sentence: what is wrong, where, and what to do next.
    """

    code = "INTERNAL_ERROR"
    status = 500

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


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


class NothingToCode(InputError):
    """No answer is left to code once blanks are set aside."""

    code = "NO_DATA"


class OutputError(OpenendsError):
    """A result cannot be written where it was asked for."""

    code = "OUTPUT_ERROR"
