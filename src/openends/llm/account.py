"""What was asked of a language model, what it cost, and what the budget still allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from openends.domain.result import AdviceReport
from openends.llm.ask import Ask, Reply
from openends.llm.price import Price

#: Letters of a token, on the safe side.
LETTERS_PER_TOKEN = 2.5
#: Tokens that a reply on one answer usually has: one or two codes.
USUAL_TOKENS = 60


class Account:
    """Counts calls, tokens and US dollars of one question after the other.

    Parameters
    ----------
    price:
        Of the model; None where it is unknown.
    max_cost:
        US dollars that all questions together may cost; None for no limit. Heeded only where there
        is a price.
    """

    def __init__(self, price: Price | None = None, max_cost: float | None = None) -> None:
        self._price = price
        self._max_cost = max_cost
        self._earlier = 0.0
        self._input = self._output = 0
        self.begin()

    def begin(self) -> None:
        """Begin a question; what the ones before it cost still counts against the budget."""
        self._earlier += self.cost or 0.0
        self._sent: set[int] = set()
        self._calls = self._replayed = self._input = self._output = 0
        self._fallbacks: Counter[str] = Counter()
        #: Why the codes keep their own names; "" where they do not, or were not asked for.
        self.unnamed = ""
        #: Why there is no coding manual; "" where there is one, or none was asked for.
        self.no_manual = ""
        #: Why nothing more is asked; "" while there is no reason.
        self.stopped = ""

    @property
    def cost(self) -> float | None:
        """US dollars for the question at hand; None where no price is known."""
        return self._price.cost(self._input, self._output) if self._price else None

    def pay(self, reply: Reply, places: Iterable[int]) -> None:
        """Count a call that was made about the answers at those places."""
        self._calls += 1
        self._input += reply.input_tokens
        self._output += reply.output_tokens
        self._sent.update(places)

    def replay(self, places: Iterable[int]) -> None:
        """Count a call that was made before, and costs nothing now."""
        self._replayed += 1
        self._sent.update(places)

    def fall_back(self, reasons: Iterable[str]) -> None:
        """Count answers that keep their embedded coding."""
        self._fallbacks.update(reasons)

    def affordable(self, asks: Sequence[Ask]) -> int:
        """Return how many of the calls, from the first on, stay within the budget for certain."""
        if self._price is None or self._max_cost is None:
            return len(asks)
        left = self._max_cost - self._earlier - (self.cost or 0.0)
        for count, ask in enumerate(asks):
            left -= self._price.cost(tokens_of(ask), ask.max_tokens)
            if left < 0:
                self.stopped = "" if count else f"the budget of ${self._max_cost:g} was reached"
                return count
        return len(asks)

    def estimate(self, asks: Sequence[Ask], answers: int) -> str:
        """Say in words how much asking about so many answers takes, before it is done."""
        read, written = sum(map(tokens_of, asks)), USUAL_TOKENS * answers
        about = f", about ${self._price.cost(read, written):.2f}" if self._price else ""
        return f"{read + written:,} tokens{about}"

    def report(self, model: str, prompts: Sequence[str]) -> AdviceReport:
        """Return what the question at hand has come to."""
        return AdviceReport(
            model=model,
            prompts=tuple(prompts),
            sent=len(self._sent),
            fallbacks={reason: self._fallbacks[reason] for reason in sorted(self._fallbacks)},
            calls=self._calls,
            replayed=self._replayed,
            input_tokens=self._input,
            output_tokens=self._output,
            cost=self.cost,
            stopped=self.stopped,
            unnamed=self.unnamed,
            no_manual=self.no_manual,
        )


def tokens_of(ask: Ask) -> int:
    """Return about how many tokens a call has that is not made yet."""
    letters = len(ask.instructions) + len(ask.text) + len(str(ask.schema))
    return int(letters / LETTERS_PER_TOKEN)
