"""Take the names out of answers that list brands, products or people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from openends.engine.assign.entities import spelling_key
from openends.engine.prepare.prepare import Answer
from openends.engine.prepare.set_aside import set_aside

#: A part with more words than this is a sentence, not a name; names with "and" have four.
MOST_WORDS = 3
#: People from which on "Marks and Spencer" can be one name.
FEWEST_PEOPLE = 3
#: The rarer half of such a name stands elsewhere at most this often per time it stands in it.
ELSEWHERE = 0.25

#: Always between two names: marks, "or", the figures of a numbered list, the end of a sentence.
_APART = re.compile(
    r"[,;/|\n，、；،]|\s[-–—]\s|\s(?:or|o|ou|oder)\s|(?:^|(?<=\s))\d{1,2}[.)]\s+"
    r"|(?<!\b[^\W\d_])(?<!\b(?:dr|mr|st|ms|no))(?<!\bmrs)\.\s+",
    re.IGNORECASE,
)
#: Between two names, or within one: "Marks & Spencer". "of" parts names in Dutch only.
_JOINT = re.compile(r"\s*&\s*|\s*\+\s*(?=[^\W_])|\s(?:and|y|e|et|und|ed|en)\s", re.IGNORECASE)
_JOINT_DUTCH = re.compile(_JOINT.pattern + r"|\sof\s", re.IGNORECASE)
_LEADING = re.compile(
    r"(?:(?:i|we|the|my|our|a|an|only|mostly|usually|mainly|just|use|used|buy|like|is|it'?s|also|"
    r"el|la|los|las|un|una|uso|der|die|das|ein|eine|ich|nutze|le|les|une|o|os|il|lo|de|het|een)\s+)*",
    re.IGNORECASE,
)
_OUTER = " \t.!?:\"'()“”„«»"
#: What follows "&" in the name of a firm.
_FIRM = frozenset("co company sons son cie partners bros brothers sohne figli hijos filhos".split())


@dataclass(frozen=True, slots=True)
class _Part:
    """A run of words between joints, and the key it is compared by."""

    start: int
    end: int
    key: str

    @property
    def stem(self) -> str:
        """The key without the "s" of a plural or possessive."""
        return self.key[:-1] if len(self.key) > 4 and self.key.endswith("s") else self.key

    @property
    def is_letter(self) -> bool:
        """Whether it is a single letter."""
        return len(self.key) == 1 and self.key.isalpha()


class NameReader:
    """Reads names out of answers, knowing from all of them which names hold an "and".

    Parameters
    ----------
    answers:
        Distinct answers, each naming one or several entities.

    Notes
    -----
    "X and Y" is one name when three people or more write it so, nobody writes "Y and X", and one
    of the halves hardly ever stands elsewhere. It always is when both halves are the same
    ("Johnson & Johnson") or letters ("H & M"), the second is "Co" or "Sons", or a letter touches
    the "&" ("AT&T").
    """

    def __init__(self, answers: Sequence[Answer]) -> None:
        self._people: Counter[str] = Counter()
        self._together: Counter[tuple[str, str]] = Counter()
        for answer in answers:
            runs = list(_runs(answer))
            for stem in {part.stem for run in runs for part in run}:
                self._people[stem] += answer.people
            for pair in {(one.stem, two.stem) for run in runs for one, two in pairwise(run)}:
                self._together[pair] += answer.people

    def names(self, answer: Answer) -> list[str]:
        """Return the names in an answer as they are written, each key once."""
        found: dict[str, str] = {}
        for run in _runs(answer):
            first, joined = 0, 0
            for place, part in enumerate(run):
                if place + 1 < len(run) and self._is_one_name(answer.text, part, run[place + 1]):
                    joined = 1
                    continue
                name = answer.text[run[first].start : part.end]
                if len(name.split()) <= MOST_WORDS + joined and set_aside(name) is None:
                    found.setdefault(spelling_key(name), name)
                first, joined = place + 1, 0
        found.pop("", None)
        return list(found.values())

    def _is_one_name(self, text: str, one: _Part, two: _Part) -> bool:
        first, second = one.stem, two.stem
        if not first or not second:
            return False
        letters = one.is_letter + two.is_letter
        touching = text[one.end : two.start] == "&"
        if first == second or two.key in _FIRM or letters == 2 or (letters and touching):
            return True
        together = self._together[first, second]
        if together < FEWEST_PEOPLE or self._together[second, first]:
            return False
        elsewhere = sorted((self._people[first] - together, self._people[second] - together))
        return elsewhere[0] <= ELSEWHERE * together and elsewhere[1] <= together


def _runs(answer: Answer) -> Iterator[list[_Part]]:
    """Yield the parts of an answer between separators, split at their joints."""
    joint = _JOINT_DUTCH if answer.language == "nl" else _JOINT
    for start, end in _between(_APART, answer.text, 0, len(answer.text)):
        yield [
            _part(answer.text, first, last)
            for first, last in _between(joint, answer.text, start, end)
        ]


def _between(
    pattern: re.Pattern[str], text: str, start: int, end: int
) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(text, start, end):
        yield start, match.start()
        start = match.end()
    yield start, end


def _part(text: str, start: int, end: int) -> _Part:
    """Return the words without "I use the" before them and marks around them."""
    start += len(text[start:end]) - len(text[start:end].lstrip(_OUTER))
    leading = _LEADING.match(text, start, end)
    start = leading.end() if leading else start
    end = max(start, start + len(text[start:end].rstrip(_OUTER)))
    return _Part(start, end, spelling_key(text[start:end]))
