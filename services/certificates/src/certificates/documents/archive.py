"""Makes a tagged, archivable file (PDF/A-3a, PDF/UA-1) of what reportlab drew.

Adds the structure tree, language, metadata and colour profile, and mends what reportlab 5.1 gets
wrong for an archive. Nothing here depends on the time or the machine: the same input gives the
same bytes.
"""

import re
from datetime import UTC
from importlib.resources import files
from io import BytesIO
from xml.sax.saxutils import escape

import pikepdf
from chassis.values import Language
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from certificates.documents.structure import Element, Mark, Rectangle, Structure, Target
from certificates.domain.document import Document

PRODUCER = "Matrikel Certificates"

_LANGUAGE_TAG = {Language.DE: "de-DE", Language.EN: "en-GB"}

_METADATA = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>
<pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
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


def finish(drawn: bytes, structure: Structure, document: Document) -> bytes:
    """The finished file."""
    with pikepdf.open(BytesIO(drawn)) as pdf:
        for page in pdf.pages:
            # reportlab gives every page an empty transition, which PDF/A does not allow.
            if "/Trans" in page.obj:
                del page.obj["/Trans"]
            _drop_idle_fonts(page)
        _mend_character_maps(pdf)
        _Tree(pdf).plant(structure.root)
        _describe(pdf, document)
        _set_colours(pdf)
        out = BytesIO()
        pdf.save(
            out,
            deterministic_id=True,
            force_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
        return out.getvalue()


def _drop_idle_fonts(page: pikepdf.Page) -> None:
    """Drops Helvetica, which reportlab lists on every page though no text is set in it."""
    fonts = page.Resources.Font
    for name in [name for name, font in fonts.items() if "/FontDescriptor" not in font]:
        del fonts[name]


def _mend_character_maps(pdf: Pdf) -> None:
    """Drops the entry of code 0, which reportlab 5.1 maps to U+0000 in every font."""
    for font in pdf.objects:
        if not (isinstance(font, Dictionary) and font.get("/Type") == Name.Font):
            continue
        if "/ToUnicode" not in font:
            continue
        entries = font.ToUnicode.read_bytes()
        without, dropped = re.subn(rb"<00> <0000>\s*\n", b"", entries, count=1)
        if dropped:
            count = int(re.search(rb"(\d+) beginbfchar", without)[1])  # type: ignore[index]
            old, new = b"%d beginbfchar" % count, b"%d beginbfchar" % (count - 1)
            font.ToUnicode.write(without.replace(old, new, 1))


def _describe(pdf: Pdf, document: Document) -> None:
    """Title, language and time, in the metadata and in the older dictionary alike."""
    language = _LANGUAGE_TAG[document.language]
    author = document.letterhead.university_name
    title = f"{document.content.title.in_language(document.language)} · {document.content.subtitle}"
    moment = document.issue_time.astimezone(UTC)
    metadata = pdf.make_stream(
        _METADATA.format(
            title=escape(title),
            author=escape(author),
            language=language,
            time=f"{moment:%Y-%m-%dT%H:%M:%SZ}",
            producer=PRODUCER,
        ).encode()
    )
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = metadata
    pdf.Root.Lang = String(language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    time = f"D:{moment:%Y%m%d%H%M%S}Z"
    for key, value in (
        ("/Title", title),
        ("/Author", author),
        ("/Producer", PRODUCER),
        ("/CreationDate", time),
        ("/ModDate", time),
    ):
        pdf.docinfo[key] = String(value)


def _set_colours(pdf: Pdf) -> None:
    """Says that colours are sRGB, with the profile inside the file."""
    profile = pdf.make_stream(
        files("certificates.documents").joinpath("colour", "sRGB.icc").read_bytes()
    )
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


class _Tree:
    """Writes the structure tree and the way back from marks and links to their elements."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._pages = [page.obj for page in pdf.pages]
        self._marks: list[dict[int, Object]] = [{} for _ in self._pages]
        self._links: list[Object] = []

    def plant(self, root: Element) -> None:
        """Makes the tree the document's structure."""
        tree = self._pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        tree.K = self._element(root, tree)
        numbers = Array()
        for index, (page, marks) in enumerate(zip(self._pages, self._marks, strict=True)):
            page.StructParents = index
            page.Tabs = Name.S
            numbers.append(index)
            in_order = [marks[number] for number in range(len(marks))]
            numbers.append(self._pdf.make_indirect(Array(in_order)))
        for index, element in enumerate(self._links, start=len(self._pages)):
            numbers.append(index)
            numbers.append(element)
        tree.ParentTree = self._pdf.make_indirect(Dictionary(Nums=numbers))
        tree.ParentTreeNextKey = len(self._pages) + len(self._links)
        self._pdf.Root.StructTreeRoot = tree
        self._pdf.Root.MarkInfo = Dictionary(Marked=True)

    def _element(self, element: Element, parent: Object) -> Object:
        node = self._pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(f"/{element.role}"), P=parent)
        )
        if element.alternative:
            node.Alt = String(element.alternative)
        if element.scope:
            node.A = Dictionary(O=Name.Table, Scope=Name(f"/{element.scope}"))
        if element.area:
            node.A = Dictionary(O=Name.Layout, BBox=_numbers(element.area), Placement=Name.Block)
        node.K = Array([self._child(child, node) for child in element.children])
        return node

    def _child(self, child: Element | Mark | Target, node: Object) -> Object:
        match child:
            case Element():
                return self._element(child, node)
            case Mark(page, number):
                self._marks[page][number] = node
                return Dictionary(Type=Name.MCR, Pg=self._pages[page], MCID=number)
            case Target():
                return self._target(child, node)

    def _target(self, target: Target, node: Object) -> Object:
        page = self._pages[target.page]
        link = self._pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=_numbers(target.area),
                Border=Array([0, 0, 0]),
                # Printed, as PDF/A asks of every annotation.
                F=4,
                Contents=String(target.description),
                A=Dictionary(S=Name.URI, URI=String(target.address)),
                StructParent=len(self._pages) + len(self._links),
            )
        )
        self._links.append(node)
        if "/Annots" not in page:
            page.Annots = Array()
        page.Annots.append(link)
        return Dictionary(Type=Name.OBJR, Obj=link, Pg=page)


def _numbers(area: Rectangle) -> Array:
    return Array([Object.parse(str(number).encode()) for number in area])
