"""/openapi.json agrees with the contract, but for what is on purpose."""

import json
import re
from pathlib import Path

import pytest
import yaml
from on_purpose import ON_PURPOSE
from shapes import differences, tree_of

from openends.api import openapi
from openends.api.app import create_app
from openends.settings import ServerSettings

CONTRACT = yaml.safe_load(
    (Path(__file__).parent / "survey-coder-v2.yaml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def ours():
    return openapi.describe(create_app(ServerSettings()))


@pytest.fixture(scope="module")
def our_tree(ours):
    return tree_of(ours)


@pytest.fixture(scope="module")
def found(our_tree):
    return list(differences(tree_of(CONTRACT), our_tree))


def test_every_difference_is_on_purpose(found):
    known = [re.compile(pattern) for pattern in ON_PURPOSE]
    assert not [line for line in found if not any(each.fullmatch(line) for each in known)]


@pytest.mark.parametrize("pattern", ON_PURPOSE)
def test_what_is_on_purpose_still_differs(pattern, found):
    assert [line for line in found if re.fullmatch(pattern, line)]


def test_every_difference_has_a_reason():
    assert all(reason.endswith(".") for reason in ON_PURPOSE.values())


@pytest.mark.parametrize("change", [
    ("paths", "/v2/code", "post", "responses", "402"),
    ("paths", "/v2/jobs", "get", "parameters", 0),
    ("components", "schemas", "JobProgress", "properties", "percentage", "maximum"),
    ("components", "schemas", "Usage", "properties", "is_trial"),
    ("components", "schemas", "QuestionRef", "required", 0),
    ("components", "schemas", "JobStatus", "enum", 3),
])  # fmt: skip
def test_the_comparison_sees_what_is_taken_away(change, ours, our_tree):
    changed = json.loads(json.dumps(ours))
    node = changed
    for part in change[:-1]:
        node = node[part]
    del node[change[-1]]
    assert list(differences(our_tree, tree_of(changed)))


def test_an_operation_has_a_summary_and_an_id_of_its_own(ours):
    operations = [operation for methods in ours["paths"].values() for operation in methods.values()]
    assert all(operation["summary"] and operation["description"] for operation in operations)
    assert len({operation["operationId"] for operation in operations}) == len(operations)


def test_the_aliases_under_v1_are_not_described(ours):
    assert [path for path in ours["paths"] if path.startswith("/v1")] == ["/v1/code"]
