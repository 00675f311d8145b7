"""Openends codes open-ended survey answers: codebook, codes, sentiment, evidence and review."""

__version__ = "0.1.0"
