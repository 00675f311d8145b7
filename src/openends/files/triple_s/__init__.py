"""Triple-S, the open standard for moving surveys between programs: reading and writing."""
