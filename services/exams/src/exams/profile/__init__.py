"""Reads a university's profile: YAML files in, values and problems out."""
