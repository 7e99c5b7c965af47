"""Certificates as offices find, issue and withdraw them."""
