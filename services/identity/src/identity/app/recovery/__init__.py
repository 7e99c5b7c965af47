"""The way back into an account: private addresses, forgotten passwords."""
