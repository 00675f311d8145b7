"""Agreement on the tone of responses and of mentions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openends.domain.coding import Sentiment

#: The three tones that data sets agree on.
THREE = (Sentiment.POSITIVE, Sentiment.NEUTRAL, Sentiment.NEGATIVE)
#: The two tones that matter most to a reader of the table.
TWO = (Sentiment.POSITIVE, Sentiment.NEGATIVE)


@dataclass(frozen=True, kw_only=True, slots=True)
class ToneAgreement:
    """How often the machine tells the tone that people tell; shares 0 to 1."""

    #: Responses or mentions that were compared.
    compared: int
    accuracy: float
    #: Mean F1 of the tones that people told: rare tones weigh as much as frequent ones.
    macro_f1: float


def measure_tones(
    told: Sequence[tuple[Sentiment, Sentiment]], tones: Sequence[Sentiment]
) -> ToneAgreement | None:
    """Compare tones where people told one of ``tones``.

    Parameters
    ----------
    told:
        Tone with people and with the machine, a pair per response or mention.
    tones:
        ``THREE`` or ``TWO``: what people told otherwise is left out. What the machine told
        otherwise is a miss, but "mixed" counts as "neutral" where that is a choice: neither
        side wins.

    Returns
    -------
    ToneAgreement or None
        None when people told none of these tones.
    """
    pairs = [(theirs, _as_choice(ours, tones)) for theirs, ours in told if theirs in tones]
    if not pairs:
        return None
    from sklearn.metrics import f1_score

    truth = [str(theirs) for theirs, _ in pairs]
    guess = [str(ours) for _, ours in pairs]
    macro = f1_score(truth, guess, labels=sorted(set(truth)), average="macro", zero_division=0.0)
    return ToneAgreement(
        compared=len(pairs),
        accuracy=sum(theirs == ours for theirs, ours in pairs) / len(pairs),
        macro_f1=float(macro),
    )


def _as_choice(tone: Sentiment, tones: Sequence[Sentiment]) -> Sentiment:
    if tone is Sentiment.MIXED and Sentiment.NEUTRAL in tones:
        return Sentiment.NEUTRAL
    return tone
