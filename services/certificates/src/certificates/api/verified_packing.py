"""What everybody may see of an authentic certificate, as a message."""

from datetime import datetime

from chassis.packing import pack_date, pack_moment, pack_text
from matrikel.certificates.v1 import verification_pb2

from certificates.app.verifying import Verified
from certificates.domain.certificate import CertificateState
from certificates.domain.contents import TITLES
from certificates.events.packing import LANGUAGES, STATES, TYPES


def pack_verified(verified: Verified, now: datetime) -> verification_pb2.VerifiedCertificate:
    """Every printed field as it was issued, and how the certificate stands; never why."""
    certificate = verified.certificate
    state = certificate.state(now)
    since = certificate.standing_since
    superseded = state is CertificateState.SUPERSEDED
    successor = verified.successor if superseded else None
    named = verified.named_successor if superseded else None
    return verification_pb2.VerifiedCertificate(
        state=STATES[state],
        type=TYPES[certificate.type],
        language=LANGUAGES[certificate.language],
        issue_time=pack_moment(certificate.issue_time),
        valid_until_date=pack_date(certificate.valid_until),
        fields=[
            verification_pb2.PrintedField(label=pack_text(one.label), value=one.value)
            for one in certificate.fields
        ],
        state_since_time=pack_moment(since) if since else None,
        successor_issue_time=pack_moment(successor.issue_time) if successor else None,
        successor_verification_number=named.digits if named else "",
        verification_number=certificate.number.digits,
        title=pack_text(TITLES[certificate.type]),
    )
