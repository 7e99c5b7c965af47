"""Roles of staff, and support access."""
