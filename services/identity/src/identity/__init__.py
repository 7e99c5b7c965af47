"""Identity: university accounts, sessions, access tokens and the directory of IT services."""
