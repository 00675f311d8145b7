"""Who is who: the cases of a client's file beside the respondents that were coded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from openends.domain.survey import Cell

#: A whole number that was written with a point: 7.0.
_WHOLE = re.compile(r"(-?\d+)\.0+")


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyMatch:
    """Which respondent each case is, and everybody who could not be told."""

    #: For each case of the client's file the place of its respondent; None for nobody.
    places: tuple[int | None, ...]
    #: Keys of the client's file that nobody coded has.
    not_coded: tuple[str, ...] = ()
    #: Keys of coded respondents that the client's file lacks.
    not_in_file: tuple[str, ...] = ()
    #: Keys that several cases of the client's file have; none of them gets codes.
    twice_in_file: tuple[str, ...] = ()
    #: Keys that several coded respondents have; nobody gets their codes.
    twice_coded: tuple[str, ...] = ()
    #: Cases of the client's file, and coded respondents, without a key.
    without_key: int = 0
    coded_without_key: int = 0

    @property
    def matched(self) -> int:
        """Cases that get the codes of their respondent."""
        return sum(place is not None for place in self.places)

    @property
    def is_complete(self) -> bool:
        """Tell whether nobody was left out on either side."""
        lists = (self.not_coded, self.not_in_file, self.twice_in_file, self.twice_coded)
        return not any(lists) and not self.without_key and not self.coded_without_key


def key_text(value: Cell) -> str:
    """Return a key as it is compared: 7, 7.0 and " 7 " are the same; "" for none."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value).strip()
    whole = _WHOLE.fullmatch(text)
    return whole[1] if whole else text


def match_keys(cases: Sequence[str], coded: Sequence[str]) -> KeyMatch:
    """Find the respondent of each case; who is not the only one with a key is nobody's match.

    Parameters
    ----------
    cases:
        The keys of the client's file, a case each, as ``key_text`` gives them.
    coded:
        Those of the coded respondents.
    """
    in_file, respondents = Counter(cases), Counter(coded)
    places = {key: place for place, key in enumerate(coded) if key and respondents[key] == 1}
    return KeyMatch(
        places=tuple(places.get(key) if in_file[key] == 1 else None for key in cases),
        not_coded=tuple(key for key in in_file if key and key not in respondents),
        not_in_file=tuple(key for key in respondents if key and key not in in_file),
        twice_in_file=tuple(key for key, count in in_file.items() if key and count > 1),
        twice_coded=tuple(key for key, count in respondents.items() if key and count > 1),
        without_key=in_file[""],
        coded_without_key=respondents[""],
    )
