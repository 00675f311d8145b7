"""What a researcher brings along besides the responses, and must be understood as well."""

from __future__ import annotations

from collections.abc import Sequence

from openends.domain.codebook import Codebook, CodingType
from openends.domain.response import ReviewedResponse
from openends.engine.assign.prototypes import pieces
from openends.engine.prepare.language import common_language


def told_languages(
    codebook: Codebook | None, reviewed: Sequence[ReviewedResponse]
) -> frozenset[str]:
    """Return the languages of a codebook and of reviewed responses, which need not be the answers'.

    Parameters
    ----------
    codebook:
        The codes to give; names of brands and the like have no language.
    reviewed:
        Responses that people coded.
    """
    told = set()
    if codebook is not None and codebook.coding_type is not CodingType.ENTITY:
        told.add(common_language([text for code in codebook for text in pieces(code)]))
    if reviewed:
        told.add(common_language([response.text for response in reviewed]))
    return frozenset(told)
