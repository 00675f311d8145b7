"""Encoders of the benchmarks, which stand in for those that code."""

import inspect
import sys
from pathlib import Path

from openends.encoders import load_encoders

sys.path.append(str(Path(__file__).parents[2] / "benchmarks"))
from remember import remembering_encoders


def test_the_encoders_of_benchmarks_are_asked_for_as_all_others():
    asked = inspect.signature(remembering_encoders).parameters
    assert list(asked) == list(inspect.signature(load_encoders).parameters)
