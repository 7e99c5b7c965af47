"""Pure decisions about accounts, codes, passwords, sessions, tokens and keys."""
