"""A codebook of themes: known ones first, then what is particular to these answers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from openends.domain.codebook import Codebook
from openends.engine.induce.candidates import gather, members
from openends.engine.induce.compose import compose
from openends.engine.induce.material import Material
from openends.engine.induce.merge import merge_alike
from openends.engine.induce.naming import name_codes
from openends.engine.induce.phrases import Phrase
from openends.engine.induce.plain import TIMES, plain_opinions
from openends.engine.induce.select import select
from openends.engine.induce.steer import Steering
from openends.engine.induce.wanted import Wanted

#: Closeness below which a clause speaks of no candidate.
BACKGROUND = 0.25
#: Closeness above the background that a person must add on average to a code.
LEAST_GAIN = 0.2


def codebook_by_theme(
    material: Material, phrases: Sequence[Phrase], steering: Steering, wanted: Wanted
) -> Codebook:
    """Return the codebook of the themes and phrases that together cover most of what is said.

    Parameters
    ----------
    material:
        The answers and their clauses.
    phrases:
        From ``find_phrases``.
    steering, wanted:
        What the codebook is to be.
    """
    candidates = gather(material.rows, material.mean, phrases, material.encoder, steering)
    weights = material.people * steering.weights(material.rows, material.mean)
    plain = plain_opinions(material.texts, material.languages, candidates, material.rows)
    # They are told apart by what they lack: no other code is to be found among them.
    for clauses in plain.values():
        weights[clauses] = 0
    general = {
        theme: clauses
        for theme, clauses in plain.items()
        if material.people[clauses].sum() >= TIMES * material.least and not candidates.barred[theme]
    }
    chosen = select(
        candidates.closeness,
        weights,
        background=BACKGROUND,
        least_gain=material.least * LEAST_GAIN,
        most=max(1, wanted.most - len(general)),
        first=candidates.wanted,
    ) or [int((material.people @ candidates.closeness).argmax())]
    groups = merge_alike(candidates, chosen)
    held = members(candidates.closeness, groups, BACKGROUND)
    for theme, clauses in general.items():
        held = [one[~np.isin(one, clauses)] for one in held]
        groups.append((theme,))
        held.append(clauses)
    named = name_codes(candidates, groups, held, wanted.language)
    return compose(named, held, material, wanted.language)
