"""Telling real certificates from forged ones: pages for everybody."""
