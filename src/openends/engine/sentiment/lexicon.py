"""Opinion words, emoji and negation."""

from __future__ import annotations

import re

from openends.engine.sentiment.words import UNSPACED, survey_words, words_of

_TOKEN = re.compile(
    r"[^\W\d_]+(?:'[^\W\d_]+)*|[:;=]-?[()DPp/]|<3|(?:[⭐★☆🌟]\ufe0f?)+|[\U0001F300-\U0001FAFF☀-➿]"
    r"|[.,;:!?…\n]"
)
#: A negation turns the opinion words that follow it within this many words.
REACH = 3
#: A negation that stands behind turns the last opinion among this many words before it.
REACH_BACK = 3
#: So short a text without an opinion names a topic: words, or letters where no spaces are written.
BARE_WORDS, BARE_LETTERS = 2, 4
#: What a turned word keeps: "not terrible" is weaker praise than "good".
TURNED = -0.7
#: Stars in a row that are praise; next to empty ones, the number that is blame.
PRAISING_STARS, BLAMING_STARS = 4, 2

#: Languages that run short words into the next one: "j'adore", "un'ottima", "n'aime".
_ELIDING = frozenset({"fr", "it"})
_MARKS = frozenset(".,;:!?…\n")
#: Opinions without words, -3 to 3.
_EMOJI = {
    **dict.fromkeys("👍😀😃😄😁😊🙂😍🥰😋❤💚💙💯🎉👏😎🤩☺♥✨🙏💪👌✅", 3),
    **dict.fromkeys("👎😠😡🤬😞😟😢😭😤😖😣🤮🤢💔😒🙄😩😫❌☹🙁", -3),
    ":)": 3, ":-)": 3, ":D": 3, ":-D": 3, "=)": 3, ";)": 1, ";-)": 1, "<3": 3,
    ":(": -3, ":-(": -3, "=(": -3, ":/": -1, ":-/": -1,
}  # fmt: skip


def opinion(text: str, language: str) -> float:
    """Return the sum of the opinion words' scores, negations turned; 0 where there are none.

    Parameters
    ----------
    text:
        A clause or a whole answer.
    language:
        ISO 639-1 code; an unknown one counts emoji only.

    Notes
    -----
    AFINN (Nielsen 2011) in its translations, scores -5 to 5, with words of surveys added. A
    negation reaches three words far, over no mark and no "but"; emoji are never turned.
    """
    return sum(score * TURNED if turned else score for score, turned in _scored(text, language))


def has_opinion_word(text: str, language: str) -> bool:
    """Tell whether any word or emoji of the text carries an opinion by itself."""
    return any(score for score, _ in _scored(text, language))


def knows_survey_words(language: str) -> bool:
    """Tell whether the list holds the words of surveys, so that few opinions are missed."""
    return "scores" in survey_words().get(language, {})


def names_a_topic(text: str, language: str) -> bool:
    """Tell whether a text is a bare word or two, no opinion or negation: "the staff"."""
    if not knows_survey_words(language):
        return False
    spaced = language not in UNSPACED
    bare = len(text.split()) <= BARE_WORDS if spaced else len(text.strip()) <= BARE_LETTERS
    return bare and not has_opinion_word(text, language) and not _negates(text, language)


def contrasts(joint: str, clause: str, language: str) -> bool:
    """Tell whether a clause is set against the one before it, by a word such as "but".

    Parameters
    ----------
    joint:
        What stands between the two clauses.
    clause:
        The later one, which may begin with the word.
    language:
        ISO 639-1 code.
    """
    words = words_of(language)
    first = next(iter(_TOKEN.findall(clause)), "").casefold()
    between = {token.casefold() for token in _TOKEN.findall(joint)}
    return bool(({*between, *words.cut(first)[:1]}) & words.ends)


def turns_an_opinion(text: str, language: str) -> bool:
    """Tell whether a negation turns an opinion word: "not bad"."""
    return any(score and turned for score, turned in _scored(text, language))


def _scored(text: str, language: str) -> list[tuple[float, bool]]:
    """Return the score of each word and emoji, and whether a negation turns it."""
    words = words_of(language)
    found: list[tuple[float, bool]] = []
    reach, before, start = 0, "", 0
    for token in [*_TOKEN.findall(_spelt(text, language)), "\n"]:
        if not token[0].isalpha():
            if token in _MARKS:
                if before in words.last:
                    _turn_last(found, start)
                reach, before = 0, ""
            found.append((_without_words(token), False))
            start = len(found)
            continue
        for word in words.cut(token.casefold()):
            here = {word, f"{before} {word}"}
            if here & words.behind:
                _turn_last(found, start)
            found.append((words.score(word), reach > 0))
            if here & words.ends:
                reach = 0
            elif here & words.negations:
                reach = REACH
            else:
                reach -= 1
            before = word
    return found


def _turn_last(found: list[tuple[float, bool]], start: int) -> None:
    """Turn the last opinion if it is close and not before ``start``."""
    for position in range(len(found) - 1, max(start, len(found) - 1 - REACH_BACK) - 1, -1):
        score, _ = found[position]
        if score:
            # Never turned twice: "hiç pahalı değil", "별로 좋지 않아요" negate once with two words.
            found[position] = (score, True)
            return


def _negates(text: str, language: str) -> bool:
    words = words_of(language)
    said = {
        word
        for token in _TOKEN.findall(_spelt(text, language))
        for word in words.cut(token.casefold())
    }
    return bool(said & (words.negations | words.behind))


def _spelt(text: str, language: str) -> str:
    straight = text.replace("’", "'")
    return straight.replace("'", " ") if language in _ELIDING else straight


def _without_words(token: str) -> float:
    """Return the score of an emoji, or of a row of stars."""
    full = sum(map(token.count, "⭐★🌟"))
    if full >= PRAISING_STARS:
        return 3
    if 0 < full <= BLAMING_STARS and "☆" in token:
        return -3
    return _EMOJI.get(token, 0)
