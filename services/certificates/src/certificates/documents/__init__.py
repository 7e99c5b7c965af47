"""Draws documents: `render` turns a document of the domain into the bytes of a tagged PDF."""

from certificates.documents.render import render
from certificates.documents.typeface import unprintable

__all__ = ["render", "unprintable"]
