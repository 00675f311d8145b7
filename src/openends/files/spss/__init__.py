"""SPSS data files: reading and writing, with labels and multiple response sets."""
