"""Say what needs a person, and why."""
