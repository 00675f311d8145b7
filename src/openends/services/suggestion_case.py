"""A suggestion that is to be resolved, with all that it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from openends.domain.codebook import Code
from openends.domain.errors import InvalidState
from openends.domain.organization import Caller
from openends.domain.resolution import Resolution
from openends.domain.suggestion import Suggestion, SuggestionStatus
from openends.services.change_codings import Deed
from openends.services.ports import Keep
from openends.store import suggestions
from openends.store.changes import Author
from openends.store.codebook_rows import StoredCodebook
from openends.store.database import Database
from openends.store.suggestions import StoredSuggestion


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolved:
    """What became of a suggestion."""

    suggestion: StoredSuggestion
    #: The codebook afterwards, and the code that was made or changed; None where none was.
    stored: StoredCodebook
    code: Code | None = None
    #: Responses that have other codes now.
    reassigned: int = 0
    #: People by the id of the code; empty where nothing was coded anew.
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class SuggestionCase:
    """A suggestion that is to be resolved, with all that it takes."""

    database: Database
    caller: Caller
    project_id: str
    question_id: str
    kept: StoredSuggestion
    suggestion: Suggestion
    stored: StoredCodebook
    wanted: Resolution
    author: Author
    now: datetime
    keep: Keep[Resolved]

    def deed(self, action: str, **details: Any) -> Deed:
        """Return what the log says of it."""
        told = {"suggestion_id": self.kept.id, "suggestion": self.kept.type, **details}
        return Deed(action=action, author=self.author, details=told)

    def close(  # noqa: PLR0913 - what became of it
        self,
        connection: Connection,
        status: SuggestionStatus,
        *,
        change_id: str,
        stored: StoredCodebook,
        code: Code | None = None,
        reassigned: int = 0,
        counts: Mapping[str, int] | None = None,
    ) -> Resolved:
        """Note what became of the suggestion in the transaction that did it."""
        organization = self.caller.organization.id
        if not suggestions.resolve(
            connection,
            organization,
            self.kept.id,
            status=status,
            action=self.wanted.action,
            by=self.author.coder,
            dismiss_reason=self.wanted.dismiss_reason,
            change_id=change_id,
            now=self.now,
        ):
            raise InvalidState("The suggestion was resolved by somebody else meanwhile.")
        after = suggestions.get(connection, organization, self.question_id, self.kept.id)
        done = Resolved(
            suggestion=after or self.kept,
            stored=stored,
            code=code,
            reassigned=reassigned,
            counts=counts or {},
        )
        self.keep(connection, done)
        return done
