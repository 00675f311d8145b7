"""Agreement of coders and corrected percentages in words, for terminals, answers and reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openends.domain.sample import MACHINE
from openends.engine.reliability.estimate import RELIABLE, Estimate
from openends.engine.reliability.two_coders import TwoCoders
from openends.engine.reliability.verification_result import CheckedCode
from openends.store.samples import StoredSample

#: Codes whose corrected percentage a sentence tells.
_CODES = 10


def outlooks(agreement: TwoCoders) -> Iterator[str]:
    """Yield for each alpha how many more responses to double-code until it is reliable."""
    yield _outlook(
        "Krippendorff's alpha (Jaccard)", agreement.alpha_jaccard, agreement.more_for_jaccard
    )
    yield _outlook("Krippendorff's alpha (MASI)", agreement.alpha_masi, agreement.more_for_masi)


def agreement_told(
    sample: StoredSample, coders: tuple[str, str], agreement: TwoCoders
) -> Iterator[str]:
    """Yield how two coders of a sample agree, without an answer in it."""
    first, second = coders
    yield (
        f"{first} and {'the machine' if second == MACHINE else second} double-coded "
        f"{agreement.responses:,} answers, drawn at random from {sample.base:,} different ones on "
        f"{sample.created_at.date().isoformat()} and shown without codes: Krippendorff's alpha "
        f"{_figure(agreement.alpha_jaccard)} for sets by Jaccard and "
        f"{_figure(agreement.alpha_masi)} by MASI, Cohen's kappa of whole sets "
        f"{_figure(agreement.kappa)}, the same codes {_figure(agreement.percent_agreement)}; 95% "
        "intervals in brackets."
    )
    kappas = [
        (code.kappa.value, code.code) for code in agreement.codes if code.kappa.value is not None
    ]
    if len(kappas) > 1:
        (low, worst), (high, best) = min(kappas), max(kappas)
        reliable = sum(value > RELIABLE for value, _ in kappas)
        yield (
            f"By code, Cohen's kappa reaches from {_short(low)} ({worst}) to {_short(high)} "
            f"({best}); it is above .80 for {reliable:,} of {len(kappas):,} codes."
        )


def verification_told(
    sample: StoredSample, checker: str, codes: Sequence[CheckedCode]
) -> Iterator[str]:
    """Yield how far off the percentages are by a sample that was checked, without an answer."""
    told = "; ".join(
        f"{row.code} {row.coded:.1%} as coded, {_percent(row.corrected)} corrected, precision "
        f"{_figure(row.precision)}, recall {_figure(row.recall)}"
        for row in codes[:_CODES]
    )
    more = f"; {len(codes) - _CODES:,} rarer codes are not told" if len(codes) > _CODES else ""
    yield (
        f"{checker} checked {len(sample.drawn):,} of {sample.base:,} answers, drawn by code and "
        f"confidence on {sample.created_at.date().isoformat()} and shown without codes. "
        "Percentages by it, with 95% intervals in brackets that join sampling and coding error "
        f"where they are corrected: {told}{more}."
    )


def _outlook(name: str, figure: Estimate, more: int | None) -> str:
    if figure.value is None:
        return f"{name} is not defined: the codings do not vary."
    if more == 0:
        return f"{name}: the whole interval lies above .80."
    if more is not None:
        return (
            f"{name}: if agreement stays as it is, the whole interval lies above .80 after "
            f"{more:,} more responses."
        )
    if figure.value <= RELIABLE:
        return f"{name} is not above .80: more responses would not help, clearer codes may."
    return f"{name}: these responses do not tell how many more are needed."


def _figure(found: Estimate) -> str:
    if found.value is None:
        return "not defined"
    if found.low is None or found.high is None:
        return _short(found.value)
    return f"{_short(found.value)} ({_short(found.low)} to {_short(found.high)})"


def _short(value: float) -> str:
    """Write a figure as reports do: without a nought before the point."""
    return f"{value:.2f}".replace("0.", ".", 1)


def _percent(found: Estimate) -> str:
    if found.value is None or found.low is None or found.high is None:
        return "not known"
    return f"{found.value:.1%} ({found.low:.1%} to {found.high:.1%})"
