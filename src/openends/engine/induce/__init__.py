"""Build a codebook from the responses."""
