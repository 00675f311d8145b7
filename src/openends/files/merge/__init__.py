"""Codes put into a client's own file, of which nothing else changes."""
