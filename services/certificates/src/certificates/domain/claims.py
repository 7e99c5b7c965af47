"""The claims of a document: what it prints, for its attachment and for the log."""

from datetime import UTC, datetime

from matrikel_verify.claims import Claim, Claims

from certificates.domain.certificate import Certificate, CertificateType
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
        issue_time=_moment(document.issue_time),
        valid_until=content.valid_until.isoformat() if content.valid_until else "",
        status_index=status_index,
        fields=tuple(_claim(one, document) for one in document.printed_fields),
        lines=document_lines(document),
        furniture=furniture,
    )


def are_claims_of(claims: Claims, certificate: Certificate) -> bool:
    """Whether everything that is told of a certificate stands in its claims."""
    say = certificate.language.say
    until = certificate.valid_until
    return (
        claims.number == certificate.number.digits
        and claims.type == certificate.type.value
        and claims.language == certificate.language.value
        and claims.issue_time == _moment(certificate.issue_time)
        and claims.valid_until == (until.isoformat() if until else "")
        and claims.fields == tuple(Claim(say(one.label), one.value) for one in certificate.fields)
    )


def _claim(printed: PrintedField, document: Document) -> Claim:
    return Claim(document.language.say(printed.label), printed.value)


def _moment(time: datetime) -> str:
    return f"{time.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
