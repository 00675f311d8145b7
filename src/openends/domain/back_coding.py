"""Back-coding: what respondents wrote beside "Other, specify" goes back to the list, or onto it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from openends.domain.codebook import NONE_NUMBER, Rule
from openends.domain.coding import Evidence, Layer
from openends.domain.errors import CodebookProblem

#: What "don't know" counts under where the list has no option for it.
NONE_LABEL = "None / don't know"


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """One answer that a closed question offers, or a new code that joined its list."""

    #: What a punch on it is in the data file.
    number: int
    name: str
    definition: str = ""
    include: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ClosedQuestion:
    """A closed question: its list, and which option of it is "Other, specify".

    Raises
    ------
    CodebookProblem
        When two options share a name or number, or nothing but Other is listed.
    """

    #: Begins the names of its variables: "Q5".
    name: str
    #: In the order of the questionnaire, Other included.
    options: tuple[Option, ...]
    #: Number of "Other, specify".
    other: int
    #: False where a respondent has one punch.
    multiple: bool
    #: As respondents saw it; "" when unknown.
    text: str = ""

    def __post_init__(self) -> None:
        names: dict[str, int] = {}
        for option in self.options:
            key = option.name.strip().casefold()
            if not key:
                raise CodebookProblem(f"Option {option.number} of the list has no name; name it.")
            if key in names:
                raise CodebookProblem(
                    f"Options {names[key]} and {option.number} are both named '{option.name}'; "
                    "rename one."
                )
            names[key] = option.number
        if len({option.number for option in self.options}) < len(self.options):
            raise CodebookProblem("Two options of the list have the same number; correct one.")
        if not self.listed:
            raise CodebookProblem(
                f"The list of '{self.name}' has no option beside Other; give its options."
            )

    @property
    def listed(self) -> tuple[Option, ...]:
        """Every option but Other."""
        return tuple(option for option in self.options if option.number != self.other)

    @cached_property
    def names(self) -> Mapping[int, str]:
        """Names by number, Other included."""
        return {option.number: option.name for option in self.options}


@dataclass(frozen=True, kw_only=True, slots=True)
class ClosedAnswer:
    """What one respondent punched, and wrote beside Other."""

    respondent: str
    #: Numbers, each once, in the order of the file.
    punches: tuple[int, ...]
    #: "" for nothing.
    text: str = ""
    #: False where the question was not put to the respondent.
    asked: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """An option that the words of an Other answer stand for."""

    number: int
    layer: Layer
    #: Estimated probability, 0 to 1, that a person would say the same.
    confidence: float
    evidence: Evidence


@dataclass(frozen=True, kw_only=True, slots=True)
class BackCodedAnswer:
    """One respondent's punches before and after, and why they changed or did not."""

    respondent: str
    #: The Other text after repair of broken characters; evidence refers to it.
    text: str
    asked: bool
    before: tuple[int, ...]
    after: tuple[int, ...]
    moves: tuple[Move, ...] = ()
    #: In a sentence; "" where there was nothing to look at.
    why: str = ""
    #: The option that it may mean, where that is not sure enough to be punched.
    suggested: int | None = None
    #: Estimated probability, 0 to 1, that what was done is right, or the suggestion where there is
    #: one; None where nothing was decided by meaning.
    confidence: float | None = None
    needs_review: bool = False
    #: A person said what the text is: no machine changes it any more.
    decided: bool = False

    @property
    def changed(self) -> bool:
        """Whether the punches are others than they were."""
        return set(self.before) != set(self.after)


@dataclass(frozen=True, kw_only=True, slots=True)
class LaterChange:
    """A respondent whose punches are others than an earlier run had made them."""

    respondent: str
    text: str
    #: Punches after the earlier run, and now.
    then: tuple[int, ...]
    now: tuple[int, ...]
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class OptionCount:
    """People who have an option, of everyone who was asked."""

    option: Option
    before: int
    after: int
    #: It joined the list by back-coding.
    new: bool = False


@dataclass(frozen=True, kw_only=True)
class BackCoding:
    """A closed question before and after its Other answers were looked at."""

    question: ClosedQuestion
    #: In the order of their numbers.
    new_codes: tuple[Option, ...]
    #: One per respondent, in the order of the file.
    answers: tuple[BackCodedAnswer, ...]
    #: Percent of everyone asked that a new code needs.
    threshold: float
    #: Against an earlier run; empty without one.
    changes: tuple[LaterChange, ...] = ()
    #: Numbers of the new codes that an earlier run had made.
    earlier_codes: frozenset[int] = field(default_factory=frozenset)
    #: What should be known, in sentences.
    notes: tuple[str, ...] = ()

    @property
    def asked(self) -> int:
        """Everyone who was asked: the base of all percentages, the same before and after."""
        return sum(answer.asked for answer in self.answers)

    @cached_property
    def after(self) -> ClosedQuestion:
        """The question with its new codes, which stand before Other.

        Who wrote "don't know" needs an option for it, whether or not the list had one.
        """
        options = self.question.options
        place = [option.number for option in options].index(self.question.other)
        joined = [*options[:place], *self.new_codes, *options[place:]]
        if NONE_NUMBER not in self.question.names and any(
            NONE_NUMBER in answer.after for answer in self.answers
        ):
            joined.append(Option(number=NONE_NUMBER, name=NONE_LABEL))
        return replace(self.question, options=tuple(joined))

    @property
    def counts(self) -> tuple[OptionCount, ...]:
        """People by option, before and after, in the order of the list."""
        new = {option.number for option in self.new_codes}
        return tuple(
            OptionCount(
                option=option,
                before=sum(option.number in answer.before for answer in self.answers),
                after=sum(option.number in answer.after for answer in self.answers),
                new=option.number in new,
            )
            for option in self.after.options
        )
