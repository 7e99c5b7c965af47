"""The claims of a document: what it prints, for its attachment and for the log."""

from datetime import UTC

from matrikel_verify.claims import Claim, Claims

from certificates.domain.certificate import CertificateType
from certificates.domain.document import Document, PrintedField
from certificates.domain.paper import document_lines


def claims_of(
    document: Document,
    kind: CertificateType,
    status_index: int,
    furniture: tuple[str, ...] = (),
) -> Claims:
    """What the document says, as it is printed.

    `furniture` is what the pages say besides (`paper.page_furniture`): whatever else stands on a
    page is a forgery.
    """
    content, say = document.content, document.language.say
    return Claims(
        number=document.number.digits,
        type=kind.value,
        language=document.language.value,
        issuer=say(document.letterhead.university_name),
        title=say(content.title),
        issue_time=f"{document.issue_time.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        valid_until=content.valid_until.isoformat() if content.valid_until else "",
        status_index=status_index,
        fields=tuple(_claim(one, document) for one in document.printed_fields),
        lines=document_lines(document),
        furniture=furniture,
    )


def _claim(printed: PrintedField, document: Document) -> Claim:
    return Claim(document.language.say(printed.label), printed.value)
