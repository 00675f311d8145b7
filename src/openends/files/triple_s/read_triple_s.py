"""Read a survey in Triple-S, the open standard for moving surveys between programs."""

from __future__ import annotations

from pathlib import Path

from openends.domain.survey import Column, Survey
from openends.files.table import column_names
from openends.files.triple_s.triple_s_data import find_data, read_fields
from openends.files.triple_s.triple_s_description import read_description
from openends.files.triple_s.triple_s_values import column_values


def read_triple_s(path: Path) -> Survey:
    """Read the .sss or .xml file of a survey with the data file beside it.

    Codes become their texts, several of a respondent are joined; labels become questions.

    Raises
    ------
    FileProblem
        When either file is missing, damaged, hostile or not what the other says.
    """
    described = read_description(path)
    fields, notes = read_fields(find_data(path, described), described)
    names, renamed = column_names([variable.name for variable in described.variables])
    columns = tuple(
        Column(name=name, label=variable.label, values=column_values(variable, column))
        for name, variable, column in zip(
            names, described.variables, zip(*fields, strict=True), strict=True
        )
    )
    return Survey(columns=columns, source=path.name, warnings=(*notes, *renamed))


def triple_s_files(path: Path) -> tuple[Path, ...]:
    """Return all files of a survey: the XML and the data file that it describes."""
    return path, find_data(path, read_description(path))
