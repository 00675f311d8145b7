"""Mask personal data in answers before they leave the machine, and put it back afterwards."""
