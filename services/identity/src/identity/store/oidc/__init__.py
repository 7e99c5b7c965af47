"""Reads and writes what the OpenID Provider keeps."""
