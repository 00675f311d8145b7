from __future__ import annotations

import pytest
from made_study import make_study


@pytest.fixture
def study(database):
    """An organization with 1,000 credits and a question without responses."""
    return make_study(database)
