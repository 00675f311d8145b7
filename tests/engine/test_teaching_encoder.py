"""A slow encoder reads the reference only, and the quick one learns from it for the rest."""

from itertools import product

import numpy as np
import pytest
from letters import LetterEncoder

from openends.domain.codebook import Code, Codebook
from openends.domain.response import Response, ReviewedResponse
from openends.engine import read_question
from openends.engine.encoder import Reads
from openends.engine.prepare_question import prepare_question

#: Words that nobody can place by their letters.
MEANINGS = {
    "Fruit": ("glorp", "sarnik"),
    "Metal": ("blicken", "quomba"),
    "Birds": ("drazzet", "wimful"),
    "Rooms": ("yostle", "prenche"),
    "Songs": ("vuckle", "hathmo"),
    "Tools": ("zeppin", "kroodle"),
}
CODEBOOK = Codebook(codes=tuple(Code(name=name, number=at + 1) for at, name in enumerate(MEANINGS)))
FITTED = 180


class Initiated:
    """Knows what the words mean."""

    name, version, step = "initiated", "1", 512

    def __init__(self, reads):
        self.reads = reads
        self.read = []

    def encode(self, texts):
        """Return one row of length 1 per text."""
        self.read += texts
        rows = np.full((len(texts), len(MEANINGS)), 0.1, dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for axis, (name, words) in enumerate(MEANINGS.items()):
                row[axis] += any(word in text for word in (name, *words))
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture(autouse=True)
def _small_reference(monkeypatch):
    monkeypatch.setattr(read_question, "FIT_ANSWERS", FITTED)


@pytest.fixture(scope="module")
def responses():
    words = [word for known in MEANINGS.values() for word in known]
    starts = ("my", "one", "her", "old", "new", "big", "red", "any", "top", "wet")
    ends = ("now", "here", "too")
    texts = [" ".join(parts) for parts in product(starts, words, ends)]
    return [Response(id=str(at), text=text) for at, text in enumerate(texts)]


def meant(text):
    return next(name for name, words in MEANINGS.items() if any(word in text for word in words))


def rightly(coder, count):
    """Return the share of responses outside the reference whose code is what they mean."""
    right = [
        [mention.code.name for mention in coding.mentions] == [meant(coding.text)]
        for coding in coder.code(0, count)
        if coding.text not in coder.reference_texts
    ]
    return sum(right) / len(right)


class Coder:
    """A question that was prepared with some encoders."""

    def __init__(self, responses, *encoders, **options):
        self._coder = prepare_question(
            responses, load_encoders=lambda languages: encoders, codebook=CODEBOOK, **options
        )
        letters = encoders[0]
        self.reference_texts = {text for text in letters.read if text.count(" ") == 2}
        self.code = self._coder.code
        self.encoders = tuple(encoder.name for encoder in self._coder.encoders)


def test_answers_outside_the_reference_are_not_read_by_it(responses):
    teacher = Initiated(Reads.REFERENCE)
    coder = Coder(responses, LetterEncoder(), teacher)
    read = set(teacher.read)
    coder.code(0, len(responses))
    assert set(teacher.read) == read
    assert len(read & {response.text for response in responses}) == FITTED


def test_they_are_coded_by_what_it_taught(responses):
    alone = Coder(responses, LetterEncoder())
    taught = Coder(responses, LetterEncoder(), Initiated(Reads.REFERENCE))
    assert len(taught.reference_texts) == FITTED
    assert rightly(alone, len(responses)) < 0.3
    assert rightly(taught, len(responses)) > 0.6


def test_the_reference_is_coded_as_if_it_read_everything(responses):
    everything = Coder(responses, LetterEncoder(), Initiated(Reads.ALL))
    taught = Coder(responses, LetterEncoder(), Initiated(Reads.REFERENCE))
    inside = [
        at for at, response in enumerate(responses) if response.text in taught.reference_texts
    ]
    assert len(inside) == FITTED
    for at in inside:
        assert taught.code(at, at + 1) == everything.code(at, at + 1)


def test_it_reads_all_where_all_are_in_the_reference(responses):
    teacher = Initiated(Reads.REFERENCE)
    coder = Coder(responses[:FITTED], LetterEncoder(), teacher)
    coder.code(0, FITTED)
    assert {response.text for response in responses[:FITTED]} <= set(teacher.read)


def test_what_a_person_decided_is_learned_without_it_too(responses):
    decided = [
        ReviewedResponse(text=response.text, codes=(("Fruit", "Metal")["glorp" in response.text],))
        for response in responses[::3]
    ]
    coder = Coder(responses, LetterEncoder(), Initiated(Reads.REFERENCE), reviewed=decided)
    told = {response.text for response in decided}
    surest = [
        max(coding.mentions, key=lambda mention: mention.confidence).code.name
        for coding in coder.code(0, len(responses))
        if "glorp" in coding.text and coding.text not in told
    ]
    assert surest.count("Metal") > 0.9 * len(surest) > 0


def test_one_for_small_questions_reads_nothing_where_answers_are_outside_the_reference(responses):
    costly = Initiated(Reads.SMALL_QUESTIONS)
    with_it, without = Coder(responses, LetterEncoder(), costly), Coder(responses, LetterEncoder())
    assert costly.read == []
    assert with_it.encoders == ("letters",)
    assert with_it.code(0, 40) == without.code(0, 40)


def test_one_for_small_questions_reads_along_where_all_are_in_the_reference(responses):
    everything = Coder(responses[:FITTED], LetterEncoder(), Initiated(Reads.ALL))
    small = Coder(responses[:FITTED], LetterEncoder(), Initiated(Reads.SMALL_QUESTIONS))
    assert small.encoders == ("letters", "initiated")
    assert small.code(0, FITTED) == everything.code(0, FITTED)
