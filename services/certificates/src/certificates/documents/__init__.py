"""Draws documents: `render` turns a document of the domain into the bytes of a tagged PDF."""

from chassis.pdf import unprintable

from certificates.documents.attachments import Attachment
from certificates.documents.render import render

__all__ = ["Attachment", "render", "unprintable"]
