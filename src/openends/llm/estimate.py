"""What asking a language model would take, without asking it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openends.llm.account import USUAL_TOKENS, Account, tokens_of
from openends.llm.ask import LanguageModel, Reply
from openends.llm.calls import CallLog
from openends.llm.paid_model import PaidModel, Query, Replied, Waiting
from openends.llm.price import Price


class UnaskedModel(PaidModel):
    """Counts what would be asked of a language model; no call is made.

    Parameters
    ----------
    model:
        The language model.
    log:
        Calls from before: what is on record is not counted, and replies as it did.
    price:
        Of the model; None where it is unknown.

    Notes
    -----
    Tokens are reckoned from the letters that would be sent, on the safe side, and from replies of
    the usual length. What follows from replies, such as asking once more, is not in it.
    """

    def __init__(
        self, model: LanguageModel, log: CallLog | None = None, price: Price | None = None
    ) -> None:
        super().__init__(model, log, Account(price))

    def _ask(self, queries: Sequence[Query], waiting: Sequence[Waiting]) -> Iterator[Replied]:
        """Count the calls, and return no reply to any."""
        for at, _ in waiting:
            query = queries[at]
            written = min(query.ask.max_tokens, USUAL_TOKENS * max(1, len(query.places)))
            guess = Reply(
                text="", input_tokens=tokens_of(query.ask), output_tokens=written, seconds=0.0
            )
            self.account.pay(guess, query.places)
        yield from ()
