"""The certificates service: issues certificates and tells real ones from forged ones."""
