"""Printed lists: tagged PDF with embedded fonts, and their tables."""
