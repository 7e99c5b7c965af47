"""Access tokens, and the keys that they are signed with."""
