"""Look at an answer word by word: where a name may begin, and where it ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from openends.engine.privacy.vocabulary import Vocabulary
from openends.engine.privacy.words import Phrases, Word, cut_words, gap

#: Words of one name, small ones ("van der") apart.
MOST_WORDS = 4
#: Letters of an abbreviation at most.
ABBREVIATION = 4
#: From this share of large words on, capitals tell nothing: headings, and keys that are stuck.
HEADING = 0.6
_LINE_END = re.compile(r"\W{0,20}(?:\n|\Z)")
#: What may stand between two words of a name, and between an initial and the next word.
_INSIDE, _AFTER_INITIAL = frozenset({" ", "\u00a0", "-"}), frozenset({". ", " ", "."})
_ARTICLES = frozenset({"der", "den", "des"})
#: Ends of German nouns that no surname has; without accents, as keys are.
_NOUN_ENDS = ("ung", "ungen", "heit", "keit", "schaft", "tion", "tionen", "itat", "nis", "zeit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """An answer as words, with what is known about each."""

    text: str
    words: tuple[Word, ...]
    vocabulary: Vocabulary
    #: Places of words that belong to brands, places or politicians.
    kept: frozenset[int]
    #: Every noun has a capital: a second large word after a name is seldom a surname.
    has_large_nouns: bool
    #: Short words in capitals are abbreviations: "a LISA" is an account.
    has_small_letters: bool
    #: Capitals tell nothing in this answer.
    is_heading: bool

    def gap(self, at: int) -> str:
        """Return what stands between a word and the next one."""
        return gap(self.text, self.words, at)

    def match(self, phrases: Phrases, at: int) -> int:
        """Return how many words at a place are a phrase of the list."""
        return phrases.match(self.text, self.words, at)

    def may_be_name(self, at: int) -> bool:
        """Tell whether a word is written like a name and known as nothing else."""
        if at >= len(self.words) or at in self.kept:
            return False
        word = self.words[at]
        return word.is_large and word.key not in self.vocabulary.never

    def is_first_name(self, at: int, *, common: bool = False) -> bool:
        """Tell whether a word is a listed first name, whatever its capitals.

        Parameters
        ----------
        at:
            Place of the word.
        common:
            Only names that are hardly anything else.
        """
        if at >= len(self.words) or at in self.kept:
            return False
        if self.is_abbreviation(at):
            return False
        names = self.vocabulary.common if common else self.vocabulary.first_names
        key = self.words[at].key
        # "Jean-Luc", "Anna-Lena".
        return key in names or ("-" in key and key.partition("-")[0] in names)

    def is_abbreviation(self, at: int) -> bool:
        """Tell whether a word is like "LISA" in "a LISA is an account"."""
        word = self.words[at].text
        return self.has_small_letters and word.isupper() and 1 < len(word) <= ABBREVIATION

    def is_owner(self, at: int) -> bool:
        """Tell whether an "'s" follows: "from Claire's" is a shop."""
        return self.gap(at).startswith(("'", "’"))

    def name_end(self, at: int) -> int:
        """Return the place behind the name that begins at a word; the same place if none does."""
        most = 2 if self.is_heading else MOST_WORDS
        place, counted = at, 0
        while counted < most and place < len(self.words):
            if place > at and not self._goes_on(place, counted):
                break
            small = self._particles(place)
            if (
                small
                and self.may_be_name(place + small)
                and self.gap(place + small - 1) in _INSIDE
                and (counted or not self.is_first_name(place))
            ):
                place += small
            elif not self.may_be_name(place) or (counted and self.is_abbreviation(place)):
                break
            place += 1
            counted += 1
        return place

    def _particles(self, place: int) -> int:
        """Return how many words at a place are small parts of a name, as in "von der Heide"."""
        size = self.match(self.vocabulary.particles, place)
        # "Herr der Lage": there an article begins.
        is_article = self.has_large_nouns and size == 1 and self.words[place].key in _ARTICLES
        return 0 if is_article else size

    def _goes_on(self, place: int, counted: int) -> bool:
        """Tell whether a name may go on with a word, judged by what stands before it."""
        between = self.gap(place - 1)
        is_initial = len(self.words[place - 1].text) == 1
        if not (between in _INSIDE or (is_initial and between in _AFTER_INITIAL)):
            return False
        if self.match(self.vocabulary.titles, place):
            return False
        if self.is_first_name(place - 1) or is_initial:
            return True
        # A second large word may be a surname, in German too unless it is built like a noun.
        is_noun = self.words[place].key.endswith(_NOUN_ENDS)
        return not self.is_heading and not (self.has_large_nouns and (is_noun or counted > 1))


def read_passage(text: str, language: str, vocabulary: Vocabulary) -> Passage:
    """Return an answer as words."""
    words = tuple(cut_words(text))
    return Passage(
        text=text,
        words=words,
        vocabulary=vocabulary,
        kept=frozenset(_kept(text, words, vocabulary)),
        has_large_nouns=language == "de",
        has_small_letters=not text.isupper(),
        is_heading=_is_heading(text, words, vocabulary),
    )


def _is_heading(text: str, words: Sequence[Word], vocabulary: Vocabulary) -> bool:
    """Tell whether capitals tell nothing: small words have them too, or every letter is one."""
    if len(words) > 1 and text.isupper():
        return True
    large = [word for word in words[1:] if word.is_large and len(word.text) > 1]
    return len(large) > HEADING * len(words) and any(word.key in vocabulary.never for word in large)


def _kept(text: str, words: Sequence[Word], vocabulary: Vocabulary) -> set[int]:
    """Return the places of what stays; a politician's first name stays with the surname."""
    kept: set[int] = set()
    for at in range(len(words)):
        size = vocabulary.kept.match(text, words, at)
        kept.update(range(at, at + size))
        first = at
        # "George W. Bush" has two words before the surname.
        while size and first > max(0, at - 2) and gap(text, words, first - 1) in {" ", ". "}:
            before = words[first - 1]
            if before.key not in vocabulary.first_names and len(before.text) > 1:
                break
            first -= 1
        # An "I" or "a" before the surname is no initial.
        if size and words[first].key in vocabulary.first_names:
            kept.update(range(first, at))
    return kept


def ends_line(passage: Passage, at: int) -> bool:
    """Tell whether nothing but marks stands between a word and the end of its line."""
    return _LINE_END.match(passage.text, passage.words[at - 1].end) is not None
