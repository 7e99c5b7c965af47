"""The only SQL of records."""
