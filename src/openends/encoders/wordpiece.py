"""Cut English text into the word pieces that BERT models read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

#: A longer run of letters is no word: it has no pieces.
LONGEST_WORD = 100
#: Blocks of Chinese characters, each of which is a word.
_CHINESE = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B820, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)


class WordPieces:
    """A vocabulary of word pieces, without capitals and accents.

    Parameters
    ----------
    vocabulary:
        The pieces by their numbers; one that goes on a word begins with "##".

    Notes
    -----
    Source: Wu et al. (2016), "Google's Neural Machine Translation System"; the rules for words are
    those of BERT (Devlin et al. 2019), "uncased".
    """

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self._start, self._end = self._numbers["[CLS]"], self._numbers["[SEP]"]
        self._unknown = self._numbers["[UNK]"]
        self._pieces_of = lru_cache(maxsize=50_000)(self._cut)

    def numbers(self, text: str, most: int) -> list[int]:
        """Return the numbers of a text's pieces between those for its start and its end.

        Parameters
        ----------
        most:
            Numbers at most; what is left of the text is not read.
        """
        pieces: list[int] = []
        for word in _words(text):
            pieces += self._pieces_of(word)
            if len(pieces) >= most - 2:
                break
        return [self._start, *pieces[: most - 2], self._end]

    def _cut(self, word: str) -> tuple[int, ...]:
        """Return the longest pieces that make up the word, or that it is unknown."""
        if len(word) > LONGEST_WORD:
            return (self._unknown,)
        pieces, start = [], 0
        while start < len(word):
            for end in range(len(word), start, -1):
                number = self._numbers.get(("##" if start else "") + word[start:end])
                if number is not None:
                    break
            else:
                return (self._unknown,)
            pieces.append(number)
            start = end
        return tuple(pieces)


def _words(text: str) -> Iterator[str]:
    """Yield words and marks, in small letters without accents."""
    plain = unicodedata.normalize("NFD", "".join(map(_plain, text)))
    # Letter by letter, for in a word Python writes the last sigma otherwise.
    bare = "".join(mark.lower() for mark in plain if unicodedata.category(mark) != "Mn")
    for word in bare.split():
        begun = ""
        for character in word:
            if _is_mark(character):
                if begun:
                    yield begun
                yield character
                begun = ""
            else:
                begun += character
        if begun:
            yield begun


def _plain(character: str) -> str:
    """Return a character as it counts: nothing, a gap, or itself."""
    code = ord(character)
    if character in "\t\n\r" or unicodedata.category(character) == "Zs":
        return " "
    if code in {0, 0xFFFD} or unicodedata.category(character).startswith("C"):
        return ""
    if any(first <= code <= last for first, last in _CHINESE):
        return f" {character} "
    return character


def _is_mark(character: str) -> bool:
    """Return whether it is a word of its own: punctuation, or any other sign on a keyboard."""
    if character.isascii():
        return not character.isalnum() and character.isprintable()
    return unicodedata.category(character).startswith("P")
