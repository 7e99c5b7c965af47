"""Small sealed files, written by hand as the writer of certificates writes them."""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from matrikel_verify.claims import Claims
from matrikel_verify.evidence import FILE_NAME, Evidence

from .universities import Certified, University, claims_of

LINES = (
    "Immatrikulationsbescheinigung",
    "Wintersemester 2026/27",
    "Hiermit wird bescheinigt, dass Ayşe Öztürk eingeschrieben ist.",
    "Geburtsdatum",
    "01.02.2003",
    "Fachsemester",
    "3",
)
CLAIMS = claims_of(LINES)

HOLE_BYTES = 6000
_HOLE = b"<" + b"ab" * HOLE_BYTES + b">"
_RANGE = b"[ 0 1111111111 2111111112 2111111113 ]"


@dataclass(frozen=True)
class Paper:
    """A file before it is sealed. Objects are numbered from 1; the first is the catalog."""

    pages: Sequence[Sequence[str]]
    attachments: dict[str, bytes]
    catalog: bytes = b""
    page: bytes = b""
    # Content put behind that of the last page.
    overlay: bytes = b""
    # Further objects, whole: b"<< /A 1 >>".
    objects: tuple[bytes, ...] = ()
    seal: bytes = b""
    permission: int = 1
    sub_filter: bytes = b"ETSI.CAdES.detached"
    hole: bytes = field(default=_HOLE, repr=False)
    trailer: bytes = b""

    def prepared(self) -> bytes:
        """The bytes of the file, its seal being left out."""
        letters = sorted({one for page in self.pages for line in page for one in line})
        codes = {letter: code for code, letter in enumerate(letters, start=1)}
        names = sorted(self.attachments)
        count = len(self.pages)
        # 1 catalog, 2 pages, 3 font, 4 its letters, 5 field, 6 seal, then pages and attachments.
        first_page, first_file = 7, 7 + 2 * count
        files = b" ".join(
            b"(%s) %d 0 R" % (name.encode(), first_file + 2 * place)
            for place, name in enumerate(names)
        )
        related = b" ".join(b"%d 0 R" % (first_file + 2 * place) for place in range(len(names)))
        kids = b" ".join(b"%d 0 R" % (first_page + 2 * place) for place in range(count))
        objects = [
            b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [ 5 0 R ] /SigFlags 3 >> "
            b"/Perms << /DocMDP 6 0 R >> /Names << /EmbeddedFiles << /Names [ %s ] >> >> "
            b"/AF [ %s ] %s>>" % (files, related, self.catalog),
            b"<< /Type /Pages /Count %d /Kids [ %s ] >>" % (count, kids),
            b"<< /Type /Font /Subtype /TrueType /ToUnicode 4 0 R >>",
            _stream(_to_unicode(codes)),
            b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (Siegel) /Rect [ 0 0 0 0 ] /F 132 "
            b"/P %d 0 R /V 6 0 R >>" % (first_page + 2 * (count - 1)),
            b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /%s /ByteRange %s /Contents %s "
            b"/Reference [ << /Type /SigRef /TransformMethod /DocMDP /TransformParams "
            b"<< /Type /TransformParams /P %d /V /1.2 >> >> ] %s>>"
            % (self.sub_filter, _RANGE, self.hole, self.permission, self.seal),
        ]
        for place, page in enumerate(self.pages):
            is_last = place == count - 1
            content = _content(page, codes) + (self.overlay if is_last else b"")
            objects.append(
                b"<< /Type /Page /Parent 2 0 R /MediaBox [ 0 0 595 842 ] /Contents %d 0 R "
                b"/Resources << /Font << /F1 3 0 R >> >> %s%s>>"
                % (
                    first_page + 2 * place + 1,
                    b"/Annots [ 5 0 R ] " if is_last else b"",
                    self.page,
                )
            )
            objects.append(_stream(content))
        for place, name in enumerate(names):
            objects.append(
                b"<< /Type /Filespec /F (%s) /UF (%s) /AFRelationship /Data /EF << /F %d 0 R >> >>"
                % (name.encode(), name.encode(), first_file + 2 * place + 1)
            )
            objects.append(_stream(self.attachments[name], b"/Type /EmbeddedFile "))
        return written([*objects, *self.objects], self.trailer)


def written(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A file of these objects."""
    out = b"%PDF-1.7\n%\xbf\xf7\xa2\xfe\n"
    places = []
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Root 1 0 R /Size %d %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer,
        table,
    )


def sealed(
    prepared: bytes,
    university: University,
    *,
    stamped: datetime | None = None,
    by: Certified | None = None,
) -> bytes:
    """The file with its seal in it."""
    start = prepared.index(_HOLE)
    end = start + len(_HOLE)
    ranged = b"[0 %d %d %d]" % (start, end, len(prepared) - end)
    content = prepared.replace(_RANGE, ranged.ljust(len(_RANGE)))
    return refilled(
        content, university.cms(content[:start] + content[end:], stamped=stamped, by=by)
    )


def refilled(content: bytes, cms: bytes) -> bytes:
    """A file with another signature in its place."""
    found = re.search(rb"/Contents <([0-9a-f]{2000,})>", content)
    assert found is not None
    filled = cms.hex().encode().ljust(found.end(1) - found.start(1), b"0")
    return content[: found.start(1)] + filled + content[found.end(1) :]


def pages_of(claims: Claims, pages: int = 1) -> list[list[str]]:
    """Pages that say what the claims say, with their furniture."""
    share = -(-len(claims.lines) // pages)
    return [
        [
            claims.furniture[0],
            *claims.lines[number * share : (number + 1) * share],
            f"Seite {number + 1} von {pages}",
        ]
        for number in range(pages)
    ]


def paper_of(claims: Claims, evidence: Evidence, pages: int = 1) -> Paper:
    """The paper of a certificate."""
    return Paper(pages_of(claims, pages), {FILE_NAME: evidence.to_json()})


def issued(
    university: University,
    claims: Claims = CLAIMS,
    *,
    stamped: datetime | None = None,
    pages: int = 1,
) -> bytes:
    """A genuine file; its claims and its own hash are in the log."""
    evidence = university.log.evidence(claims.canonical())
    file = sealed(paper_of(claims, evidence, pages).prepared(), university, stamped=stamped)
    university.enter_file(file)
    return file


def _stream(content: bytes, entries: bytes = b"") -> bytes:
    packed = zlib.compress(content)
    return b"<< %s/Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (
        entries,
        len(packed),
        packed,
    )


def _to_unicode(codes: dict[str, int]) -> bytes:
    pairs = b"\n".join(
        b"<%02X> <%s>" % (code, letter.encode("utf-16-be").hex().upper().encode())
        for letter, code in codes.items()
    )
    return b"begincmap\n%d beginbfchar\n%s\nendbfchar\nendcmap" % (len(codes), pairs)


def _content(page: Sequence[str], codes: dict[str, int]) -> bytes:
    return b"\n".join(
        b"/P << /MCID %d >> BDC BT /F1 10 Tf 50 %d Td <%s> Tj ET EMC"
        % (place, 800 - 20 * place, bytes(codes[one] for one in line).hex().encode())
        for place, line in enumerate(page)
    )
