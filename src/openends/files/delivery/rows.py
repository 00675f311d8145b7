"""A delivery as the header and rows of one table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openends.domain.delivery import Delivery, DeliveryChoice, Layout
from openends.domain.survey import Cell
from openends.files.delivery.per_code import PER_CODE, rows_per_code
from openends.files.delivery.variables import delivered_table


@dataclass(frozen=True, kw_only=True, slots=True)
class DeliveredRows:
    """A table that can be read once."""

    header: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def delivered_rows(delivery: Delivery, choice: DeliveryChoice) -> DeliveredRows:
    """Return the table in the layout that is wanted."""
    if choice.layout is Layout.ONE_ROW_PER_CODE:
        return DeliveredRows(header=PER_CODE, rows=rows_per_code(delivery))
    table = delivered_table(delivery, choice)
    return DeliveredRows(
        header=[variable.heading or variable.name for variable in table.variables],
        rows=zip(*(variable.values for variable in table.variables), strict=True),
    )
