"""What asking a language model would take, without asking it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openends.llm.account import USUAL_TOKENS, Account, tokens_of
from openends.llm.ask import LanguageModel, Reply
from openends.llm.paid_model import PaidModel, Query
from openends.llm.price import Price


class UnaskedModel(PaidModel):
    """Counts what would be asked of a language model; no call is made.

    Parameters
    ----------
    model:
        The language model.
    price:
        Of the model; None where it is unknown.

    Notes
    -----
    Tokens are reckoned from the letters that would be sent, on the safe side, and from replies of
    the usual length. What follows from replies, such as asking once more, is not in it.
    """

    def __init__(self, model: LanguageModel, price: Price | None = None) -> None:
        super().__init__(model, account=Account(price))

    def replies(self, queries: Sequence[Query]) -> Iterator[tuple[int, Reply]]:
        """Count the queries, and return no reply to any."""
        for query in queries:
            written = min(query.ask.max_tokens, USUAL_TOKENS * max(1, len(query.places)))
            guess = Reply(
                text="", input_tokens=tokens_of(query.ask), output_tokens=written, seconds=0.0
            )
            self._prompts.add(query.ask.prompt)
            self.account.pay(guess, query.places)
        yield from ()
