"""A codebook of very few answers: less than anyone should ask for, and still an answer."""

from collections import Counter

import pytest
from served import NOW, request

from openends.domain.codebook import CodingType
from openends.services.code_now import code_now

TEXTS = (
    "I love Nike because of their innovation and comfort",
    "Adidas has the best designs, especially the Originals line",
    "Puma is affordable",
    "too expensive",
    "Nice shoes",
)


@pytest.mark.parametrize("kind", CodingType)
@pytest.mark.parametrize("count", range(1, len(TEXTS) + 1))
def test_every_answer_has_a_result_with_codes_of_the_codebook(database, encoders, count, kind):
    call = request(TEXTS[:count], codebook=None, coding_type=kind)
    data = code_now(database, None, call, encoders, now=NOW).data
    assert [result["id"] for result in data["results"]] == [f"R{at}" for at in range(1, count + 1)]
    codes = [code for group in data["codebook"]["categories"] for code in group["codes"]]
    assert 1 <= len(codes) <= 3 * count
    given = Counter(code["id"] for result in data["results"] for code in result["codes"])
    assert given == Counter({code["id"]: code["count"] for code in codes})
