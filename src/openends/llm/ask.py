"""What a language model is asked, what it replies, and what any model must be able to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from openends.domain.errors import OpenendsError


@dataclass(frozen=True, kw_only=True, slots=True)
class Ask:
    """One thing that a model is asked, such as which codes fit one answer."""

    #: Name and version of the wording, such as "decide-1".
    prompt: str
    #: What the model is to do; the same for many asks.
    instructions: str
    #: What it is to do it with.
    text: str
    #: JSON schema of the reply. The model is told to keep to it, and may not.
    schema: Mapping[str, Any]
    #: Most tokens of the reply. A model that thinks first spends them on its thoughts too.
    max_tokens: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What a model replied, unread: whether it keeps to the schema is for the asker to check."""

    #: JSON if all is well. One that was cut off at ``max_tokens`` ends in the middle.
    text: str
    #: Tokens that were read and written, as the provider counts and charges them.
    input_tokens: int
    output_tokens: int
    #: How long the call took, without the attempts before it and the waiting between them.
    seconds: float


#: How a call ended: what the model replied, or why it did not.
Ending = Reply | OpenendsError


class LanguageModel(Protocol):
    """A language model, wherever it runs."""

    @property
    def name(self) -> str:
        """Provider and model, such as "openai:gpt-5-mini"."""

    @property
    def parameters(self) -> Mapping[str, Any]:
        """What else a reply depends on, such as the temperature; goes into the hash of a call."""

    def ask_all(self, asks: Sequence[Ask]) -> Iterator[tuple[int, Ending]]:
        """Ask many things at the same time.

        Parameters
        ----------
        asks:
            What to ask, in any number.

        Yields
        ------
        tuple of int and Reply or OpenendsError
            The position of an ask and how it ended, once each, as they end and so in any order.
        """
