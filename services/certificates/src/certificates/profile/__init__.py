"""Reads a university's profile for certificates: files in, values and problems out."""
