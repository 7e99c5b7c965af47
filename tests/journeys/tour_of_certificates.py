"""The part of the tour that shows certificates: drawing, checking, issuing, withdrawing."""

from collections.abc import Mapping

from matrikel.certificates.v1.certificate_pb2 import CertificateType
from portal.contract_names import value_names

from tests.journeys.certificates_scene import CertificatesScene
from tests.journeys.newcomers import Newcomer

Addresses = Mapping[str, str]


def of_anybody() -> Addresses:
    """The ways of checking."""
    return {
        "verify": "verify",
        "verify-file": "verify/file",
        "verify-barcode": "verify/barcode",
        "verify-how": "verify/how",
    }


def of_student(scene: CertificatesScene, nobodys: str) -> Addresses:
    """What students draw and keep; `nobodys` is an id of nothing."""
    certificate, transcript = (f"certificates/{one}" for one in (scene.enrolment, scene.transcript))
    return {
        "certificates": "certificates",
        **{f"draw-{kind}": f"certificates/new/{kind}" for kind in value_names(CertificateType)},
        "certificate": f"{certificate}?done=issued",
        "transcript-certificate": transcript,
        "replace-certificate": f"{transcript}/replace",
        "certificate-lookup": f"{transcript}/lookup",
        "not-found": f"certificates/{nobodys}",
        "unknown-certificate": "certificates/new/no-such-type",
    }


def of_student_services(student: Newcomer, scene: CertificatesScene) -> Addresses:
    """Finding, withdrawing, issuing for one student, and for a whole semester."""
    jobs, own = "certificate-jobs", f"students/{student.person_id}/certificates"
    return {
        **of_examinations_office(student, scene),
        **{f"issue-{kind}": f"{own}/new/{kind}" for kind in value_names(CertificateType)},
        "certificate-jobs": jobs,
        "certificate-job-order": f"{jobs}/new",
        "certificate-job": f"{jobs}/{scene.job}",
        "certificate-job-issued": f"{jobs}/{scene.job}?outcome=issued",
    }


def of_examinations_office(student: Newcomer, scene: CertificatesScene) -> Addresses:
    """What both offices do with certificates."""
    issued, own = "issued-certificates", f"students/{student.person_id}/certificates"
    return {
        "issued-certificates": issued,
        "issued-certificate": f"{issued}/{scene.enrolment}?done=issued",
        "withdraw-certificate": f"{issued}/{scene.enrolment}/withdraw",
        "certificates-of-student": own,
        "issue-enrolment": f"{own}/new/enrolment",
    }
