"""Sequences of use cases: the semester jobs that the office orders."""
