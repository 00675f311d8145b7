"""Find names of persons: by what announces them, and by first names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openends.engine.privacy.passage import Passage, ends_line, read_passage
from openends.engine.privacy.piece import Kind, Piece, piece
from openends.engine.privacy.vocabulary import vocabulary

#: Between an announcement and its name.
_AFTER = re.compile(r"[ \u00a0]{0,2}[.:,(\"“„«'-]?[ \u00a0]{1,2}[\"“„«']?")
_AFTER_TITLE = re.compile(r"\.?[ \u00a0]{0,2}")
_AFTER_CLOSING = re.compile(r"[\s,.!:–-]{1,6}")
_SENTENCE_END = re.compile(r"[.!?,\n]|\s\s")
_BEFORE_VERB = frozenset({" ", ", ", " ,"})
#: Said of persons only.
_PERSONAL = frozenset("who she he whom quien quem".split())
#: Fewest letters of a first name without capital, and of a part of a name that is found again.
_SMALL_LETTERS, _REPEATED_LETTERS = 4, 3
#: "my wife" has a "Frau", who is no title.
_OWNERS = frozenset(
    "meine meiner deine seine seiner ihre ihrer unsere eine einer die eure keine jede".split()
)
#: Titles that are written with a full stop; behind the others a sentence ends.
_ABBREVIATED = frozenset(
    "mr mrs ms dr prof rev mme mlle m mw dhr mevr mej drs ir sr sra srta dra lic ing eng dott sig "
    "ra ssa avv geom rag mgr hr med fr".split()
)
_SAINTS = frozenset("st saint san santa santo sao sankt sint saints".split())
_ARTICLES = frozenset("der die das den dem des ein eine einen einem einer".split())


def find_names(text: str, language: str) -> Iterator[Piece]:
    """Yield names of persons; titles before them stay, they tell no one.

    Parameters
    ----------
    text:
        The answer.
    language:
        ISO 639-1 code: "Pan" is a title in Polish and an airline in English.
    """
    passage = read_passage(text, language, vocabulary(language))
    found: list[range] = []
    at = 0
    while at < len(passage.words):
        run = _name_at(passage, at)
        if run:
            found.append(run)
        # What announces a name may hold another announcement: "my friend Dr.".
        at = run.stop if run else at + 1
    found += _repeated(passage, found)
    for run in found:
        first, last = passage.words[run.start], passage.words[run.stop - 1]
        yield piece(Kind.NAME, first.start, last.end)


def _name_at(passage: Passage, at: int) -> range | None:
    """Return the words of a name that begins or is announced at a place."""
    for rule in (_titled, _introduced, _related, _cued, _lightly_cued, _signed, _alone):
        start, end = rule(passage, at)
        if end > start:
            return range(start, end)
    return None


def _announced(passage: Passage, at: int, size: int) -> bool:
    return (
        size > 0
        and at + size < len(passage.words)
        and _AFTER.fullmatch(passage.gap(at + size - 1)) is not None
    )


def _titled(passage: Passage, at: int) -> tuple[int, int]:
    size = passage.match(passage.vocabulary.titles, at)
    start = at + size
    if not size or start >= len(passage.words) or _is_no_title(passage, at):
        return at, at
    if passage.words[start].key in passage.vocabulary.offices:
        return start, start
    between = passage.gap(start - 1)
    ends_sentence = "." in between and passage.words[start - 1].key not in _ABBREVIATED
    if ends_sentence or not _AFTER_TITLE.fullmatch(between):
        return at, at
    if passage.match(passage.vocabulary.titles, start):
        # "Frau Dr.": the second title has its turn.
        return at, at
    owned = at > 0 and passage.words[at - 1].key in _OWNERS and passage.words[at].key == "frau"
    if owned and not passage.is_first_name(start):
        return start, start
    return start, passage.name_end(start)


def _is_no_title(passage: Passage, at: int) -> bool:
    """Tell "MS Office", "m" for metres, and "I miss Costco" from titles."""
    word = passage.words[at]
    if word.key == "m":
        return word.text != "M" or not passage.gap(at).startswith(".")
    return word.text == "MS" or (word.key == "miss" and word.text != "Miss")


def _introduced(passage: Passage, at: int) -> tuple[int, int]:
    """ "My name is": whatever is written like a name, or a listed name in small letters."""
    size = passage.match(passage.vocabulary.introductions, at)
    start = at + size
    if not _announced(passage, at, size):
        return at, at
    if passage.may_be_name(start):
        return start, passage.name_end(start)
    if not passage.is_first_name(start, common=True):
        return start, start
    last = start + 1
    has_surname = (
        last < len(passage.words)
        and passage.gap(start) == " "
        and passage.words[last].key in passage.vocabulary.surnames
    )
    return start, last + has_surname


def _related(passage: Passage, at: int) -> tuple[int, int]:
    size = passage.match(passage.vocabulary.relatives, at)
    start = at + size
    if not _announced(passage, at, size) or not passage.may_be_name(start):
        return at, at
    capitals_tell = not (passage.has_large_nouns or passage.is_heading)
    # "my friend, Netflix is": after a comma only a listed name.
    if passage.is_first_name(start) or (capitals_tell and passage.gap(start - 1) == " "):
        return start, passage.name_end(start)
    return start, start


def _cued(passage: Passage, at: int) -> tuple[int, int]:
    """ "Served by": a listed first name."""
    size = passage.match(passage.vocabulary.cues, at)
    start = at + size
    if not _announced(passage, at, size):
        return at, at
    if passage.may_be_name(start) and passage.is_first_name(start):
        return start, passage.name_end(start)
    is_surname = passage.words[start].key in passage.vocabulary.surnames
    if _is_told_by_next(passage, start) or (is_surname and passage.may_be_name(start)):
        return start, passage.name_end(start)
    is_small = not passage.words[start].is_large
    is_long = len(passage.words[start].text) >= _SMALL_LETTERS
    return start, start + (is_small and is_long and passage.is_first_name(start, common=True))


def _is_told_by_next(passage: Passage, at: int) -> bool:
    """Tell whether a name that is not listed is a person's: "spoke to Carlie, who"."""
    return (
        passage.may_be_name(at)
        and not (passage.has_large_nouns or passage.is_heading)
        and at + 1 < len(passage.words)
        and passage.gap(at) in _BEFORE_VERB
        and passage.words[at + 1].key in _PERSONAL
    )


