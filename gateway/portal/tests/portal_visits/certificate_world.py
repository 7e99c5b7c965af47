"""Certificates of the tests' university: what there is to draw, numbers by state, a trust file."""

import base64
import json

from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from matrikel.certificates.v1 import certificate_pb2 as certificates
from matrikel.certificates.v1 import verification_pb2 as verification

from . import portal_world as w

# A number per state, one per lookup rule, and one that the service is too busy for.
NUMBERS = {
    w.NUMBER: certificates.CERTIFICATE_STATE_VALID,
    "4711081512345681": certificates.CERTIFICATE_STATE_EXPIRED,
    "4711081512345692": certificates.CERTIFICATE_STATE_NO_LONGER_CURRENT,
    "4711081512345703": certificates.CERTIFICATE_STATE_SUPERSEDED,
    "4711081512345714": certificates.CERTIFICATE_STATE_WITHDRAWN,
    "4711081512345725": certificates.CERTIFICATE_STATE_VALID,
}
EXPIRED, OUTDATED, SUPERSEDED, WITHDRAWN, RESTRICTED = list(NUMBERS)[1:]
THROTTLED = "9999999999999999"
PIN = "246810"
BIRTH_DATE = Date(year=2004, month=5, day=17)
SUCCESSOR = "8822334455667789"
ISSUED = w.moment("2026-11-21T10:00:00+01:00")
LATER = w.moment("2026-11-23T08:15:00+01:00")
VALID_UNTIL = Date(year=2027, month=3, day=31)
DELETED = Date(year=2028, month=3, day=31)
PDF = b"%PDF-1.7 sealed"

_RESTRICTABLE = ("transcript", "transcript_passed", "study_history", "master_data")


def _info(
    kind: certificates.CertificateType.ValueType,
    de: str,
    en: str,
    needs_enrolment: bool = True,
    needs_semester: bool = False,
    machine_readable: bool = True,
    for_jobs: bool = False,
) -> certificates.CertificateTypeInfo:
    name = certificates.CertificateType.Name(kind).removeprefix("CERTIFICATE_TYPE_").lower()
    return certificates.CertificateTypeInfo(
        type=kind,
        name=w.both(de, en),
        description=w.both(f"Wofür die Art {de} da ist.", f"What the type {en} is for."),
        needs_enrolment=needs_enrolment,
        needs_semester=needs_semester,
        lookup_restrictable=name in _RESTRICTABLE,
        machine_readable=machine_readable,
        for_jobs=for_jobs,
    )


def types() -> list[certificates.CertificateTypeInfo]:
    return [
        _info(
            certificates.CERTIFICATE_TYPE_ENROLMENT,
            "Immatrikulationsbescheinigung",
            "Enrolment certificate",
            needs_semester=True,
            for_jobs=True,
        ),
        _info(
            certificates.CERTIFICATE_TYPE_BAFOEG,
            "Bescheinigung nach § 9 BAföG",
            "Certificate under section 9 BAföG",
            needs_semester=True,
            for_jobs=True,
        ),
        _info(certificates.CERTIFICATE_TYPE_TRANSCRIPT, "Notenspiegel", "Transcript of records"),
        _info(
            certificates.CERTIFICATE_TYPE_TRANSCRIPT_PASSED,
            "Notenspiegel der bestandenen Leistungen",
            "Transcript of passed results",
        ),
        _info(
            certificates.CERTIFICATE_TYPE_REGISTERED_EXAMS,
            "Angemeldete Prüfungen",
            "Registered exams",
            machine_readable=False,
        ),
        _info(
            certificates.CERTIFICATE_TYPE_STUDY_HISTORY,
            "Studienverlaufsbescheinigung",
            "Study history",
            needs_enrolment=False,
        ),
        _info(
            certificates.CERTIFICATE_TYPE_EXMATRICULATION,
            "Exmatrikulationsbescheinigung",
            "Certificate of exmatriculation",
        ),
        _info(
            certificates.CERTIFICATE_TYPE_FEE_RECEIPT,
            "Beitragsquittung",
            "Fee receipt",
            needs_enrolment=False,
            needs_semester=True,
            machine_readable=False,
        ),
        _info(
            certificates.CERTIFICATE_TYPE_MASTER_DATA,
            "Stammdatenblatt",
            "Master data sheet",
            needs_enrolment=False,
            machine_readable=False,
        ),
    ]


