"""From a model's name to a model that can be asked."""

from __future__ import annotations

import asyncio
import inspect
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from openends.domain.errors import ConfigProblem
from openends.llm.hosted import HostedModel
from openends.llm.key import read_key
from openends.llm.limit import MOST_AT_ONCE, Clock, Sleep
from openends.llm.many_calls import SECONDS, Pace
from openends.llm.offline import refuse_if_offline

if TYPE_CHECKING:
    from pydantic_ai.models import Model
    from pydantic_ai.providers import Provider

#: Where a provider's own interface is. Said here, so that no variable of the environment that only
#: the library knows sends answers elsewhere.
_ADDRESSES = {
    "openai": "https://api.openai.com/v1",
    "openai-chat": "https://api.openai.com/v1",
    "openai-responses": "https://api.openai.com/v1",
    "anthropic": "https://api.anthropic.com",
}
#: The library's name for OpenAI's chat interface, the one that all others imitate, and that takes
#: a seed.
_CHAT = {"openai": "openai-chat"}
#: Providers whose language many servers speak.
_IMITATED = ("openai", "openai-chat")
#: Stands for the key where a server of one's own needs none: the library insists on one, and would
#: else look for it in the environment.
_NO_KEY = "none"
#: Programs that write what is sent into their logs when these tell everything.
_TALKATIVE = ("openai", "anthropic")


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """How sentences speak of what is called: a ``what``, ``such_as`` this one."""

    what: str
    such_as: str
    #: All ways to name one.
    forms: str


