"""Answers are read a step at a time, so that whoever waits is told and whoever cancels is heard."""

import numpy as np
import pytest
from letters import LetterEncoder

from openends.domain.response import Response
from openends.encoders import load_encoders
from openends.engine.embed import embed
from openends.engine.prepare.clauses import Clause
from openends.engine.prepare.prepare import Answer, prepare
from openends.sample import QUESTIONS


def answers(count):
    texts = [f"answer number {number}" for number in range(count)]
    return [Answer(text, "en", (Clause(0, len(text), text),), 1) for text in texts]


def test_progress_is_told_before_every_step_and_at_the_end():
    encoder, told = LetterEncoder(), []
    encoder.step = 20
    embed(answers(50), [encoder], lambda stage, done, total: told.append((done, total)))
    assert told == [(0, 50), (20, 50), (40, 50), (50, 50)]


def test_the_first_encoder_reads_clauses_and_further_ones_passages_of_long_answers():
    text = "loud, slow, hot, ugly, dear"
    prepared = prepare(
        [Response(id=said, text=said) for said in ("fine, good", text)], language="en"
    )
    first, further = LetterEncoder(), LetterEncoder()
    further.name = "further"
    embedded = embed(prepared.answers, [first, further])
    words = ["fine", "good", "loud", "slow", "hot", "ugly", "dear"]
    assert first.read == ["fine, good", text, *words]
    assert further.read == ["fine, good", text, "loud, slow, hot", "ugly, dear"]
    by_row = np.array([[0.1], [0.9], [0.3], [0.2]], np.float32)
    assert embedded.of_best_passage(by_row).tolist() == [[np.float32(0.1)], [np.float32(0.3)]]
    assert embedded.clause_counts.tolist() == [2, 5]


def test_who_stops_at_progress_waits_for_one_step_at_most():
    class Stopped(Exception):
        pass

    def stop(stage, done, total):
        if done:
            raise Stopped

    encoder = LetterEncoder()
    encoder.step = 20
    with pytest.raises(Stopped):
        embed(answers(50), [encoder], stop)
    assert len(encoder.read) == 20


def test_the_step_changes_no_bit_of_the_broad_encoders_vectors(sample):
    (broad,) = load_encoders("fast", ["sv"])
    assert (broad.name, broad.step) == ("e5", 64)
    said = [text for column in QUESTIONS for text in sample.column(column).values if text]
    texts = list(dict.fromkeys(said))[:100]
    assert len({len(text) for text in texts}) > 50
    at_once, stepwise = (
        np.concatenate([broad.encode(texts[at : at + step]) for at in range(0, len(texts), step)])
        for step in (512, broad.step)
    )
    assert at_once.tobytes() == stepwise.tobytes()