def _lightly_cued(passage: Passage, at: int) -> tuple[int, int]:
    """ "Thanks": a first name that is nothing else."""
    size = passage.match(passage.vocabulary.light_cues, at)
    start = at + size
    if not _announced(passage, at, size) or not passage.may_be_name(start):
        return at, at
    if passage.is_first_name(start, common=True) and not passage.is_owner(start):
        return start, passage.name_end(start)
    return start, start


def _signed(passage: Passage, at: int) -> tuple[int, int]:
    """ "Regards": whatever is written like a name, if the line ends behind it."""
    size = passage.match(passage.vocabulary.closings, at)
    start = at + size
    if not size or start >= len(passage.words):
        return at, at
    if not _AFTER_CLOSING.fullmatch(passage.gap(start - 1)):
        return at, at
    end = passage.name_end(start)
    # Large nouns do not matter here: "Grüße Ulrike Sommer" ends a letter.
    while start < end < len(passage.words) and passage.gap(end - 1) == " " and end - start < 3:
        if not passage.may_be_name(end):
            break
        end += 1
    return (start, end) if end > start and ends_line(passage, end) else (at, at)


def _alone(passage: Passage, at: int) -> tuple[int, int]:
    """A first name with a surname, or with what only a person does."""
    if not (passage.may_be_name(at) and passage.is_first_name(at)):
        return at, at
    if at > 0 and passage.words[at - 1].key in _SAINTS:
        return at, at
    end = passage.name_end(at)
    is_common = passage.is_first_name(at, common=True)
    if end > at + 1:
        has_listed = passage.words[end - 1].key in passage.vocabulary.surnames
        if has_listed or (is_common and not passage.is_heading):
            return at, end
    stands_so = _is_followed(passage, at) or _ends_text(passage, at) or _is_in_brackets(passage, at)
    return at, at + (is_common and stands_so)


def _is_followed(passage: Passage, at: int) -> bool:
    """Tell whether what follows is said of persons: "Michelle sorted", "Ina, the lady who"."""
    return (
        at + 1 < len(passage.words)
        and passage.gap(at) in _BEFORE_VERB
        and passage.match(passage.vocabulary.follow_ups, at + 1) > 0
    )


def _is_in_brackets(passage: Passage, at: int) -> bool:
    """Tell whether a name stands alone in brackets: "the agent (Paula)"."""
    return at > 0 and passage.gap(at - 1).endswith("(") and passage.gap(at).startswith(")")


def _ends_text(passage: Passage, at: int) -> bool:
    """Tell whether a name signs an answer: "Keep up the good work. Johanna"."""
    is_last = at + 1 == len(passage.words) and ends_line(passage, at + 1)
    return is_last and at > 0 and _SENTENCE_END.search(passage.gap(at - 1)) is not None


def _repeated(passage: Passage, found: list[range]) -> Iterator[range]:
    """Yield words elsewhere that are part of a name that was found."""
    covered = {at for run in found for at in run}
    parts = {
        passage.words[at].text
        for at in covered
        if passage.may_be_name(at)
        and not passage.is_abbreviation(at)
        and len(passage.words[at].text) >= _REPEATED_LETTERS
    }
    for at, word in enumerate(passage.words):
        # "Frau Koch" is a person, and "der Koch" a cook.
        is_noun = passage.has_large_nouns and at > 0 and passage.words[at - 1].key in _ARTICLES
        if word.text in parts and at not in covered and at not in passage.kept and not is_noun:
            yield range(at, at + 1)
