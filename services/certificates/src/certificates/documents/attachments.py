"""Files inside the file, as PDF/A-3 asks: with relationship, type, description and time."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from chassis.values import LocalizedText
from pikepdf import Array, Dictionary, Name, Pdf, String

from certificates.domain.document_language import DocumentLanguage


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to attach. "Source": what the paper was made from; "Data": what belongs to it."""

    name: str
    content: bytes
    media_type: str
    relationship: Literal["Source", "Data"]
    description: LocalizedText


def attach(
    pdf: Pdf, attachments: Sequence[Attachment], language: DocumentLanguage, time: datetime
) -> None:
    """Attaches files to the document; they count as changed at the time of issue."""
    if not attachments:
        return
    moment = String(f"D:{time.astimezone(UTC):%Y%m%d%H%M%S}Z")
    names, associated = Array(), Array()
    # The names of a name tree are sorted (ISO 32000-1, 7.9.6).
    for one in sorted(attachments, key=lambda one: one.name):
        specification = pdf.make_indirect(_specification(pdf, one, language, moment))
        names.append(String(one.name))
        names.append(specification)
        associated.append(specification)
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=names))
    pdf.Root.AF = associated


def _specification(
    pdf: Pdf, one: Attachment, language: DocumentLanguage, moment: String
) -> Dictionary:
    content = pdf.make_stream(one.content)
    content.Type = Name.EmbeddedFile
    content.Subtype = Name(f"/{one.media_type}")
    content.Params = Dictionary(
        ModDate=moment,
        Size=len(one.content),
        # ISO 32000-1, table 46: a checksum to find damage, nothing is secured by it.
        CheckSum=String(hashlib.md5(one.content, usedforsecurity=False).digest()),
    )
    return Dictionary(
        Type=Name.Filespec,
        F=String(one.name),
        UF=String(one.name),
        Desc=String(language.say(one.description)),
        AFRelationship=Name(f"/{one.relationship}"),
        EF=Dictionary(F=content, UF=content),
    )
