"""Signing in: attempts, passwords, sessions, devices, proofs."""
