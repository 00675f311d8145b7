"""The routes of /v2, a module per noun, and /free/code."""
