"""Count people by code, sentiment and category."""
