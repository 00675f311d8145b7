"""How what all answers have in common is taken off, as each encoder reads them."""

from types import SimpleNamespace

import numpy as np
import pytest

from openends.domain.codebook import Code
from openends.engine.assign.similarity import IN_COMMON, fit_similarity
from openends.engine.embed import embed
from openends.engine.prepare.clauses import Clause
from openends.engine.prepare.prepare import Answer

#: The first direction is food, which every answer speaks of; the others are staff, price and place.
ANSWERS = {
    "fish and a kind waiter": (3, 1, 0, 0),
    "soup for ten dollars": (3, 0, 1, 0),
    "pasta by the sea": (3, 0, 0, 1),
}
TOPICS = ("food", "staff", "price", "place")


class FakeEncoder(SimpleNamespace):
    """Knows the answers above; any other text is about the topics that it names."""

    def encode(self, texts):
        rows = [
            ANSWERS.get(text, [float(topic in text) + 0.01 for topic in TOPICS]) for text in texts
        ]
        rows = np.asarray(rows, np.float32).reshape(len(texts), len(TOPICS))
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def readers():
    """Of the main encoder and of a further one that reads just as it does."""
    said = list(ANSWERS) * 4
    answers = [Answer(text, "en", (Clause(0, len(text), text),), 1) for text in said]
    encoders = [FakeEncoder(name=name, step=64) for name in ("main", "further")]
    codes = [Code(name=name, number=number) for number, name in enumerate(TOPICS, 1)]
    similarity, _, _ = fit_similarity(embed(answers, encoders), codes, encoders)
    return similarity.readers


def test_the_main_encoder_takes_off_all_that_answers_have_in_common(readers):
    main, further = readers
    assert (main.in_common, further.in_common) == (1.0, IN_COMMON)


def test_a_code_for_what_all_answers_speak_of_comes_closer_in_further_encoders(readers):
    texts = FakeEncoder().encode(list(ANSWERS))
    main, further = (reader.cosines(texts) for reader in readers)
    assert (further[:, 0] > main[:, 0]).all()
    for answer, topic in enumerate((1, 2, 3)):
        assert further[answer].argmax() in {0, topic}
        assert main[answer].argmax() == topic