def info_of(kind: certificates.CertificateType.ValueType) -> certificates.CertificateTypeInfo:
    return next(one for one in types() if one.type == kind)


def since(state: certificates.CertificateState.ValueType) -> Timestamp | None:
    lasting = (certificates.CERTIFICATE_STATE_VALID, certificates.CERTIFICATE_STATE_EXPIRED)
    return None if state in lasting else LATER


def certificate(
    certificate_id: str = w.CERTIFICATE,
    kind: certificates.CertificateType.ValueType = certificates.CERTIFICATE_TYPE_TRANSCRIPT,
    state: certificates.CertificateState.ValueType = certificates.CERTIFICATE_STATE_VALID,
    number: str = w.NUMBER,
) -> certificates.Certificate:
    """A certificate as the service keeps it."""
    return certificates.Certificate(
        certificate_id=certificate_id,
        person_id=w.STUDENT,
        enrolment_id=w.ENROLMENT,
        type=kind,
        language=certificates.DOCUMENT_LANGUAGE_BOTH,
        verification_number=number,
        issue_time=ISSUED,
        valid_until_date=VALID_UNTIL,
        file_name="notenspiegel-2026-11-21.pdf",
        version=3,
        state=state,
        state_since_time=since(state),
        lookup_rule=certificates.LookupRule(),
        lookup_restrictable=info_of(kind).lookup_restrictable,
        delete_date=DELETED,
    )


def verified(number: str = w.NUMBER) -> verification.VerifiedCertificate:
    """What everybody is told of a number."""
    state = NUMBERS[number]
    kind = (
        certificates.CERTIFICATE_TYPE_TRANSCRIPT
        if number == RESTRICTED
        else certificates.CERTIFICATE_TYPE_ENROLMENT
    )
    known = verification.VerifiedCertificate(
        state=state,
        type=kind,
        language=certificates.DOCUMENT_LANGUAGE_GERMAN,
        issue_time=ISSUED,
        valid_until_date=VALID_UNTIL,
        fields=printed(),
        state_since_time=since(state),
        verification_number=number,
        title=info_of(kind).name,
    )
    if state == certificates.CERTIFICATE_STATE_SUPERSEDED:
        known.successor_issue_time.CopyFrom(LATER)
        known.successor_verification_number = SUCCESSOR
    return known


def printed() -> list[verification.PrintedField]:
    return [
        verification.PrintedField(label=w.both("Name", "Name"), value="Ayşe Öztürk"),
        verification.PrintedField(
            label=w.both("Studiengang", "Degree programme"), value="Betriebswirtschaftslehre"
        ),
        verification.PrintedField(
            label=w.both("Semester", "Semester"), value="Wintersemester 2026/27"
        ),
    ]


def check(
    code: str, outcome: verification.CheckOutcome.ValueType, de: str, en: str
) -> verification.Check:
    return verification.Check(code=code, outcome=outcome, message=w.both(de, en))


def trust() -> bytes:
    """A trust file as verifiers read it."""

    def encoded(content: bytes) -> str:
        return base64.b64encode(content).decode()

    def coordinate(byte: int) -> str:
        return base64.urlsafe_b64encode(bytes([byte]) * 32).rstrip(b"=").decode()

    values = {
        "version": 1,
        "university": "Leuphana Universität Lüneburg",
        "seal_certificates": [encoded(b"seal of 2026")],
        "seal_roots": [encoded(b"root")],
        "timestamp_roots": [encoded(b"timestamps")],
        "data_seal_keys": [
            {
                "reference": "DEMT01",
                "public_key": encoded(b"data seal"),
                "first_date": "2026-01-01",
                "last_date": None,
            }
        ],
        "log_key": "matrikel.example/log+a1b2c3d4+AXq0",
        "former_log_keys": [],
        "witness_keys": ["witness.example+0a1b2c3d+BH8x"],
        "status_list_keys": [
            {"kty": "EC", "crv": "P-256", "kid": "2026", "x": coordinate(1), "y": coordinate(2)}
        ],
        "log_address": "https://matrikel.example/v1/log",
        "status_list_address": "https://matrikel.example/v1/certificates:statusList",
        "verification_page": "https://matrikel.example/verify",
    }
    return json.dumps(values).encode()
