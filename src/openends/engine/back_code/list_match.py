"""Find the options of a list that the words of an Other answer stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from openends.domain.back_coding import Option
from openends.domain.codebook import Code, Codebook, renumber
from openends.domain.coding import Layer
from openends.engine.assign.entities import EntityFinder
from openends.engine.assign.exact import CONFIDENCE as SAID_EXACTLY
from openends.engine.assign.exact import normalised
from openends.engine.assign.near import NearTexts
from openends.engine.assign.rules import compile_rules, rule_candidates
from openends.engine.assign.set_aside_codes import NoneCodes
from openends.engine.back_code.meaning import Meaning
from openends.engine.back_code.other_text import OtherText
from openends.engine.back_code.wordings import wordings
from openends.engine.encoder import Encoder
from openends.engine.prepare.clauses import Clause

#: Confidence of a misspelt name.
MISSPELT = 0.95
#: A spelling of a listed brand that is surer than this is the brand; below it a person looks.
SAME_BRAND = 0.85
#: Probability from which closeness of meaning moves a respondent to a listed option. A wrong move
#: is worse than an Other that stays: nobody looks at it again.
SURE = 0.85
#: Probability from which an option is worth suggesting to a person.
WORTH_A_LOOK = 0.5
#: "Not the price" is close to "Price" for every encoder, and no brand that one is "cheaper than".
_TURNED_ROUND = re.compile(
    r"\b(?:not?|none|never|nothing|neither|without|except|other\s+than|rather\s+than|instead|than|"
    r"\w+n['’]t|nicht|kein\w*|nie|ohne|außer|statt|pas|sans|jamais|sauf|sin|nunca|excepto|não|nao|"
    r"sem|exceto|non|senza|mai|tranne|niet|geen|nooit|zonder|behalve|als\s+nur)\b|[不没沒無非]|ない",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Found:
    """The option that a part of a text stands for, or may stand for."""

    number: int
    name: str
    layer: Layer
    confidence: float
    #: The part of the text.
    part: Clause
    #: How the words stand for it: "names", "means".
    how: str
    #: False where a person is to look first.
    sure: bool = True
    #: Why a person should look all the same; "" when nobody needs to.
    doubt: str = ""

    @property
    def why(self) -> str:
        """Why it was found, in words."""
        return f"'{self.part.text}' {self.how if self.sure else 'may be'} '{self.name}'"


class ListMatch:
    """Finds listed options in Other texts, the most certain way first.

    What was decided for the same words and the names of the options, slips of the pen aside; the
    rules of a codebook; for brands and the like their spellings, and for all else the meaning.

    Parameters
    ----------
    options:
        The list without Other.
    known:
        Texts whose option was decided before.
    codebook:
        The options as codes, and whether these are themes or names.
    encoder:
        Reads for meaning; None for names, which have none.
    """

    def __init__(
        self,
        options: Sequence[Option],
        known: Mapping[str, int],
        codebook: Codebook,
        encoder: Encoder | None,
    ) -> None:
        self._names = {option.number: option.name for option in options}
        self._number = {option.name: option.number for option in options}
        self._wordings = wordings(options, known)
        self._near = NearTexts(self._wordings)
        self._finders = compile_rules(codebook)
        self._none = NoneCodes(codebook)
        self._entities: EntityFinder | None = None
        self._meaning: Meaning | None = None
        if encoder is None:
            self._entities = EntityFinder(codebook, ())
        else:
            said = (self._none.code_for(text) for text in ("don't know", "nothing"))
            nothing = {code.name for code in said if code is not None}
            meant = [code for code in codebook if code.name not in nothing]
            self._meant = [self._number[code.name] for code in meant]
            self._meaning = Meaning(meant, encoder) if meant else None
        self._likeliest: dict[str, tuple[int, float]] = {}

    def read(self, texts: Iterable[OtherText]) -> None:
        """Read further texts; needed before they are asked for."""
        read = [text for text in texts if text.parts]
        parts = [part.text for text in read for part in (text.whole, *text.parts)]
        self._near.read(parts)
        if self._entities is not None:
            self._entities.read(parts)
        if self._meaning is not None:
            new = dict.fromkeys(part.text for text in read for part in text.parts)
            asked = [text for text in new if text not in self._likeliest]
            self._likeliest.update(zip(asked, self._meaning.likeliest(asked), strict=True))

    def none_for(self, text: str) -> int | None:
        """Return the listed option for "don't know" or "nothing"; None where there is none."""
        code = self._none.code_for(text)
        return None if code is None else self._number[code.name]

    def find(self, text: OtherText) -> list[Found | None]:
        """Return what each part of a text stands for; None for what the list has nothing like."""
        if not text.parts:
            return []
        whole = self._said(text.whole)
        if whole is not None:
            return [whole] * len(text.parts)
        return [self._said(part) or self._meant_by(part) for part in text.parts]

    def _said(self, part: Clause) -> Found | None:
        """Return the option that is named, or that a rule gives."""
        key = normalised(part.text)
        near = self._near.known(part.text)
        if (number := self._wordings.get(near)) is not None:
            exact = key == near
            how = "is listed as" if exact else "is a spelling of"
            return self._found(part, number, Layer.EXACT, SAID_EXACTLY if exact else MISSPELT, how)
        for candidate in rule_candidates(part.text, self._finders):
            number = self._number[candidate.code.name]
            return self._found(part, number, Layer.RULE, candidate.confidence, "has by a rule")
        return None

    def _meant_by(self, part: Clause) -> Found | None:
        turned = is_turned_round(part.text)
        if self._entities is not None:
            named = self._entities.candidates(part.text)
            if not named:
                return None
            number, confidence = self._number[named[0].code.name], named[0].confidence
            sure = len(named) == 1 and confidence >= SAME_BRAND and not turned
            return self._found(part, number, Layer.ENTITY, confidence, "names", sure=sure)
        if self._meaning is None:
            return None
        place, confidence = self._likeliest[part.text]
        number = self._meant[place]
        if confidence < WORTH_A_LOOK:
            return None
        sure = confidence >= SURE and not turned
        return self._found(part, number, Layer.MODEL, confidence, "means", sure=sure)

    def _found(
        self,
        part: Clause,
        number: int,
        layer: Layer,
        confidence: float,
        how: str,
        *,
        sure: bool = True,
    ) -> Found:
        return Found(number, self._names[number], layer, confidence, part, how, sure)


def is_turned_round(text: str) -> bool:
    """Tell whether words hold a "not" or the like, so that they may mean the contrary."""
    return bool(_TURNED_ROUND.search(text))


def as_codes(options: Sequence[Option]) -> tuple[Code, ...]:
    """Return the options as codes, numbered by themselves: a list may use the reserved numbers."""
    return renumber(
        [
            Code(
                name=option.name,
                number=option.number,
                definition=option.definition,
                include=option.include,
                examples=option.examples,
                rules=option.rules,
            )
            for option in options
        ]
    )
