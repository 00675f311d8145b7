"""The comparison of two coders as a table to write."""

from __future__ import annotations

from collections.abc import Sequence

from openends.domain.survey import Cell
from openends.engine.reliability.estimate import Estimate
from openends.engine.reliability.two_coders import TwoCoders
from openends.files.write_sheets import Sheet

#: Names of the figures; each has columns for its interval beside it.
_FIGURES = (
    "percent agreement",
    "Cohen's kappa",
    "Krippendorff's alpha",
    "Krippendorff's alpha (Jaccard)",
    "Krippendorff's alpha (MASI)",
    "positive agreement",
)
ALL_CODES = "(all codes)"


def comparison_sheet(found: TwoCoders) -> Sheet:
    """Return a row for all codes together, then one by code."""
    header = ["code", "first coder", "second coder", "both"]
    for name in _FIGURES:
        header += [name, f"{name}, low", f"{name}, high"]
    nothing = Estimate(None)
    rows = [
        _row(
            [ALL_CODES, None, None, None],
            (
                found.percent_agreement,
                found.kappa,
                nothing,
                found.alpha_jaccard,
                found.alpha_masi,
                found.positive_agreement,
            ),
        )
    ]
    for code in found.codes:
        figures = (code.percent_agreement, code.kappa, code.alpha)
        rows.append(
            _row(
                [code.code, code.first, code.second, code.both],
                (*figures, nothing, nothing, code.positive_agreement),
            )
        )
    return Sheet(name="Agreement", header=header, rows=rows, widths=(34,))


def _row(first: list[Cell], figures: Sequence[Estimate]) -> list[Cell]:
    for figure in figures:
        first += [figure.value, figure.low, figure.high]
    return first
