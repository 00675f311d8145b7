"""Values without I/O: responses, codebooks, mentions, codings and errors."""
