"""How a share is shown: the same figure on a page, on a slide and in a spreadsheet."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def percent(share: float) -> str:
    """Return a share as whole percent, "34%", and "<1%" for what would look like nobody.

    Halves are rounded up as spreadsheets and slides do it: 29 of 200 people are 15% there, and
    must not be 14% on the page beside it.
    """
    if 0 < share < 0.005:
        return "<1%"
    # Not the binary number behind the share, which lies a little above or below a half.
    points = Decimal(repr(float(share))) * 100
    return f"{points.quantize(Decimal(1), ROUND_HALF_UP)}%"
