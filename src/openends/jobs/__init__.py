"""Jobs: the line in which coding waits, the workers that do it, and the events that tell of it."""
