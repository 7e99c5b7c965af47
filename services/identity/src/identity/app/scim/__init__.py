"""Accounts in the hands of personnel systems."""
