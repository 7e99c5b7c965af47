"""The use cases: each a synchronous function of one open transaction."""
