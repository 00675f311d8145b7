"""Make codes of the Other answers that the list has nothing like, where enough people give them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from openends.domain.back_coding import ClosedQuestion, Option
from openends.domain.codebook import RESERVED_NUMBERS, Code
from openends.domain.coding import Layer, Mention
from openends.engine.assign.exact import normalised
from openends.engine.back_code.drafts import Drafted, OtherPart, draft_codes
from openends.engine.back_code.list_match import Found, ListMatch, is_turned_round
from openends.engine.encoder import EncoderChoice
from openends.engine.progress import Progress
from openends.engine.settings import Settings

#: People that a new code needs, however few were asked.
FEWEST_PEOPLE = 3
#: Confidence in a draft that is called as a listed option is, from which that is punched.
SURE_OF_DRAFT = 0.9
#: "Don't know" and the like stand at most so many numbers before Other.
SET_APART = 9
#: Wordings that a new code keeps as its examples, by which later answers are compared with it.
EXAMPLES = 10


@dataclass(frozen=True, slots=True)
class NewCodes:
    """Codes that Other answers have grown into, and what is found to be theirs."""

    #: Those of the earlier run first.
    options: tuple[Option, ...]
    #: By place of the respondent and of the part in the text.
    found: Mapping[tuple[int, int], Found]


def needed_people(threshold: float, asked: int) -> float:
    """Return how many people make a new code: a percentage of everyone asked, not of the Others."""
    return max(threshold / 100 * asked, FEWEST_PEOPLE)


def find_new_codes(  # noqa: PLR0913 - the question, the parts, and how they are read
    question: ClosedQuestion,
    parts: Sequence[OtherPart],
    found: Mapping[int, Sequence[Found | None]],
    earlier: Sequence[Option],
    match: ListMatch,
    *,
    needed: float,
    settings: Settings,
    load_encoders: EncoderChoice,
    progress: Progress,
) -> NewCodes:
    """Draft codes from what is left in Other, and keep those that enough people give.

    Parameters
    ----------
    question:
        With its list.
    parts:
        What the list has nothing like, and what the earlier run's new codes have.
    found:
        By place of the respondent, what each part of the text stands for so far.
    earlier:
        New codes of the earlier run. They stay, with their numbers, however few people they have.
    match:
        Tells when a draft is what the list holds already.
    needed:
        People that a new code needs.
    settings, load_encoders, progress:
        As for coding.
    """
    people = len({part.person for part in parts})
    if all(part.earlier is not None for part in parts) or (not earlier and people < needed):
        return NewCodes(tuple(earlier), {})
    drafted = draft_codes(
        parts,
        earlier,
        match,
        settings=settings,
        load_encoders=load_encoders,
        progress=progress,
    )
    if drafted is None:
        return NewCodes(tuple(earlier), {})
    options = {option.name: option for option in earlier}
    named = {name.casefold() for name in (*question.names.values(), *options)}
    entering = _entering(question, drafted, parts, found, named, needed)
    for code, number in zip(entering, _free_numbers(question, earlier), strict=False):
        options[code.name] = _as_option(code, number, _wordings(drafted, parts, code))
    more = {}
    for part, mention, doubt in zip(parts, drafted.mentions, drafted.doubts, strict=True):
        if mention is None or part.earlier is not None:
            continue
        listed, option = drafted.listed.get(mention.code.name), options.get(mention.code.name)
        if listed is not None:
            more[part.person, part.place] = _listed_after_all(part, listed, mention)
        elif option is not None:
            more[part.person, part.place] = _found(part, option, mention, doubt)
    return NewCodes(tuple(options.values()), more)


def _entering(
    question: ClosedQuestion,
    drafted: Drafted,
    parts: Sequence[OtherPart],
    found: Mapping[int, Sequence[Found | None]],
    named: Set[str],
    needed: float,
) -> list[Code]:
    """Return the drafts that enough people would be punched on, the most frequent first."""
    said: dict[int, list[str]] = defaultdict(list)
    for part, mention in zip(parts, drafted.mentions, strict=True):
        if mention is not None and part.earlier is None:
            said[part.person].append(mention.code.name)
    people: Counter[str] = Counter()
    for person, names in said.items():
        # A single punch goes to a code that all of the text speaks of.
        whole = len(names) == len(found[person]) and len(set(names)) == 1
        people.update(set(names) if question.multiple or whole else ())
    new = (
        code
        for code in drafted.codes
        if code.name.casefold() not in named
        and code.name not in drafted.listed
        and people[code.name] >= needed
    )
    return sorted(new, key=lambda code: (-people[code.name], code.name))


def _free_numbers(question: ClosedQuestion, earlier: Sequence[Option]) -> Iterator[int]:
    """Yield numbers for new codes: after the list's own, but not after its 96 and the like."""
    taken = {*question.names, *(option.number for option in earlier), *RESERVED_NUMBERS}
    listed = [option.number for option in question.listed]
    before = [number for number in listed if number < question.other]
    apart = [number for number in before if number < question.other - SET_APART]
    number = max(apart or before or listed)
    while True:
        number += 1
        if number not in taken:
            yield number


def _wordings(drafted: Drafted, parts: Sequence[OtherPart], code: Code) -> list[str]:
    """Return how people put a code: the commonest wordings first, then the surest."""
    often: Counter[str] = Counter()
    surest: dict[str, tuple[float, str]] = {}
    for part, mention in zip(parts, drafted.mentions, strict=True):
        if mention is not None and mention.code.name == code.name:
            key = normalised(part.clause.text)
            often[key] += 1
            surest.setdefault(key, (mention.confidence, part.clause.text))
    ranked = sorted(often, key=lambda key: (-often[key], -surest[key][0], key))
    return [surest[key][1] for key in ranked[:EXAMPLES]]


def _as_option(code: Code, number: int, wordings: Sequence[str]) -> Option:
    return Option(
        number=number,
        name=code.name,
        definition=code.definition,
        examples=tuple(wordings),
        rules=code.rules,
    )


def _found(part: OtherPart, option: Option, mention: Mention, doubt: str) -> Found:
    return Found(
        option.number,
        option.name,
        mention.layer,
        mention.confidence,
        part.clause,
        "speaks of the new code",
        doubt=doubt,
    )


def _listed_after_all(part: OtherPart, listed: Found, mention: Mention) -> Found:
    """Return the listed option that a draft turned out to be; a person looks where it is unsure."""
    return replace(
        listed,
        confidence=mention.confidence,
        layer=mention.layer,
        part=part.clause,
        how="means",
        sure=listed.layer is Layer.EXACT
        and mention.confidence >= SURE_OF_DRAFT
        and not is_turned_round(part.clause.text),
    )
