"""What is masked in sentences that were marked by hand, and what stays."""

import importlib.util
import sys
from pathlib import Path

import pytest

from openends.engine.privacy.mask import mask

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


def _benchmark():
    """Load the benchmark, so that tests and figures read the sentences alike."""
    sys.path.insert(0, str(BENCHMARKS))
    try:
        spec = importlib.util.spec_from_file_location("masking", BENCHMARKS / "masking.py")
        module = importlib.util.module_from_spec(spec)
        sys.modules["masking"] = module
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(BENCHMARKS))
    return module


masking = _benchmark()
SENTENCES = masking.read_sentences()
TUNING = [item for item in SENTENCES if item.half == "tuning"]
HELD_OUT = [item for item in SENTENCES if item.half == "held_out"]


@pytest.mark.parametrize("sentence", TUNING, ids=lambda item: f"{item.language}: {item.text[:40]}")
def test_sentences_are_masked_as_marked(sentence):
    assert sorted(sentence.masked()) == sorted(sentence.marked)


def test_sentences_kept_out_of_the_tuning_are_masked_nearly_as_marked():
    # Counted together: looking at single ones would be tuning.
    figures = masking.figures(HELD_OUT)["all"]
    assert figures["recall"] >= 0.95
    assert figures["precision"] >= 0.95


def test_there_are_sentences_enough():
    assert len(SENTENCES) >= 150
    assert len({item.language for item in SENTENCES}) >= 8
    assert sum(not item.marked for item in SENTENCES) * 3 >= len(SENTENCES)


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda item: item.text[:40])
def test_every_sentence_comes_back(sentence):
    masked = mask(sentence.text, sentence.language)
    assert masked.restore(masked.text) == sentence.text
