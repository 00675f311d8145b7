"""Clean, find duplicates, tell the language, set blanks and junk aside, split into clauses."""
