"""Read and write files: data, codebooks, coded results and reports."""

from openends.files.read_codebook import read_codebook
from openends.files.read_survey import read_survey

__all__ = ["read_codebook", "read_survey"]
