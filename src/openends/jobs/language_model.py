"""What the settings say about a language model, and the model ready to be asked."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openends.services.advisers import Advisers
    from openends.settings import ServerSettings


def open_advisers(settings: ServerSettings) -> Advisers | None:
    """Return who hires the server's language model, or None where it has none.

    Nothing is sent. The key is read from the environment or its file, and goes nowhere else.

    Raises
    ------
    ConfigProblem
        When the model cannot be used as the settings say, or they forbid every call.
    """
    if settings.llm is None:
        return None
    from openends.llm.price import parse_price
    from openends.llm.provider import LlmSpec
    from openends.services.advisers import Advisers, ModelTerms

    spec = LlmSpec(
        model=settings.llm,
        base_url=settings.llm_url,
        key_file=settings.llm_key_file,
        environment=os.environ,
        offline=settings.offline,
        at_once=settings.llm_at_once,
    )
    return Advisers(
        ModelTerms(
            spec=spec,
            price=parse_price(settings.llm_price) if settings.llm_price else None,
            max_cost=settings.llm_max_cost,
            mask=settings.llm_mask,
            waits=settings.llm_outage == "wait",
        )
    )
