from __future__ import annotations

import pytest

from openends.files import read_survey


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """A folder for property tests, whose examples overwrite one another's files."""
    return tmp_path_factory.mktemp("examples")


@pytest.fixture
def survey_from(tmp_path):
    """Write content to a file of the given name and read it as a survey."""

    def read(name, content, encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return read_survey(path)

    return read
