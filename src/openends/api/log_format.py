"""What is logged and how it looks: never a response's text, a body or a key."""

from __future__ import annotations

import logging
import sys
import traceback
from typing import TYPE_CHECKING, Any

import orjson
import structlog
from structlog.typing import EventDict, WrappedLogger

from openends.domain.errors import CodingStopped, ServerProblem

if TYPE_CHECKING:
    from fastapi import Request

    from openends.settings import ServerSettings

#: Frames of a trace that are kept, innermost last.
_FRAMES = 30
#: Programs that tell too much at their own levels.
_TALKATIVE = dict.fromkeys(
    ("alembic", "anthropic", "asyncio", "dbos", "httpx2", "openai", "uvicorn"), logging.WARNING
)
#: Errors whose sentence quotes nothing that a client sent.
_HARMLESS = (ServerProblem, CodingStopped, AttributeError, ImportError, NameError)

_log = structlog.get_logger()


def note_failure(request: Request, failure: Exception) -> None:
    """Log that the server failed a request, under the id that its client sees."""
    _log.error("request failed", request_id=request.state.request_id, trace=trace(failure))


def trace(failure: BaseException) -> str:
    """Return where an error comes from: kinds and lines, with its causes.

    What an error says is left out unless it is a sentence of ours on the server, or speaks of the
    program: others quote what they stumbled over, and that may be what a respondent wrote.
    """
    parts = []
    seen: set[int] = set()
    current: BaseException | None = failure
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        frames = traceback.extract_tb(current.__traceback__)[-_FRAMES:]
        lines = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        kind = f"{type(current).__module__}.{type(current).__qualname__}"
        told = f": {current}" if isinstance(current, _HARMLESS) else ""
        parts.append("\n".join([kind + told, *lines]))
        current = current.__cause__ or (
            None if current.__suppress_context__ else current.__context__
        )
    return "\ncaused by ".join(parts)


def configure_logging(settings: ServerSettings) -> None:
    """Send every log line of the process to standard error in one form.

    Parameters
    ----------
    settings:
        ``log_format`` json writes a JSON object a line, text a line for people.
    """
    renderer = _renderer(settings.log_format)
    shared: list[Any] = [
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_messages_of_errors,
    ]
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    # Our own lines go out directly: every request writes one, and Python's way takes far longer.
    structlog.configure(
        processors=[structlog.processors.add_log_level, *shared, renderer],
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                *shared,
            ],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name, quiet in _TALKATIVE.items():
        logging.getLogger(name).setLevel(max(quiet, level))


def _renderer(log_format: str) -> Any:
    if log_format == "json":
        return structlog.processors.JSONRenderer(serializer=_as_json)
    return _as_line


def _as_json(event: EventDict, **options: Any) -> str:
    return orjson.dumps(event, **options).decode()


def _as_line(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    """Write an event as a line for people: time, level, what, and the rest as name=value."""
    moment, level = event.pop("timestamp", ""), event.pop("level", "info")
    event.pop("logger", None)
    failure = event.pop("trace", None)
    what = event.pop("event", "")
    rest = "".join(f" {name}={value}" for name, value in event.items())
    line = f"{moment} {level:<7} {what}{rest}"
    return f"{line}\n{failure}" if failure else line


def _without_messages_of_errors(
    _logger: WrappedLogger, _method: str, event: EventDict
) -> EventDict:
    """Turn errors that other programs log into traces without what they quote."""
    given = event.pop("exc_info", None)
    record = event.get("_record")
    if given is None and record is not None:
        given = record.exc_info
    if given is True:
        given = sys.exc_info()
    failure = given[1] if isinstance(given, tuple) else given
    if isinstance(failure, BaseException):
        event["trace"] = trace(failure)
    if record is not None:
        # The formatter would write it out once more.
        record.exc_info = record.exc_text = None
    return event
