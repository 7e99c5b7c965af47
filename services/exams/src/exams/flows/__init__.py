"""Sequences of use cases: the desk, where registrations and withdrawals are decided together."""
