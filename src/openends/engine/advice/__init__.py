"""Let a language model decide the answers that the encoders leave in doubt."""
