"""Reads a codebook as a careful colleague would, and tells what to put right."""
