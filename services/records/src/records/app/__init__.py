"""Use cases: each runs whole in one transaction."""
