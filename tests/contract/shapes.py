"""Two descriptions of an interface as trees of plain facts, and where these differ."""

from collections.abc import Iterator
from typing import Any

METHODS = ("get", "post", "put", "patch", "delete")
#: What JSON Schema says about a value beside its type and its parts.
LIMITS = (
    "enum",
    "format",
    "pattern",
    "default",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "uniqueItems",
    "not",
)

Tree = dict[str, Any]


def tree_of(document: Tree) -> Tree:
    """Return operation by operation what the document says, without words and names of shapes."""
    operations = {
        f"{method.upper()} {path}": _operation(document, item, item[method])
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    }
    events = {
        f"EVENT {name}": _operation(document, item, item["post"])
        for name, item in document["webhooks"].items()
    }
    scheme = document["components"]["securitySchemes"]["ApiKeyAuth"]
    return operations | events | {"KEY": {name: scheme[name] for name in ("type", "in", "name")}}


def differences(contract: Tree, ours: Tree, at: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield a line for every place where the trees differ; what is missing is named once."""
    ours = _aligned(contract, ours)
    for name in sorted(contract.keys() | ours.keys()):
        here = (*at, name)
        if name not in ours:
            yield f"{' / '.join(here)}: missing"
        elif name not in contract:
            yield f"{' / '.join(here)}: added{_shown(ours[name])}"
        elif isinstance(contract[name], dict) and isinstance(ours[name], dict):
            yield from differences(contract[name], ours[name], here)
        elif contract[name] != ours[name]:
            yield f"{' / '.join(here)}: {contract[name]!r} became {ours[name]!r}"


def _aligned(contract: Tree, ours: Tree) -> Tree:
    """Where ours takes several kinds of value and the contract one, put that one in its place."""
    if "type" not in contract or "type" in ours:
        return ours
    kind = f"<{contract['type'][0]}>"
    further = {name: value for name, value in ours.items() if name != kind}
    return ours.get(kind, {}) | further


def _shown(value: Any) -> str:
    return "" if isinstance(value, dict) else f" {value!r}"


def _operation(document: Tree, item: Tree, operation: Tree) -> Tree:
    scopes = operation.get("x-required-scope", [])
    parameters = [
        _resolved(document, each)
        for each in [*item.get("parameters", []), *operation.get("parameters", [])]
    ]
    tree = {
        "operationId": operation["operationId"],
        "security": sorted(
            name
            for needed in operation.get("security", document.get("security", []))
            for name in needed
        ),
        "scope": [scopes] if isinstance(scopes, str) else scopes,
    }
    for parameter in parameters:
        tree[f"{parameter['in']} {parameter['name']}"] = {
            "required": parameter.get("required", False)
        } | _schema(document, parameter["schema"])
    if "requestBody" in operation:
        body = _resolved(document, operation["requestBody"])
        tree["body"] = {"required": body.get("required", False)} | _content(document, body)
    for status, response in operation["responses"].items():
        resolved = _resolved(document, response)
        headers = {
            f"header {name}": _schema(document, _resolved(document, header)["schema"])
            for name, header in resolved.get("headers", {}).items()
        }
        tree[status] = headers | _content(document, resolved)
    return tree


def _content(document: Tree, holder: Tree) -> Tree:
    return {
        kind: _schema(document, content["schema"])
        for kind, content in holder.get("content", {}).items()
    }


def _schema(document: Tree, schema: Tree) -> Tree:
    schema = _joined(document, schema)
    branches = [_joined(document, each) for each in schema.get("anyOf", schema.get("oneOf", []))]
    null = [each for each in branches if each.get("type") == "null"]
    others = [each for each in branches if each not in null]
    if len(others) == 1:
        tree = _schema(document, others[0])
    elif others:
        kinds = {_kind(document, each): each for each in others}
        tree = {f"<{kind}>": _schema(document, each) for kind, each in kinds.items()}
    else:
        tree = _plain(document, schema)
    if null:
        tree["type"] = sorted({*tree.get("type", []), "null"})
    return tree | {name: schema[name] for name in LIMITS if name in schema and branches}


def _kind(document: Tree, branch: Tree) -> str:
    """Return what tells a branch from the others: its type, or the word that objects carry."""
    word = branch.get("properties", {}).get("type", {}).get("const")
    return str(word or _schema(document, branch)["type"][0])


def _plain(document: Tree, schema: Tree) -> Tree:
    if "const" in schema:
        schema = schema | {"enum": [schema["const"]]}
    kinds = schema.get("type", "any")
    tree: Tree = {"type": sorted(kinds) if isinstance(kinds, list) else [kinds]}
    tree |= {name: schema[name] for name in LIMITS if name in schema}
    required = schema.get("required", [])
    for name, member in schema.get("properties", {}).items():
        # A member that is called as a fact about the object is no fact about it.
        shown = f"member {name}" if name == "type" else name
        tree[shown] = {"is": "required" if name in required else "optional"} | _schema(
            document, member
        )
    if "items" in schema:
        tree["[]"] = _schema(document, schema["items"])
    further = schema.get("additionalProperties", True)
    if isinstance(further, dict):
        tree["{}"] = _schema(document, further)
    elif not further:
        tree["further members"] = "refused"
    if "propertyNames" in schema:
        tree["{} names"] = _schema(document, schema["propertyNames"])
    return tree


def _joined(document: Tree, schema: Tree) -> Tree:
    """Return the schema with references followed and the parts of an allOf in one."""
    schema = _resolved(document, schema)
    parts = [_joined(document, part) for part in schema.get("allOf", [])]
    if not parts:
        return schema
    joined: Tree = {"type": "object", "required": [], "properties": {}}
    for part in parts:
        joined["required"] = [*joined["required"], *part.get("required", [])]
        joined["properties"] = joined["properties"] | part.get("properties", {})
    return joined


def _resolved(document: Tree, node: Tree) -> Tree:
    """Return what a reference stands for; what is said beside it comes on top."""
    while "$ref" in node:
        target: Any = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target | {name: value for name, value in node.items() if name != "$ref"}
    return node
