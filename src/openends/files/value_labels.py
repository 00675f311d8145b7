"""What the numbers of a data file stand for, where the file says it."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path

from openends.domain.errors import FileProblem
from openends.files.spss.spss_texts import SpssTexts
from openends.files.table import column_names

_SPSS = frozenset({".sav", ".zsav"})


def read_value_labels(path: Path) -> Mapping[str, Mapping[int, str]]:
    """Return, by column, the texts that its numbers stand for; only SPSS files have them.

    Columns are named as ``read_survey`` names them, whose cells hold the texts.

    Raises
    ------
    FileProblem
        When the file is damaged.
    """
    if path.suffix.casefold() not in _SPSS:
        return {}
    import pyreadstat

    try:
        with warnings.catch_warnings():
            # It tells of repeated names, which are told apart here as in the survey.
            warnings.simplefilter("ignore")
            _, meta = pyreadstat.read_sav(str(path), metadataonly=True, encoding="latin1")
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError) as error:
        raise FileProblem(
            f"{path.name} is a damaged SPSS file; open it in SPSS, save it anew and try again."
        ) from error
    given = meta.variable_value_labels
    texts = SpssTexts(path, (label for labels in given.values() for label in labels.values()))
    names, _ = column_names([texts.read(variable) for variable in meta.column_names])
    return {
        name: {
            int(value): texts.read(label).strip()
            for value, label in given.get(variable, {}).items()
            if isinstance(value, int | float) and float(value).is_integer()
        }
        for name, variable in zip(names, meta.column_names, strict=True)
    }
