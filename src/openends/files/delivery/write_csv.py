"""A delivery as delimited text."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Literal

from openends.domain.delivery import Delivery, DeliveryChoice
from openends.files.atomic import replacing
from openends.files.delivery.rows import delivered_rows
from openends.files.formula import guard_formula

Delimiter = Literal[",", ";", "\t"]


def write_csv(
    delivery: Delivery, choice: DeliveryChoice, path: Path, *, delimiter: Delimiter = ","
) -> None:
    """Write coded questions as delimited text: UTF-8 with a mark, quoted as RFC 4180 says.

    Parameters
    ----------
    delimiter:
        A semicolon opens as columns where a comma parts decimals.

    Raises
    ------
    OutputError
        When the file cannot be written; nothing is left behind.
    """
    table = delivered_rows(delivery, choice)
    # The mark makes Excel read UTF-8.
    with replacing(path) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\r\n")
        writer.writerow(map(guard_formula, table.header))
        writer.writerows(map(guard_formula, row) for row in table.rows)
