"""Tells real certificates from forged ones. The formats here are those that the service issues."""
