"""Measure the agreement between coders."""
