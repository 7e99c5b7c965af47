"""Makes a tagged, archivable file (PDF/A-3a, PDF/UA-1) of what reportlab drew.

Adds metadata and colour profile to the tags, and mends what reportlab 5.1 gets wrong for an
archive. Nothing here depends on the time or the machine: the same input gives the same bytes.
"""

from collections.abc import Sequence
from datetime import UTC
from functools import cache
from importlib.resources import files
from io import BytesIO
from xml.sax.saxutils import escape

import pikepdf
from chassis.pdf import LANGUAGE_TAGS, Structure, describe, tag
from pikepdf import Array, Dictionary, Name, Pdf, String

from certificates.documents.attachments import Attachment, attach
from certificates.documents.compression import compress_streams
from certificates.documents.seal_field import add_seal_field
from certificates.domain.document import Document
from certificates.domain.paper import head_title

PRODUCER = "Matrikel Certificates"

_METADATA = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag>{languages}</rdf:Bag></dc:language>
<xmp:CreateDate>{time}</xmp:CreateDate><xmp:ModifyDate>{time}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description>
<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of the PDF/UA standard</pdfaProperty:description>
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def finish(
    drawn: bytes,
    structure: Structure,
    document: Document,
    attachments: Sequence[Attachment] = (),
    *,
    with_seal_field: bool = False,
) -> bytes:
    """The finished file, with attachments and a place for the seal."""
    first = document.language.first
    with pikepdf.open(BytesIO(drawn)) as pdf:
        for page in pdf.pages:
            # reportlab gives every page an empty transition, which PDF/A does not allow.
            if "/Trans" in page.obj:
                del page.obj["/Trans"]
        tag(pdf, structure, first)
        _describe(pdf, document)
        _set_colours(pdf)
        attach(pdf, attachments, document.language, document.issue_time)
        if with_seal_field:
            add_seal_field(pdf, first, document.issue_time)
        compress_streams(pdf)
        out = BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            compress_streams=False,
            force_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
        return out.getvalue()


def _describe(pdf: Pdf, document: Document) -> None:
    """Title, author and time, in the metadata and in the older dictionary alike."""
    first = document.language.first
    author = document.letterhead.university_name.in_language(first)
    subtitle = document.content.subtitle.in_language(first)
    title = " · ".join(part for part in (head_title(document), subtitle) if part)
    moment = document.issue_time.astimezone(UTC)
    metadata = pdf.make_stream(
        _METADATA.format(
            title=escape(title),
            author=escape(author),
            languages="".join(
                f"<rdf:li>{LANGUAGE_TAGS[one]}</rdf:li>" for one in document.language.languages
            ),
            time=f"{moment:%Y-%m-%dT%H:%M:%SZ}",
            producer=PRODUCER,
        ).encode()
    )
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = metadata
    time = f"D:{moment:%Y%m%d%H%M%S}Z"
    describe(
        pdf,
        {
            "/Title": title,
            "/Author": author,
            "/Producer": PRODUCER,
            "/CreationDate": time,
            "/ModDate": time,
        },
    )


def _set_colours(pdf: Pdf) -> None:
    """Says that colours are sRGB, with the profile inside the file."""
    profile = pdf.make_stream(_colour_profile())
    profile.N = 3
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB"),
                Info=String("sRGB"),
                DestOutputProfile=profile,
            )
        ]
    )


@cache
def _colour_profile() -> bytes:
    return files("certificates.documents").joinpath("colour", "sRGB.icc").read_bytes()
