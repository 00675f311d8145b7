"""Name and define a code in the words of the people who speak of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from openends.domain.codebook import Code
from openends.engine.embed import Index
from openends.engine.induce.candidates import Candidates
from openends.engine.induce.categories import choose_category
from openends.engine.induce.phrases import Phrase, content, stem

#: Phrases that a definition quotes.
TERMS = 3
#: Clauses of a phrase that must belong to the code for its definition to quote it.
MOSTLY = 0.5
#: Closeness of two codes from which a definition tells them apart, and of two themes.
CLOSE, CLOSE_THEMES = 0.5, 0.4
#: Share of a word's clauses from which a longer phrase around it is the better name.
WITHIN = 0.5
#: Share of a code's clauses below which one word is too narrow a name for it, and the share that a
#: second word must have.
ALONE, SECOND = 0.5, 0.12

_WORDS = {
    "en": ("Speaks of {}", "also {}", "not {}", "{} and {}"),
    "es": ("Habla de {}", "también de {}", "no de {}", "{} y {}"),
    "de": ("Spricht von {}", "auch {}", "nicht {}", "{} und {}"),
    "fr": ("Parle de {}", "aussi {}", "pas {}", "{} et {}"),
    "pt": ("Fala de {}", "também {}", "não {}", "{} e {}"),
    "it": ("Parla di {}", "anche {}", "non {}", "{} e {}"),
    "nl": ("Gaat over {}", "ook {}", "niet {}", "{} en {}"),
}


def name_codes(
    candidates: Candidates,
    groups: Sequence[tuple[int, ...]],
    held: Sequence[Index],
    language: str,
) -> list[Code]:
    """Return a code per group of candidates, numbered in their order.

    Parameters
    ----------
    candidates:
        All themes and phrases.
    groups:
        Candidates of one meaning each; the first names the code.
    held:
        Clauses that speak of each group.
    language:
        ISO 639-1 code that names and definitions are written in.

    Notes
    -----
    A theme brings its name, definition and category along. A phrase is its own name, with a second
    word where it stands in less than half of what its people say; its definition quotes what else
    they say. Every definition names the code that it could be mistaken for.
    """
    heads = [group[0] for group in groups]
    names = _names(candidates, groups, held, language)
    nearest = _nearest(candidates, heads)
    codes = []
    for position, (head, group, clauses) in enumerate(zip(heads, groups, held, strict=True)):
        other = nearest[position]
        without = names[other] if other is not None else ""
        theme = candidates.theme(head)
        if theme is not None:
            code = theme.code(position + 1, language)
            definition = _without(code.definition.rstrip("."), without, language)
            codes.append(replace(code, definition=definition))
            continue
        codes.append(
            Code(
                name=names[position],
                number=position + 1,
                definition=_definition(
                    names[position],
                    _terms(candidates, group, clauses, names[position]),
                    without,
                    language,
                ),
                category=choose_category(candidates, head, heads, language),
            )
        )
    return codes


def _names(
    candidates: Candidates,
    groups: Sequence[tuple[int, ...]],
    held: Sequence[Index],
    language: str,
) -> list[str]:
    """Return one name per group, no two alike."""
    names: list[str] = []
    heads = [candidates.theme(group[0]) for group in groups]
    taken = {theme.name[language].casefold() for theme in heads if theme is not None}
    # A longer name must leave the others the phrases that name them.
    own = Counter(
        candidates.phrase(group[0]).text.casefold()
        for group, theme in zip(groups, heads, strict=True)
        if theme is None
    )
    for group, theme, clauses in zip(groups, heads, held, strict=True):
        if theme is not None:
            names.append(theme.name[language])
            continue
        plain = candidates.phrase(group[0]).text
        own[plain.casefold()] -= 1
        name = next(
            (
                text
                for text in (_full_name(candidates, group, clauses, language), plain)
                if text.casefold() not in taken and not own[text.casefold()]
            ),
            f"{plain} ({len(names) + 1})",
        )
        taken.add(name.casefold())
        names.append(name[:1].upper() + name[1:])
    return names


def _full_name(
    candidates: Candidates, group: tuple[int, ...], clauses: Index, language: str
) -> str:
    """Return the phrase, a longer one that most of its clauses have, or it with a second word."""
    phrase = candidates.phrase(group[0])
    own = set(phrase.clauses.tolist()) & set(clauses.tolist())
    if " " in phrase.text or not own:
        return phrase.text
    word = stem(phrase.text.lower())
    for longer in candidates.phrases:
        words = longer.text.lower().split()
        shared = len(own.intersection(longer.clauses.tolist()))
        if len(words) > 1 and word in map(stem, words) and shared >= WITHIN * len(own):
            return longer.text
    if len(own) >= ALONE * len(clauses):
        return phrase.text
    second = _second(candidates, group, clauses, own)
    return _WORDS[language][3].format(phrase.text, second) if second else phrase.text


def _second(candidates: Candidates, group: tuple[int, ...], clauses: Index, own: set[int]) -> str:
    """Return the phrase that most of the other clauses have, "" where none has enough of them."""
    others = set(clauses.tolist()) - own
    named = content(candidates.phrase(group[0]).text)
    best, most = "", max(2.0, SECOND * len(clauses)) - 1
    for phrase in candidates.phrases:
        inside = len(others.intersection(phrase.clauses.tolist()))
        mostly = inside > MOSTLY * len(set(phrase.clauses.tolist()) - own)
        if inside > most and mostly and not _akin(phrase, named):
            best, most = phrase.text, inside
    return best


def _akin(phrase: Phrase, named: set[str]) -> bool:
    """Tell whether a word is one of the named or begins as one does: "vote" beside "voting"."""
    return any(word[:4] == other[:4] for word in content(phrase.text) for other in named)


def _definition(name: str, terms: Sequence[str], other: str, language: str) -> str:
    of, also, _, _ = _WORDS[language]
    small = name if name.isupper() or language == "de" else name[:1].lower() + name[1:]
    parts = [of.format(small)]
    if terms:
        parts.append(also.format(", ".join(terms)))
    return _without("; ".join(parts), other, language)


def _without(definition: str, other: str, language: str) -> str:
    """Say which code an answer belongs to that only seems to belong here."""
    return f"{definition}; {_WORDS[language][2].format(other)}." if other else f"{definition}."


def _terms(candidates: Candidates, group: tuple[int, ...], clauses: Index, name: str) -> list[str]:
    """Return what else these people say: merged phrases first, then the most frequent ones."""
    inside = set(clauses.tolist())
    merged = [candidates.phrase(number) for number in group if candidates.theme(number) is None]
    typical = [
        phrase
        for phrase in candidates.phrases
        if sum(clause in inside for clause in phrase.clauses) > MOSTLY * len(phrase.clauses)
    ]
    terms: list[str] = []
    taken = {stem(word) for word in name.lower().split()}
    for phrase in (*merged, *typical):
        words = content(phrase.text)
        if len(terms) < TERMS and not words <= taken:
            terms.append(phrase.text if phrase.text.isupper() else phrase.text.lower())
            taken |= words
    return terms


def _nearest(candidates: Candidates, heads: Sequence[int]) -> list[int | None]:
    """Return for each code the one it could be mistaken for, None where there is none."""
    rows = candidates.rows[list(heads)]
    closeness = rows @ rows.T
    np.fill_diagonal(closeness, -1.0)
    nearest: list[int | None] = []
    for position, other in enumerate(closeness.argmax(axis=1)):
        both = {candidates.theme(heads[position]) is None, candidates.theme(heads[other]) is None}
        least = CLOSE_THEMES if both == {False} else CLOSE
        nearest.append(int(other) if closeness[position, other] >= least else None)
    return nearest
