"""Certificates as their holders draw and keep them."""
