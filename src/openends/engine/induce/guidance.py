"""Read what a researcher wants a codebook to mind: topics to look for, and topics to leave out."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: Words that ask to leave something out, to look for it, or to keep two things apart.
_LEAVE_OUT = re.compile(
    r"\b(?:ignor\w*|exclud\w*|leav\w* out|skip\w*|omit\w*|disregard\w*|without|do(?:n't| not) "
    r"(?:code|count|include|want|use|mind|care)\w*|not interested in|"
    r"omite\w*|omitir|excluy\w*|excluir|no (?:codific\w*|inclu\w*)|sin|"
    r"weglass\w*|lass\w* weg|ausschlie\w*|ohne|nicht (?:kodier\w*|codier\w*|berücksichtig\w*)|"
    r"exclu\w*|laiss\w* de côté|sans|ne pas (?:coder|inclure|prendre)|"
    r"desconsider\w*|deix\w* de fora|sem|não (?:codifi\w*|inclu\w*)|"
    r"escl\w*|tralasci\w*|senza|non (?:codific\w*|includ\w*)|"
    r"neg\w{1,3}r\w*|laat weg|sluit uit|zonder|niet (?:code\w*|meenem\w*))\b",
    re.IGNORECASE,
)
_KEEP_APART = re.compile(
    r"\b(?:separat\w*|distinguish\w*|split\w*|differentiat\w*|keep apart|tell apart|"
    r"separ\w*|disting\w*|diferenci\w*|unterscheid\w*|trenn\w*|sépar\w*|différenci\w*|"
    r"distin\w*|onderscheid\w*|scheid\w*)\b",
    re.IGNORECASE,
)
_LOOK_FOR = re.compile(
    r"\b(?:focus\w*|concentrat\w*|look\w* for|emphasi\w*|prioriti\w*|pay attention to|include\w*|"
    r"interested in|especially|mainly|above all|be sure to|mind|about|code|codes for|topics?|"
    r"themes?|centr\w*|enfoc\w*|concéntr\w*|prioriz\w*|presta\w* atención|inclu\w*|sobre todo|"
    r"achte\w*|konzentrier\w*|fokus\w*|schwerpunkt\w*|vor allem|besonders|themen|"
    r"concentr\w*|surtout|attention|thèmes?|foque\w*|foco|sobretudo|temas?|temi|soprattutto|"
    r"attenzione|let op|richt\w*|vooral|thema's)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.;!?\n]+\s*|,?\s+(?:but|pero|aber|mais|mas|ma|maar)\s+", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\s*[,:/&]\s*(?:and\s+|or\s+|y\s+|o\s+|und\s+|oder\s+|et\s+|ou\s+|e\s+|en\s+|of\s+)?"
    r"|\s+(?:and|or|from|versus|vs|y|o|und|oder|von|et|ou|e|en|da|van)\s+",
    re.IGNORECASE,
)
_SMALL = re.compile(
    r"^(?:(?:on|in|auf|the|a|an|to|of|for|any|all|please|only|just|mentions?|comments?|answers?|codes?|"
    r"topics?|themes?|between|what|people|say|about|en|el|la|los|las|de|del|por|favor|entre|auf|"
    r"die|der|das|den|bitte|nur|zwischen|sur|le|les|des|du|l'|s'il|vous|plaît|entre|em|o|os|as|"
    r"do|da|tra|il|lo|gli|i|su|sui|op|het|tussen)\s+)+",
    re.IGNORECASE,
)
#: Words of the longest topic.
LONGEST = 6


@dataclass(frozen=True, slots=True)
class Guidance:
    """What a codebook is to have and what not, in the researcher's words."""

    #: Topics to look for; two that are to be kept apart are both looked for.
    wanted: tuple[str, ...] = ()
    #: Topics that are to make no codes.
    unwanted: tuple[str, ...] = ()
    #: What says neither, such as the aim of the study; it tells the domain.
    context: str = ""


def read_guidance(text: str) -> Guidance:
    """Return the topics that a researcher's sentences name.

    Parameters
    ----------
    text:
        Such as "Focus on delivery, packaging and returns. Separate price from value. Ignore
        compliments." in one of the seven languages of codebooks.

    Notes
    -----
    A few verbs are known, and what follows them up to the end of the sentence is split at commas
    and "and". A sentence with none of them only tells the domain.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    context: list[str] = []
    for sentence in filter(None, map(str.strip, _SENTENCE.split(text))):
        for kind, part in _parts(sentence):
            if kind is None:
                context.append(part)
            else:
                (unwanted if kind == "out" else wanted).extend(_topics(part))
    return Guidance(
        tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(unwanted)), ". ".join(context)
    )


def _parts(sentence: str) -> list[tuple[str | None, str]]:
    """Split a sentence at its verbs: "focus on taste and ignore price" asks for two things."""
    found = [
        (match.start(), match.end(), kind)
        for kind, pattern in (("out", _LEAVE_OUT), ("apart", _KEEP_APART), ("for", _LOOK_FOR))
        for match in pattern.finditer(sentence)
    ]
    found.sort()
    if not found:
        return [(None, sentence)]
    parts: list[tuple[str | None, str]] = []
    kind: str | None = None
    for place, (_, end, verb) in enumerate(found):
        # "Do not code comments about price": the first verb says what is asked for.
        after = found[place + 1][0] if place + 1 < len(found) else len(sentence)
        joined = bool(parts) and not _BETWEEN.search(
            sentence[found[place - 1][1] : found[place][0]]
        )
        kind = kind if joined and verb == "for" else verb
        said = sentence[end:after]
        if not said.strip() and place + 1 == len(found):
            # German puts the verb last: "Lob ignorieren".
            said = sentence[found[place - 1][1] if place else 0 : found[place][0]]
        parts.append((kind, said))
    return parts


def _topics(part: str) -> list[str]:
    topics = (
        _SMALL.sub("", topic.strip(" \"'()-") + " ").strip() for topic in _BETWEEN.split(part)
    )
    return [topic for topic in topics if len(topic) > 2 and len(topic.split()) <= LONGEST]
