"""The science: text in, codings out; no files, models, clock or hidden random state."""
