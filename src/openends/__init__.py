"""Openends codes open-ended survey answers: codebook, codes, sentiment, evidence and review.

>>> import openends
>>> result = openends.code(["too loud", "cheap and quick"], codebook=["Noise", "Price", "Speed"])
>>> print(result)  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openends.version import __version__

if TYPE_CHECKING:
    from openends.services.code_responses import code
    from openends.services.coded_responses import CodedResponses

__all__ = ["CodedResponses", "__version__", "code"]


def __getattr__(name: str) -> Any:
    """Load the engine when it is first asked for, so that the command line starts at once."""
    if name == "code":
        from openends.services.code_responses import code

        return code
    if name == "CodedResponses":
        from openends.services.coded_responses import CodedResponses

        return CodedResponses
    raise AttributeError(f"module 'openends' has no attribute '{name}'")
