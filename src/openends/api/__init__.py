"""The HTTP interface: compatible with the public Survey Coder API v2."""
