"""The place of the seal: a signature field whose value is filled in later, in the same revision.

A seal that is added as a second revision would break PDF/A-3a, so the file is drawn with the
signature dictionary in it. What is to be filled in has a fixed width: `BYTE_RANGE` becomes the
real range padded with blanks, `CONTENTS` the CMS in hexadecimal padded with zeros.
"""

from datetime import UTC, datetime

from chassis.values import Language
from pikepdf import Array, Dictionary, Name, Pdf, String

from certificates.domain.paper_wording import SEAL_DESCRIPTION

# Room for a CMS with the certificates of the chain and of a timestamp.
CONTENTS_BYTES = 12_000
# As it stands between < and >.
CONTENTS = b"ab" * CONTENTS_BYTES
BYTE_RANGE = b"[ 0 1111111111 2111111112 2111111113 ]"

FIELD_NAME = "Siegel"


def add_seal_field(pdf: Pdf, language: Language, time: datetime) -> None:
    """Adds the field, its signature and its element to a tagged file; `time` is that of issue.

    The signature forbids every later change (DocMDP, P=1). The field is not visible: the seal is
    of the file, the paper has the data seal.
    """
    tree = pdf.Root.StructTreeRoot
    key = int(tree.ParentTreeNextKey)
    page = pdf.pages[-1].obj
    description = String(SEAL_DESCRIPTION.in_language(language))
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(FIELD_NAME),
            TU=description,
            Rect=Array([0, 0, 0, 0]),
            # Printed and locked.
            F=132,
            P=page,
            StructParent=key,
        )
    )
    if "/Annots" not in page:
        page.Annots = Array()
    page.Annots.append(field)
    element = pdf.make_indirect(
        Dictionary(
            Type=Name.StructElem,
            S=Name.Form,
            P=tree.K,
            Alt=description,
            K=Dictionary(Type=Name.OBJR, Obj=field, Pg=page),
        )
    )
    tree.K.K.append(element)
    tree.ParentTree.Nums.append(key)
    tree.ParentTree.Nums.append(element)
    tree.ParentTreeNextKey = key + 1
    field.V = pdf.make_indirect(_signature(time))
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)
    pdf.Root.Perms = Dictionary(DocMDP=field.V)


def _signature(time: datetime) -> Dictionary:
    no_changes = Dictionary(
        Type=Name.SigRef,
        TransformMethod=Name.DocMDP,
        TransformParams=Dictionary(Type=Name.TransformParams, P=1, V=Name("/1.2")),
    )
    return Dictionary(
        Type=Name.Sig,
        Filter=Name("/Adobe.PPKLite"),
        SubFilter=Name("/ETSI.CAdES.detached"),
        ByteRange=Array([0, 1111111111, 2111111112, 2111111113]),
        Contents=String(b"\xab" * CONTENTS_BYTES),
        M=String(f"D:{time.astimezone(UTC):%Y%m%d%H%M%S}Z"),
        Reference=Array([no_changes]),
    )
