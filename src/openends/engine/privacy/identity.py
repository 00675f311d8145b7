"""Find numbers that states, banks and shops give to people."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module

from openends.engine.privacy.cues import cue_ends
from openends.engine.privacy.piece import Kind, Piece, piece

#: Form and check of each number that is told without a cue: by check digits (modules of
#: python-stdnum), or by a form that nothing else has (an empty check).
_FORMS = (
    # United States: Social Security. The dashes are the sign; nine bare digits need a cue.
    (r"\d{3}-\d{2}-\d{4}", "us.ssn"),
    # United Kingdom: National Insurance.
    (r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]", ""),
    (r"[1-9]\d ?\d{3} ?\d{3} ?\d{3}", "de.idnr"),
    (r"756\.?\d{4}\.?\d{4}\.?\d{2}", "ch.ssn"),
    (r"[12] ?\d{2} ?[01]\d ?\d[\dAB] ?\d{3} ?\d{3} ?\d{2}", "fr.nir"),
    (r"\d{8}[- ]?[A-Z]", "es.dni"),
    (r"[XYZ][- ]?\d{7}[- ]?[A-Z]", "es.nie"),
    (r"[A-Za-z]{6}\d{2}[A-Za-z]\d{2}[A-Za-z]\d{3}[A-Za-z]", "it.codicefiscale"),
    (r"\d{3}\.\d{3}\.\d{3}-\d{2}", "br.cpf"),
    (r"\d{11}", "br.cpf"),
    (r"\d{11}", "pl.pesel"),
    (r"\d{11}", "tr.tckimlik"),
    (r"\d{6} ?\d{5}", "no.fodselsnummer"),
    (r"\d{2}[. ]?\d{2}[. ]?\d{2}[- ]?\d{3}[. ]?\d{2}", "be.nn"),
    (r"(?:\d{2})?\d{6}[-+]\d{4}", "se.personnummer"),
    (r"\d{6}-\d{4}", "dk.cpr"),
    (r"\d{6}[-+A]\d{3}[\dA-Y]", "fi.hetu"),
    (r"\d{6}/\d{3,4}", "cz.rc"),
    (r"\d{7}[A-W][A-IW]?", "ie.pps"),
    (r"\d{13}", "ro.cnp"),
    (r"\d{13}", "za.idnr"),
    (r"\d{6}-\d{7}", "kr.rrn"),
    (r"\d{17}[\dX]", "cn.ric"),
    (r"[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z\d]\d", "mx.curp"),
    (r"\d{1,2}\.\d{3}\.\d{3}-[\dkK]", "cl.rut"),
    (r"\d{2}-\d{8}-\d", "ar.cuit"),
    (r"[A-Z]{5}\d{4}[A-Z]", "in_.pan"),
)
#: What a cue may announce: letters and digits in groups, with a digit in each group.
_ANNOUNCED = re.compile(
    r"[^!?;\n\d]{0,25}?(?<!\w)([A-Za-z]{0,3}\d[\dA-Za-z]{0,20}"
    r"(?:[-./ ][A-Za-z]{0,2}\d[\dA-Za-z]{0,12}){0,5}(?: [A-Z])?)(?!\w|[.,]\d|\s?[%€$£])"
)
#: Fewer digits are a year, a price or a count.
_FEWEST_DIGITS = 5
_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}")


@cache
def _forms() -> tuple[tuple[re.Pattern[str], Callable[[str], bool] | None], ...]:
    return tuple(
        (
            re.compile(rf"(?<![\w.,/-]){form}(?![\w/-]|[.,]\d)"),
            import_module(f"stdnum.{check}").is_valid if check else None,
        )
        for form, check in _FORMS
    )


def find_identity(text: str) -> Iterator[Piece]:
    """Yield identity, tax and customer numbers that a check digit, a form or a cue tells."""
    if not any(map(str.isdigit, text)):
        return
    for form, is_valid in _forms():
        for match in form.finditer(text):
            if is_valid is None or is_valid(match[0]):
                yield piece(Kind.ID, match.start(), match.end())
    for end in cue_ends(text, "identity"):
        announced = _ANNOUNCED.match(text, end)
        if announced and _can_be_number(announced[1]):
            yield piece(Kind.ID, announced.start(1), announced.end(1))


def _can_be_number(written: str) -> bool:
    digits = sum(map(str.isdigit, written))
    return digits >= _FEWEST_DIGITS and not _DATE.fullmatch(written)
