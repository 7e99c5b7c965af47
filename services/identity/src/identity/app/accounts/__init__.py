"""Accounts: born, activated, changed, wound down, and what is told about their persons."""
