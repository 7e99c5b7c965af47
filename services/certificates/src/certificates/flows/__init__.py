"""Sequences that wait for other services and for computing, outside of any transaction."""
