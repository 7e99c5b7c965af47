"""The parts of a sealed file, each found where the format has it and nowhere else."""

from collections.abc import Iterator

from matrikel_verify.pdf import limits
from matrikel_verify.pdf.file import PdfFile, Stream, text_of
from matrikel_verify.pdf.syntax import HexString, MalformedPdfError, Object, Reference

# Scripts, actions on opening, layers, forms beside the seal, collections: all absent here.
_CATALOG = frozenset(
    (
        *("AF", "AcroForm", "Extensions", "Lang", "MarkInfo", "Metadata"),
        *("Names", "Outlines", "OutputIntents", "PageLabels", "PageLayout"),
        *("PageMode", "Pages", "Perms", "StructTreeRoot", "Type", "Version"),
        *("ViewerPreferences",),
    )
)
_PAGE = frozenset(
    (
        *("Annots", "Contents", "CropBox", "MediaBox", "Parent", "Resources"),
        *("Rotate", "StructParents", "Tabs", "TrimBox", "Type", "BleedBox"),
        *("ArtBox",),
    )
)
_LINK = frozenset(
    (
        *("A", "Border", "BS", "Contents", "F", "P", "QuadPoints", "Rect"),
        *("StructParent", "Subtype", "Type", "H"),
    )
)
_WIDGET = frozenset(
    (
        *("AP", "F", "FT", "Ff", "Kids", "Lock", "MK", "P", "Rect"),
        *("StructParent", "Subtype", "T", "TU", "TM", "Type", "V", "Parent"),
        *("DA",),
    )
)
_SEAL_TYPES = frozenset(("Sig", "DocTimeStamp"))


# Actions stand in links only, where they are looked at more closely.
_ACTING = frozenset(("AA", "JS", "OpenAction", "RichMediaContent", "XFA"))
_ACTIONS = frozenset(
    (
        *("JavaScript", "Launch", "SubmitForm", "ResetForm", "ImportData"),
        *("GoToR", "GoToE", "GoTo3DView", "Hide", "Movie", "Named", "Rendition"),
        *("RichMediaExecute", "SetOCGState", "Sound", "Thread", "Trans"),
    )
)


def pages_of(file: PdfFile) -> list[dict[str, Object]]:
    """The pages in their order. Raises MalformedPdfError for a tree that is none."""
    pages: list[dict[str, Object]] = []
    waiting: list[Object] = [file.catalog["Pages"]]
    visits = 0
    while waiting:
        visits += 1
        node = file.dictionary(waiting.pop())
        if node.get("Type") == "Page":
            pages.append(node)
        elif node.get("Type") == "Pages" and not node.keys() & {"Resources", "MediaBox", "Rotate"}:
            waiting.extend(reversed(file.array(node.get("Kids"))))
        else:
            raise MalformedPdfError("the tree of pages holds something else")
        if visits > 2 * limits.PAGES:
            raise MalformedPdfError("too many pages")
    if not pages:
        raise MalformedPdfError("no pages")
    return pages


def refuse_active_content(file: PdfFile) -> None:
    """Raises MalformedPdfError for whatever acts, hides or shows itself differently by itself."""
    catalog = file.catalog
    if catalog.get("Type") != "Catalog" or not catalog.keys() <= _CATALOG:
        raise MalformedPdfError("the catalog holds something else")
    if any(_acts(one) for value in file.objects.values() for one in _dictionaries(value)):
        raise MalformedPdfError("the file does something by itself")
    if "Names" in catalog and not file.dictionary(catalog["Names"]).keys() <= {"EmbeddedFiles"}:
        raise MalformedPdfError("the file names something else than attachments")
    for page in pages_of(file):
        if not page.keys() <= _PAGE or page.get("Rotate", 0) != 0:
            raise MalformedPdfError("a page holds something else")
        for one in file.array(page.get("Annots", [])):
            _check_annotation(file, file.dictionary(one))


def _dictionaries(value: "Object | Stream") -> Iterator[dict[str, Object]]:
    """The dictionaries that stand in an object itself, at any depth."""
    waiting: list[Object | Stream] = [value]
    while waiting:
        match waiting.pop():
            case Stream(entries):
                waiting.append(entries)
            case dict() as entries:
                yield entries
                waiting.extend(entries.values())
            case list() as items:
                waiting.extend(items)


def _acts(entries: dict[str, Object]) -> bool:
    return bool(entries.keys() & _ACTING) or entries.get("S") in _ACTIONS


def _check_annotation(file: PdfFile, annotation: dict[str, Object]) -> None:
    match annotation.get("Subtype"):
        case "Link":
            action = file.dictionary(annotation.get("A"))
            plain = annotation.keys() <= _LINK and action.keys() <= {"S", "Type", "URI"}
            if not plain or action.get("S") != "URI":
                raise MalformedPdfError("a link does something else")
        case "Widget":
            if not annotation.keys() <= _WIDGET or _area(file, annotation):
                raise MalformedPdfError("a field shows something")
        case _:
            raise MalformedPdfError("a page holds an annotation")


