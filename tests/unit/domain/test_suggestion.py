"""What makes two findings the same suggestion."""

from dataclasses import replace

import pytest

from openends.domain.suggestion import SuggestedPart, Suggestion, SuggestionStatus, SuggestionType

FOUND = Suggestion(
    type=SuggestionType.NEW_CODE,
    confidence=0.7,
    rationale="Three people speak of it.",
    response_ids=("a", "b", "c"),
    name="Delivery",
)


@pytest.mark.parametrize(
    "again",
    [
        replace(FOUND, confidence=0.2),
        replace(FOUND, rationale="In other words."),
        replace(FOUND, response_ids=("c", "a", "b")),
        replace(FOUND, name="delivery"),
        replace(FOUND, definition="When it comes."),
    ],
)
def test_the_same_finding_has_the_same_key(again):
    assert again.key == FOUND.key


@pytest.mark.parametrize(
    "other",
    [
        replace(FOUND, type=SuggestionType.MERGE_CODES),
        replace(FOUND, response_ids=("a", "b")),
        replace(FOUND, name="Parcels"),
        replace(FOUND, target_code=1),
        replace(FOUND, source_code=1),
        replace(FOUND, parts=(SuggestedPart(name="x", definition="", response_ids=()),)),
    ],
)
def test_another_finding_has_another_key(other):
    assert other.key != FOUND.key


def test_target_and_source_are_not_exchangeable():
    one, other = replace(FOUND, target_code=1), replace(FOUND, source_code=1)
    assert one.key != other.key


def test_people_are_counted_by_response():
    assert FOUND.people == 3


def test_the_words_are_those_of_the_api():
    assert {kind.value for kind in SuggestionType} == {
        "new_code",
        "update_definition",
        "merge_codes",
        "split_code",
        "assign_existing",
    }
    assert {status.value for status in SuggestionStatus} == {"pending", "applied", "dismissed"}
