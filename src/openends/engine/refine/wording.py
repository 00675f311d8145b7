"""Figures of suggestions in words."""

from __future__ import annotations

from collections.abc import Sequence


def in_people(people: int) -> str:
    """Return a number of people: "12 people"."""
    return f"{people:,} {'person' if people == 1 else 'people'}"


def people_of(people: int, base: int) -> str:
    """Return how many people, and which share of how many: "12 people (3.4%)"."""
    return f"{in_people(people)} ({people / max(1, base):.1%})"


def counted_among(read: int, answers: int) -> str:
    """Return how far figures reach that not all answers were read for; "" where all were."""
    if read == answers:
        return ""
    return (
        f" All this is counted among {read:,} of {answers:,} different answers, which stand for "
        "the rest."
    )


def listed(texts: Sequence[str]) -> str:
    """Return texts in quotes as a sentence lists them."""
    quoted = [f"'{text}'" for text in texts]
    return " and ".join(filter(None, [", ".join(quoted[:-1]), *quoted[-1:]]))
