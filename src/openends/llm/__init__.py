"""Language models behind one small interface: ask many things at once, take each as it comes."""

from __future__ import annotations

from openends.llm.ask import Ask, Ending, LanguageModel, Reply
from openends.llm.hosted import HostedModel
from openends.llm.provider import LlmSpec, load_model

__all__ = ["Ask", "Ending", "HostedModel", "LanguageModel", "LlmSpec", "Reply", "load_model"]
