"""A codebook with the ids of its parts, and its codes as rows and as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openends.domain.codebook import Code, Codebook, CodebookTest, CodingType, Rule, RuleKind
from openends.domain.sentiment import Sentiment


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredCodebook:
    """A codebook with the ids of its codes and categories."""

    codebook: Codebook
    #: True when the machine built it: then no person chose its examples.
    induced: bool
    #: Ids by the numbers of the codes.
    code_ids: Mapping[int, str]
    #: Ids by the names of the categories.
    category_ids: Mapping[str, str]
    #: From 1; counts up whenever the question's codebook changes.
    version: int = 1


def code_values(stored: StoredCodebook, code: Code) -> dict[str, Any]:
    """Return what the store keeps of a code, its category and place apart."""
    return {
        "id": stored.code_ids[code.number],
        "number": code.number,
        "name": code.name,
        "definition": code.definition,
        "sentiment": code.sentiment,
        "examples": list(code.examples),
        "rules": [{"kind": rule.kind, "pattern": rule.pattern} for rule in code.rules],
        "include": list(code.include),
        "exclude": list(code.exclude),
    }


def code_from(values: Mapping[str, Any], category: str) -> Code:
    """Return the code that ``code_values`` tells of."""
    return Code(
        name=values["name"],
        number=values["number"],
        definition=values["definition"],
        category=category,
        examples=tuple(values["examples"]),
        rules=tuple(
            Rule(kind=RuleKind(rule["kind"]), pattern=rule["pattern"]) for rule in values["rules"]
        ),
        include=tuple(values["include"]),
        exclude=tuple(values["exclude"]),
        sentiment=None if values["sentiment"] is None else Sentiment(values["sentiment"]),
    )


def tests_to_values(tests: tuple[CodebookTest, ...]) -> list[dict[str, Any]]:
    """Return test cases as plain values."""
    return [{"text": test.text, "codes": list(test.codes)} for test in tests]


def tests_from(values: list[Mapping[str, Any]]) -> tuple[CodebookTest, ...]:
    """Return the test cases that ``tests_to_values`` tells of."""
    return tuple(CodebookTest(text=each["text"], codes=tuple(each["codes"])) for each in values)


def snapshot(stored: StoredCodebook) -> dict[str, Any]:
    """Return the whole codebook as plain values, to be kept as a version."""
    return {
        "coding_type": stored.codebook.coding_type,
        "language": stored.codebook.language,
        "induced": stored.induced,
        "categories": dict(stored.category_ids),
        "codes": [
            code_values(stored, code) | {"category": code.category} for code in stored.codebook
        ],
        "tests": tests_to_values(stored.codebook.tests),
    }


def from_snapshot(values: Mapping[str, Any], version: int) -> StoredCodebook:
    """Return the codebook that ``snapshot`` tells of."""
    codes = values["codes"]
    return StoredCodebook(
        codebook=Codebook(
            codes=tuple(code_from(each, each["category"]) for each in codes),
            coding_type=CodingType(values["coding_type"]),
            language=values["language"],
            tests=tests_from(values["tests"]),
        ),
        induced=values["induced"],
        code_ids={each["number"]: each["id"] for each in codes},
        category_ids=values["categories"],
        version=version,
    )
