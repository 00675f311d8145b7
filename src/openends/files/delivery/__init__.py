"""Coded questions as a client wants them in a data file: layouts, and a writer per format."""
