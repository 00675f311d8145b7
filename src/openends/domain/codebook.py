"""The codebook: the list of codes that a question's answers are counted in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from openends.domain.errors import CodebookProblem
from openends.domain.sentiment import Sentiment

#: Number of "other": a real answer that fits no code.
OTHER_NUMBER = 97
#: Number of "none / don't know".
NONE_NUMBER = 98
#: Number of "no answer": blank or without meaning.
NO_ANSWER_NUMBER = 99
RESERVED_NUMBERS = frozenset({OTHER_NUMBER, NONE_NUMBER, NO_ANSWER_NUMBER})

#: What test cases call answers without a code; a code of the codebook with that name comes first.
OTHER_NAME, NONE_NAME, NO_ANSWER_NAME = "other", "none", "no answer"
RESERVED_NAMES = frozenset({OTHER_NAME, NONE_NAME, NO_ANSWER_NAME})


class CodingType(StrEnum):
    """What a codebook's codes stand for."""

    #: Themes of what people say.
    QUALITATIVE = "qualitative"
    #: Brands, products, places or people that they name.
    ENTITY = "entity"


class RuleKind(StrEnum):
    """How a rule of a code looks at an answer."""

    #: The whole answer is this text, case and punctuation apart.
    TEXT = "text"
    #: The answer contains these words in this order.
    PHRASE = "phrase"
    #: A regular expression is found in the answer.
    REGEX = "regex"
    #: A spelling of the entity; found with its misspellings.
    VARIANT = "variant"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """A condition that gives a code without weighing any score."""

    kind: RuleKind
    pattern: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Code:
    """One line of the codebook: something that answers are counted under."""

    #: Unique in the codebook without regard to case.
    name: str
    #: Stands for the code in data files; stable across waves; 97-99 are reserved.
    number: int
    #: What is in and what is out, in a sentence.
    definition: str = ""
    #: What belongs here, in phrases or short sentences: further parts of the definition.
    include: tuple[str, ...] = ()
    #: What does not belong here, though one might think so; no answer is compared with it.
    exclude: tuple[str, ...] = ()
    #: Name of the category (a net in tables) or "" when the codebook has no categories.
    category: str = ""
    #: Verbatims that a person, or the induction, holds to be typical.
    examples: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    #: Tone of all its mentions, as a person fixed it; None where each answer tells its own.
    sentiment: Sentiment | None = None

    def tone(self, told: Sentiment) -> Sentiment:
        """Return the tone of a mention: the one that is fixed, or else what the answer tells."""
        return self.sentiment or told


@dataclass(frozen=True, kw_only=True, slots=True)
class CodebookTest:
    """A test case: an answer whose right codes are known, by which a codebook is tried."""

    text: str
    #: Names of the codes that it must get, in any order; or one of ``RESERVED_NAMES``.
    codes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Codebook:
    """All codes of a question, in their printed order.

    Raises
    ------
    CodebookProblem
        When it has no codes, an empty name, or a name or number used twice.
    """

    codes: tuple[Code, ...]
    coding_type: CodingType = CodingType.QUALITATIVE
    #: ISO 639-1 code of the language that names and definitions are written in.
    language: str = "en"
    #: Test cases; they change no coding. A code that they name may have been left out since.
    tests: tuple[CodebookTest, ...] = ()

    def __post_init__(self) -> None:
        check_codes(self.codes)

    def __len__(self) -> int:
        return len(self.codes)

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    @cached_property
    def _by_name(self) -> dict[str, Code]:
        return {code.name.strip().casefold(): code for code in self.codes}

    def find(self, name: str) -> Code | None:
        """Return the code of that name, case and outer spaces apart, or None."""
        return self._by_name.get(name.strip().casefold())

    @property
    def categories(self) -> tuple[str, ...]:
        """Names of the categories in the order of their first code."""
        return tuple(dict.fromkeys(code.category for code in self.codes if code.category))


def check_codes(codes: tuple[Code, ...]) -> None:
    """Raise ``CodebookProblem`` when the codes cannot form a codebook."""
    if not codes:
        raise CodebookProblem("The codebook has no codes; give at least one code with a name.")
    names: dict[str, Code] = {}
    numbers: dict[int, Code] = {}
    for position, code in enumerate(codes, start=1):
        key = code.name.strip().casefold()
        if not key:
            raise CodebookProblem(f"Code {position} of the codebook has no name; name it.")
        if key in names:
            raise CodebookProblem(
                f"The codebook has two codes named alike: '{names[key].name}' and '{code.name}'; "
                "rename or merge one (case does not count)."
            )
        if code.number in numbers:
            raise CodebookProblem(
                f"Number {code.number} stands for both '{numbers[code.number].name}' and "
                f"'{code.name}'; give one of them another number."
            )
        if code.number in RESERVED_NUMBERS or code.number < 0:
            raise CodebookProblem(
                f"Code '{code.name}' has the number {code.number}; 97, 98 and 99 are kept for "
                "other, none and no answer, and numbers are not negative."
            )
        names[key] = code
        numbers[code.number] = code


def renumber(codes: list[Code]) -> tuple[Code, ...]:
    """Return the codes numbered 1, 2, 3 ... in their order, leaving out reserved numbers."""
    free = (number for number in range(1, 10**9) if number not in RESERVED_NUMBERS)
    return tuple(replace(code, number=next(free)) for code in codes)
