"""Change a codebook that answers are coded by: what an edit does, and which edits may help."""