def _area(file: PdfFile, annotation: dict[str, Object]) -> bool:
    """Whether a field covers anything of the page."""
    corners = file.array(annotation.get("Rect"))
    if len(corners) != 4:
        raise MalformedPdfError("a rectangle has four numbers")
    return corners[0] != corners[2] and corners[1] != corners[3]


def seal_of(file: PdfFile) -> dict[str, Object]:
    """The dictionary of the one signature.

    Raises MalformedPdfError unless the form holds one signed field and nothing else in the file is
    a signature, it is of PAdES' kind (ETSI EN 319 142-1), and it certifies the file so that no
    change is allowed (DocMDP, P=1).
    """
    form = file.dictionary(file.catalog.get("AcroForm"))
    fields = file.array(form.get("Fields"))
    if len(fields) != 1 or not form.keys() <= {"Fields", "SigFlags", "DA", "DR"}:
        raise MalformedPdfError("not one field")
    field = file.dictionary(fields[0])
    reference = field.get("V")
    if field.get("FT") != "Sig" or not isinstance(reference, Reference) or "Kids" in field:
        raise MalformedPdfError("the field is not signed")
    seal = file.dictionary(reference)
    every = [value for value in file.objects.values() if _is_seal(value)]
    if len(every) != 1 or every[0] is not seal:
        raise MalformedPdfError("not one signature")
    if seal.get("Filter") != "Adobe.PPKLite" or seal.get("SubFilter") != "ETSI.CAdES.detached":
        raise MalformedPdfError("a signature of another kind")
    _check_certification(file, seal, reference)
    return seal


def _is_seal(value: "Object | Stream") -> bool:
    entries = value.entries if isinstance(value, Stream) else value
    if not isinstance(entries, dict):
        return False
    return "ByteRange" in entries or entries.get("Type") in _SEAL_TYPES


def _check_certification(file: PdfFile, seal: dict[str, Object], reference: Reference) -> None:
    permissions = file.dictionary(file.catalog.get("Perms"))
    if permissions != {"DocMDP": reference}:
        raise MalformedPdfError("the seal does not certify the file")
    [one] = file.array(seal.get("Reference")) or [None]
    transform = file.dictionary(one)
    parameters = file.dictionary(transform.get("TransformParams"))
    if transform.get("TransformMethod") != "DocMDP" or parameters.get("P") != 1:
        raise MalformedPdfError("the seal allows changes")


def hole_of(seal: dict[str, Object], length: int) -> HexString:
    """The place of the signature, which it does not cover itself.

    Raises MalformedPdfError unless the signature covers every other byte of the file: what is left
    out is exactly one string of hexadecimal digits, from its "<" to its ">".
    """
    hole = seal.get("Contents")
    if not isinstance(hole, HexString) or hole.end - hole.start != 2 + 2 * len(hole.value):
        raise MalformedPdfError("the place of the signature is something else")
    if seal.get("ByteRange") != [0, hole.start, hole.end, length - hole.end]:
        raise MalformedPdfError("the signature covers something else than the whole file")
    return hole


def attachments_of(file: PdfFile) -> dict[str, bytes]:
    """Every attachment by its name.

    Raises MalformedPdfError where the two lists of them, that of names and that of associated
    files, or the two names of one differ, or two have one name.
    """
    names = file.dictionary(file.catalog.get("Names"))
    tree = file.dictionary(names.get("EmbeddedFiles"))
    pairs = file.array(tree.get("Names"))
    associated = file.array(file.catalog.get("AF"))
    if len(pairs) % 2 or "Kids" in tree:
        raise MalformedPdfError("the names of attachments are something else")
    specifications = [file.dictionary(one) for one in pairs[1::2]]
    if {id(one) for one in specifications} != {id(file.dictionary(one)) for one in associated}:
        raise MalformedPdfError("attachments are listed differently")
    found: dict[str, bytes] = {}
    for key, specification in zip(pairs[::2], specifications, strict=True):
        name = text_of(specification.get("UF"))
        embedded = file.dictionary(specification.get("EF"))
        streams = {id(file.resolve(one)): one for one in embedded.values()}
        if name != text_of(specification.get("F")) or name in found or len(streams) != 1:
            raise MalformedPdfError("an attachment has two names or contents")
        if text_of(key) != name:
            raise MalformedPdfError("an attachment is listed under another name")
        found[name] = file.unfold(next(iter(streams.values())))
    if sum(_is_embedded(one) for one in file.objects.values()) != len(found):
        raise MalformedPdfError("an attachment is not listed")
    return found


def _is_embedded(value: "Object | Stream") -> bool:
    return isinstance(value, Stream) and value.entries.get("Type") == "EmbeddedFile"
