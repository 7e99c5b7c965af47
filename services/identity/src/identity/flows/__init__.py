"""Sequences of use cases with expensive hashing between two transactions."""
