"""What all tests share: the real encoders, loaded once, and the sample survey."""

import pytest

from openends.encoders import UniversalSentenceEncoder, load_encoders
from openends.files import read_survey
from openends.sample import survey_path


@pytest.fixture(scope="session")
def use() -> UniversalSentenceEncoder:
    """The quick encoder that the command line uses too."""
    return load_encoders("fast", ["en"])[0]


@pytest.fixture(scope="session")
def sample():
    """The sample survey that ships with Openends."""
    return read_survey(survey_path())
