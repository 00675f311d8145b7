"""A sentence for a request that cannot be read: it names the field and what it must be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

#: Where in a request a value stood, as the sentence calls it.
_PLACES = {"body": "Field", "query": "Parameter", "path": "Path parameter", "header": "Header"}
#: What a value must be, by kind of problem; a name in braces comes from the problem.
_RULES = {
    "missing": "is required",
    "string_type": "must be a string",
    "string_unicode": "must be text in Unicode",
    "string_too_long": "must have at most {max_length:,} characters",
    "string_too_short": "must have at least {min_length:,} characters",
    "string_pattern_mismatch": "must match {pattern}",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "int_parsing_size": "must be a smaller whole number",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "finite_number": "must be a finite number",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "list_type": "must be an array",
    "tuple_type": "must be an array",
    "dict_type": "must be an object",
    "mapping_type": "must be an object",
    "model_type": "must be an object",
    "model_attributes_type": "must be an object",
    "enum": "must be {expected}",
    "literal_error": "must be {expected}",
    "extra_forbidden": "is not known; check its spelling, /docs lists all",
    "too_short": "must have at least {min_length:,} items",
    "too_long": "must have at most {max_length:,} items",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be {ge} or more",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be {le} or less",
    "url_parsing": "must be an address, as https://example.com/hook",
    "uuid_parsing": "must be a UUID",
    "uuid_type": "must be a UUID",
}
#: Problems whose sentence is written where the rule is.
_OURS = frozenset({"value_error", "assertion_error"})
_NO_JSON = "The body must be JSON; send it with the header Content-Type: application/json."
#: Characters of a name that are repeated to whoever made it up.
_LONGEST_NAME = 100


def sentence_for(problems: Sequence[Any]) -> str:
    """Return a sentence on the first problem that reading a request met.

    Parameters
    ----------
    problems:
        Problems as pydantic lists them: dictionaries with ``type``, ``loc``, ``msg`` and ``ctx``.
    """
    problem: Mapping[str, Any] = problems[0]
    kind, where = problem["type"], tuple(problem["loc"])
    context = problem.get("ctx") or {}
    if kind == "json_invalid":
        return f"Invalid JSON: {context.get('error', 'unreadable')} at character {where[-1]}."
    if where == ("body",):
        return _sentence_for_body(problem)
    subject = f"{_PLACES.get(str(where[0]), 'Field')} '{json_path(where[1:])}'"
    if kind in _OURS:
        return _own_sentence(subject, str(problem["msg"]).partition(", ")[2])
    rule = _rule(kind, context) or f"cannot be used: {str(problem['msg']).rstrip('.').lower()}"
    null = ", not null" if problem.get("input", "") is None and kind != "missing" else ""
    return f"{subject} {rule}{null}."


def json_path(parts: Sequence[str | int]) -> str:
    """Return where a value stands as people write it: ``responses[3].text``."""
    path = ""
    for part in parts:
        if isinstance(part, int):
            path += f"[{part}]"
        elif path:
            path += f".{part}"
        else:
            path = part
    return path if len(path) <= _LONGEST_NAME else path[:_LONGEST_NAME] + "..."


def _sentence_for_body(problem: Mapping[str, Any]) -> str:
    kind = problem["type"]
    if kind in _OURS:
        return _own_sentence("The body", str(problem["msg"]).partition(", ")[2])
    if kind == "missing":
        return "The body is missing; send a JSON object."
    # A body of another media type is handed on as bytes.
    if isinstance(problem.get("input"), bytes):
        return _NO_JSON
    return "The body must be a JSON object."


def _rule(kind: str, context: Mapping[str, Any]) -> str | None:
    if kind == "too_short" and context.get("min_length") == 1:
        return "must be a non-empty array"
    rule = _RULES.get(kind)
    return None if rule is None else rule.format(**context)


def _own_sentence(subject: str, sentence: str) -> str:
    """Return what a rule of ours says; it begins with the field unless it names one itself."""
    sentence = sentence.rstrip(".")
    if "'" in sentence or sentence.startswith(("Field ", "Parameter ")):
        return f"{sentence}."
    return f"{subject}: {sentence}."