_LANGUAGE_MODEL = Words(
    what="language model",
    such_as="openai:gpt-5-mini or anthropic:claude-haiku-4-5",
    forms="openai:NAME or anthropic:NAME",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class LlmSpec:
    """Which model is called, and how."""

    #: ``openai:NAME``, ``anthropic:NAME``, or a provider that pydantic-ai knows.
    model: str
    #: Address of a server that speaks the provider's language, such as ``http://localhost:8080/v1``;
    #: None asks the provider itself. It may hold a password.
    base_url: str | None = field(default=None, repr=False)
    #: A file that holds the key; None takes the key from the environment.
    key_file: Path | None = None
    #: The environment, as the program was given it.
    environment: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    #: What ``OPENENDS_OFFLINE`` says.
    offline: bool = False
    #: Calls at once at most.
    at_once: int = MOST_AT_ONCE
    #: Seconds that an attempt at a call may take.
    seconds: float = SECONDS
    #: Given to the model where it takes one, and to the chance in the pauses.
    seed: int = 0


def load_model(
    spec: LlmSpec, *, clock: Clock = time.monotonic, sleep: Sleep = asyncio.sleep
) -> HostedModel:
    """Get a language model ready; nothing is sent before it is asked.

    Parameters
    ----------
    spec:
        Which model, where, and with what key.
    clock, sleep:
        Tell and pass the time.

    Raises
    ------
    ConfigProblem
        When calls are forbidden, or model, address or key cannot be used.
    """
    provider_name, model_name, provider = open_provider(spec, _LANGUAGE_MODEL)
    model = _model(provider_name, model_name, provider)
    return HostedModel(
        f"{provider_name}:{model_name}",
        model,
        _parameters(model, spec.seed),
        Pace(at_once=spec.at_once, seconds=spec.seconds, seed=spec.seed, clock=clock, sleep=sleep),
    )


def open_provider(spec: LlmSpec, words: Words) -> tuple[str, str, Provider[Any]]:
    """Return provider and model by name, and the library's provider with its key and address.

    Raises
    ------
    ConfigProblem
        When calls are forbidden, or name, address or key cannot be used.
    """
    refuse_if_offline(spec.offline, f"A {words.what}")
    provider_name, model_name = _split(spec.model, words)
    if spec.base_url is not None:
        _check_address(spec.base_url, words)
    if spec.at_once < 1 or spec.seconds <= 0:
        raise ConfigProblem(
            f"A {words.what} must be allowed one call at once, and some seconds for it, at least."
        )
    for talker in map(logging.getLogger, _TALKATIVE):
        if talker.level == logging.NOTSET:
            talker.setLevel(logging.INFO)
    return provider_name, model_name, _provider(provider_name, model_name, spec, words)


def _split(model: str, words: Words) -> tuple[str, str]:
    provider, colon, name = (part.strip() for part in model.partition(":"))
    if not (provider and colon and name):
        raise ConfigProblem(
            f"The {words.what} cannot be read; write it as PROVIDER:NAME, such as {words.such_as}."
        )
    return provider, name


def _check_address(url: str, words: Words) -> None:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        # The address may hold a password, so it is not shown.
        raise ConfigProblem(
            f"The address of the {words.what}'s server cannot be read; write it as "
            "http://HOST:PORT/v1 or https://HOST/v1."
        )


def _provider(name: str, model_name: str, spec: LlmSpec, words: Words) -> Provider[Any]:
    from pydantic_ai.exceptions import UserError
    from pydantic_ai.providers import infer_provider_class

    variable = f"{name.partition('-')[0].upper()}_API_KEY"
    key = read_key(spec.key_file, spec.environment, variable)
    if spec.base_url is not None:
        key = key or _NO_KEY
        if name in _IMITATED:
            return _compatible(model_name, spec.base_url, key)
    if key is None and name in _ADDRESSES:
        raise ConfigProblem(
            f"The provider {name} needs a key; set the variable {variable}, or name a file that "
            "holds the key."
        )
    try:
        kind = infer_provider_class(name)
    except ValueError:
        raise ConfigProblem(
            f"The provider of the {words.what} is not known; write {words.forms}, and give the "
            "address of a server that speaks as OpenAI's does."
        ) from None
    except ImportError:
        raise ConfigProblem(
            f"The provider {name} needs a package that is not installed; "
            f"run: pip install 'pydantic-ai-slim[{name}]'."
        ) from None
    try:
        return kind(**_accepted(kind, name, {"api_key": key, "base_url": spec.base_url}))
    except UserError:
        raise ConfigProblem(
            f"The provider {name} lacks something it needs: a key in the variable {variable} or in "
            "a file, or the address of its server."
        ) from None


def _accepted(
    kind: type[Provider[Any]], name: str, given: Mapping[str, str | None]
) -> dict[str, str]:
    """Return what was given, as arguments of the provider; refuse what it has no use for."""
    known = inspect.signature(kind).parameters
    wanted = {word: value for word, value in given.items() if value is not None}
    if name in _ADDRESSES:
        wanted.setdefault("base_url", _ADDRESSES[name])
    for word in wanted:
        if word not in known:
            what = "key" if word == "api_key" else "address of its own"
            raise ConfigProblem(f"The provider {name} takes no {what}; leave it away.")
    return wanted


def _compatible(model_name: str, base_url: str, key: str) -> Provider[Any]:
    """Return a server that speaks as OpenAI's does, with what such servers have in common."""
    from pydantic_ai.profiles.openai import OpenAIModelProfile, openai_model_profile
    from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider

    # The newer word for the length of a reply is known to OpenAI's own thinking models, which need
    # it; older servers know only the older word, and would write on and on.
    thinks = openai_model_profile(model_name).get("openai_supports_reasoning", False)
    return OpenAICompatibleProvider(
        "openai-compatible",
        base_url=base_url,
        api_key=key,
        profile=OpenAIModelProfile(openai_chat_supports_max_completion_tokens=bool(thinks)),
    )


def _model(name: str, model_name: str, provider: Provider[Any]) -> Model[Any]:
    from pydantic_ai.exceptions import UserError
    from pydantic_ai.models import infer_model

    try:
        return infer_model(f"{_CHAT.get(name, name)}:{model_name}", lambda _: provider)
    except (UserError, ValueError):
        raise ConfigProblem(
            f"The provider {name} has no model that can be asked by this name; check the name."
        ) from None


def _parameters(model: Model[Any], seed: int) -> dict[str, Any]:
    """Return temperature and seed, where the model takes them."""
    profile: Mapping[str, Any] = model.profile
    untaken = {*model.unsupported_settings, *profile.get("openai_unsupported_model_settings", ())}
    thinks = profile.get("openai_supports_reasoning") and (
        profile.get("thinking_enabled_by_default")
        or not profile.get("openai_supports_reasoning_effort_none")
    )
    if thinks or profile.get("anthropic_disallows_sampling_settings"):
        untaken.add("temperature")
    wanted = {"temperature": 0.0, "seed": seed}
    return {word: value for word, value in wanted.items() if word not in untaken}
