"""Count the people behind each code of a stored question, by a background variable if wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from openends.domain.coding import Coding
from openends.domain.errors import InputError
from openends.domain.organization import Caller
from openends.domain.response import ResponseStatus
from openends.domain.tabulation import Tabulation
from openends.engine.tabulate.crosstab import crosstab
from openends.engine.tabulate.tabulate import tabulate
from openends.services.stored_question import StoredQuestion, load_coded_question
from openends.store.database import Database

#: Variables that a message names.
_NAMED = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class TabulatedQuestion:
    """A question's counts, and what they are counts of."""

    stored: StoredQuestion
    tabulation: Tabulation

    @property
    def coded(self) -> int:
        """Return how many people have at least one code."""
        statuses = [coding.status for coding in self.stored.coded.codings]
        return statuses.count(ResponseStatus.CODED)

    @property
    def mean_codes(self) -> float:
        """Return how many codes the people have who have any; the same code twice is one."""
        return mean_codes(self.stored.coded.codings)


def mean_codes(codings: Sequence[Coding]) -> float:
    """Return the mean number of codes of those who have any; 0 where nobody has."""
    codes = [len({mention.code.number for mention in coding.mentions}) for coding in codings]
    given = [count for count in codes if count]
    return sum(given) / len(given) if given else 0.0


def tabulate_question(
    database: Database, caller: Caller, project_id: str, question_id: str, by: str | None = None
) -> TabulatedQuestion:
    """Return the counts of a question's coded responses.

    Parameters
    ----------
    by:
        A member of the responses' demographics that the counts are broken down by.

    Raises
    ------
    NotFound
        When the caller has no such project or question.
    InvalidState
        When nothing of it is coded yet.
    InputError
        When no response has the variable, or it has more values than fit a table.
    """
    with database.reading() as connection:
        stored = load_coded_question(connection, caller, project_id, question_id)
    counts = tabulate(stored.coded)
    if by is not None:
        values = variable_values([row.demographics for row in stored.coded_rows], by)
        counts = replace(counts, crosstabs=(crosstab(stored.coded, values, by),))
    return TabulatedQuestion(stored=stored, tabulation=counts)


def variable_values(
    demographics: Sequence[Mapping[str, str | int | float]], variable: str
) -> list[str | None]:
    """Return the variable's value for each response; None where it has none.

    Parameters
    ----------
    demographics:
        Of each of the coded responses.
    """
    known = dict.fromkeys(name for theirs in demographics for name in theirs)
    if variable in known:
        return [_text(theirs.get(variable)) for theirs in demographics]
    if not known:
        raise InputError(
            "Parameter 'by' names a member of the responses' demographics, and no coded response "
            "has any; upload them with the responses."
        )
    names = sorted(known)
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    raise InputError(
        f"Parameter 'by' is '{variable}', which no coded response has among its demographics; they "
        f"have {', '.join(names[:_NAMED])}{more}."
    )


def _text(value: str | float | None) -> str | None:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return None if value is None else str(value)
