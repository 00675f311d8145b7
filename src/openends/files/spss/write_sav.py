"""Write a delivered table as SPSS's own data file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openends.domain.delivery import DeliveredTable
from openends.domain.errors import OutputError
from openends.files.atomic import folder_for_parts, replacing
from openends.files.spss.sav_dictionary import put_right
from openends.files.spss.spss_table import SpssTable, one_line, spss_table

#: Bytes of what a file says of itself.
_LONGEST_FILE_LABEL = 64


def write_sav(table: DeliveredTable, path: Path, *, file_label: str = "") -> None:
    """Write a .sav file with labels, missing values, measures and multiple-response sets.

    The same table gives the same bytes; the day in the file is always 1 January 2000.

    Parameters
    ----------
    table:
        What SPSS cannot hold as it is, is changed as ``spss_table`` says.
    path:
        The target, which is replaced when the file is complete.
    file_label:
        What the file says of itself; 64 bytes are kept.

    Raises
    ------
    OutputError
        When the file cannot be written, or has no variable.
    """
    if not table.variables:
        raise OutputError(f"Cannot write {path}: the table has no variable; choose at least one.")
    spss = spss_table(table)
    with replacing(path) as temporary, folder_for_parts() as folder:
        part = Path(folder) / "part.sav"
        _write_part(spss, part, path, one_line(file_label, _LONGEST_FILE_LABEL))
        with part.open("rb") as source, temporary.open("wb") as target:
            put_right(source, target, spss)


def _write_part(table: SpssTable, part: Path, path: Path, file_label: str) -> None:
    """Write everything but what ``put_right`` puts right."""
    import pyreadstat

    variables = table.variables
    numbers = [variable for variable in variables if not variable.width]
    labels = {
        each.name: {float(number): label for number, label in each.value_labels.items()}
        for each in numbers
        if each.value_labels
    }
    try:
        pyreadstat.write_sav(
            _frame(table),
            str(part),
            file_label=file_label,
            row_compress=True,
            column_labels=[variable.label or None for variable in variables],
            variable_value_labels=labels,
            missing_ranges={each.name: list(each.missing) for each in numbers if each.missing},
            variable_measure={variable.name: str(variable.measure) for variable in variables},
            variable_format={each.name: each.format for each in numbers},
            variable_display_width={each.name: each.column_width for each in variables},
        )
    except (pyreadstat.PyreadstatError, pyreadstat.ReadstatError) as error:
        raise OutputError(
            f"Cannot write {path} as a file of SPSS: {error}; make room or write .csv."
        ) from error


def _frame(table: SpssTable) -> Any:
    import polars

    return polars.DataFrame(
        [
            polars.Series(variable.name, list(variable.texts()), dtype=polars.String)
            if variable.width
            else polars.Series(variable.name, list(variable.numbers()), dtype=polars.Float64)
            for variable in table.variables
        ]
    )
