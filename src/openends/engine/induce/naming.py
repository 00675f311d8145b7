"""Name and define a code in the words of the people who speak of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openends.domain.codebook import Code
from openends.engine.embed import Index
from openends.engine.encoder import Matrix
from openends.engine.induce.candidates import Candidates
from openends.engine.induce.phrases import Phrase, stem

#: Phrases that a definition quotes.
TERMS = 3
#: Clauses of a phrase that must belong to the code for its definition to quote it.
MOSTLY = 0.5
#: Closeness of two codes from which a definition tells them apart.
CLOSE = 0.45
#: Closeness of a phrase to a theme of the codebook from which it belongs to the theme's category.
RELATED = 0.25

_WORDS = {
    "en": ("Speaks of {}", "also {}", "not {}", "Other themes"),
    "es": ("Habla de {}", "también de {}", "no de {}", "Otros temas"),
    "de": ("Spricht von {}", "auch {}", "nicht {}", "Weitere Themen"),
    "fr": ("Parle de {}", "aussi {}", "pas {}", "Autres thèmes"),
    "pt": ("Fala de {}", "também {}", "não {}", "Outros temas"),
    "it": ("Parla di {}", "anche {}", "non {}", "Altri temi"),
    "nl": ("Gaat over {}", "ook {}", "niet {}", "Overige thema's"),
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
    A theme brings its name, definition and category along. A phrase is its own name; its definition
    quotes what else its people say, and names the code it could be mistaken for.
    """
    heads = [group[0] for group in groups]
    names = [_name(candidates, head, language) for head in heads]
    nearest = _nearest(candidates.rows[heads])
    codes = []
    for position, (head, group, clauses) in enumerate(zip(heads, groups, held, strict=True)):
        theme = candidates.theme(head)
        if theme is not None:
            codes.append(theme.code(position + 1, language))
            continue
        other = nearest[position]
        codes.append(
            Code(
                name=names[position],
                number=position + 1,
                definition=_definition(
                    names[position],
                    _terms(candidates, group, clauses, names[position]),
                    names[other] if other is not None else "",
                    language,
                ),
                category=_category(candidates, head, heads, language),
            )
        )
    return codes


def _name(candidates: Candidates, number: int, language: str) -> str:
    theme = candidates.theme(number)
    if theme is not None:
        return theme.name[language]
    text = candidates.phrase(number).text
    return text[:1].upper() + text[1:]


def _definition(name: str, terms: Sequence[str], other: str, language: str) -> str:
    of, also, without, _ = _WORDS[language]
    small = name if name.isupper() or language == "de" else name[:1].lower() + name[1:]
    parts = [of.format(small)]
    if terms:
        parts.append(also.format(", ".join(terms)))
    if other:
        parts.append(without.format(other))
    return "; ".join(parts) + "."


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
        words = _content(phrase)
        if len(terms) < TERMS and words and not words & taken:
            terms.append(phrase.text if phrase.text.isupper() else phrase.text.lower())
            taken |= words
    return terms


def _content(phrase: Phrase) -> set[str]:
    return {stem(word) for word in phrase.text.lower().split() if len(word) > 2}


def _nearest(rows: Matrix) -> list[int | None]:
    """Return for each code the one it could be mistaken for, None where there is none."""
    closeness = rows @ rows.T
    np.fill_diagonal(closeness, -1.0)
    best = closeness.argmax(axis=1)
    return [int(other) if closeness[at, other] >= CLOSE else None for at, other in enumerate(best)]


def rest_category(language: str) -> str:
    """Return the name of the category of the codes that belong to no other."""
    return _WORDS[language][3]


def _category(candidates: Candidates, number: int, heads: Sequence[int], language: str) -> str:
    """Return the category of the closest theme that is a code too, or the one for the rest."""
    themes = [head for head in heads if candidates.theme(head) is not None]
    closeness = candidates.rows[themes] @ candidates.rows[number]
    nearest = candidates.theme(themes[int(closeness.argmax())]) if themes else None
    if nearest is None or closeness.max() < RELATED:
        return rest_category(language)
    return nearest.category[language]
