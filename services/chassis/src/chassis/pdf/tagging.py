"""Tags what reportlab drew, so that screen readers follow it.

Writes the structure tree and the language, and mends what reportlab 5.1 leaves behind. Nothing here
depends on the time or the machine: the same input gives the same bytes.
"""

import re
from collections.abc import Mapping

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from chassis.pdf.structure import Element, Mark, Rectangle, Structure, Target
from chassis.pdf.typeface import READ_AS
from chassis.values import Language

LANGUAGE_TAGS = {Language.DE: "de-DE", Language.EN: "en-GB"}


def tag(pdf: Pdf, structure: Structure, language: Language) -> None:
    """Gives a file of `draw_pages` its structure and language; programs show its title."""
    for page in pdf.pages:
        _drop_idle_fonts(page)
    _mend_character_maps(pdf)
    _Tree(pdf).plant(structure.root)
    pdf.Root.Lang = String(LANGUAGE_TAGS[language])
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


def describe(pdf: Pdf, entries: Mapping[str, str]) -> None:
    """Replaces the entries of the file's information dictionary, such as "/Title"."""
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    for key, value in entries.items():
        pdf.docinfo[key] = String(value)


def _drop_idle_fonts(page: pikepdf.Page) -> None:
    """Drops Helvetica, which reportlab lists on every page though no text is set in it."""
    fonts = page.Resources.Font
    for name in [name for name, font in fonts.items() if "/FontDescriptor" not in font]:
        del fonts[name]


def _mend_character_maps(pdf: Pdf) -> None:
    """Drops the entry of code 0, which reportlab 5.1 maps to U+0000, and names dotless letters."""
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
            without = without.replace(old, new, 1)
        font.ToUnicode.write(_as_read(without))


def _as_read(entries: bytes) -> bytes:
    """Names letters that are drawn otherwise than they are written as they are written."""
    for private, letter in READ_AS.items():
        entries = entries.replace(b"<%04X>" % ord(private), b"<%04X>" % ord(letter))
    return entries


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
        if element.language:
            node.Lang = String(LANGUAGE_TAGS[element.language])
        if element.scope:
            node.A = Dictionary(O=Name.Table, Scope=Name(f"/{element.scope}"))
        if element.columns > 1:
            if "/A" not in node:
                node.A = Dictionary(O=Name.Table)
            node.A.ColSpan = element.columns
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
