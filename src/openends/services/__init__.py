"""Use cases: load, call the engine, write."""
