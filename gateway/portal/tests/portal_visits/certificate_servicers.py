"""Servicers of certificates over the tests' world."""

# The generated base classes type their methods for both kinds of server; overriding them with
# coroutines is what grpc.aio asks for.
# mypy: disable-error-code="override, no-untyped-def, no-untyped-call, type-arg"

from uuid import uuid4

import grpc
from chassis.errors import Code
from google.api.httpbody_pb2 import HttpBody
from google.type.date_pb2 import Date
from matrikel.certificates.v1 import certificate_pb2 as certificates
from matrikel.certificates.v1 import certificate_pb2_grpc, verification_pb2, verification_pb2_grpc

from . import portal_world as w
from .servicer import Servicer


class Certificates(Servicer, certificate_pb2_grpc.CertificateServiceServicer):
    service = "certificates"

    async def IssueCertificate(self, request, context):
        await self.up(context, "IssueCertificate")
        if request.semester.code == "2025W":
            sentence = w.both(
                "In diesem Semester sind Sie nicht eingeschrieben.",
                "You are not enrolled in this semester.",
            )
            await w.fail(context, Code.FAILED_PRECONDITION, "NOT_ENROLLED_IN_SEMESTER", sentence)
        if request.request_id in self.world.answered:
            return self.world.answered[request.request_id]
        certificate = certificates.Certificate(
            certificate_id=str(uuid4()),
            person_id=request.person_id,
            enrolment_id=request.enrolment_id,
            type=request.type,
            language=request.language,
            verification_number=w.NUMBER,
            issue_time=w.moment("2026-11-21T10:00:00+01:00"),
            valid_until_date=Date(year=2027, month=3, day=31),
            file_name="immatrikulationsbescheinigung-2026W.pdf",
        )
        if request.HasField("semester"):
            certificate.semester.CopyFrom(request.semester)
        self.world.certificates[certificate.certificate_id] = certificate
        answer = certificates.IssueCertificateResponse(certificate=certificate)
        self.world.answered[request.request_id] = answer
        return answer

    async def ListCertificates(self, request, context):
        await self.up(context, "ListCertificates")
        return certificates.ListCertificatesResponse(certificates=self.world.certificates.values())

    async def GetCertificate(self, request, context):
        await self.up(context, "GetCertificate")
        return certificates.GetCertificateResponse(
            certificate=self.world.certificates[request.certificate_id]
        )

    async def DownloadCertificate(self, request, context):
        await self.up(context, "DownloadCertificate")
        if request.certificate_id not in self.world.certificates:
            sentence = w.both(
                "Diese Bescheinigung gibt es nicht.", "This certificate does not exist."
            )
            await w.fail(context, Code.NOT_FOUND, "CERTIFICATE_UNKNOWN", sentence)
        yield certificates.DownloadCertificateResponse(
            body=HttpBody(content_type="application/pdf", data=b"%PDF-1.7 "),
            file_name=self.world.certificates[request.certificate_id].file_name,
        )
        yield certificates.DownloadCertificateResponse(body=HttpBody(data=b"the rest"))


class Verification(Servicer, verification_pb2_grpc.VerificationServiceServicer):
    service = "certificates"

    async def VerifyCertificate(self, request, context):
        await self.up(context, "VerifyCertificate")
        digits = request.verification_number.replace(" ", "").replace("-", "")
        if len(digits) != 16:
            sentence = w.both("Die Nummer hat 16 Ziffern.", "The number has 16 digits.")
            await w.fail(
                context,
                Code.INVALID_ARGUMENT,
                "VERIFICATION_NUMBER_MALFORMED",
                sentence,
                "verification_number",
            )
        if digits not in (w.NUMBER, w.NUMBER[::-1]):
            sentence = w.both("Diese Nummer ist nicht bekannt.", "This number is not known.")
            await w.fail(context, Code.NOT_FOUND, "CERTIFICATE_UNKNOWN", sentence)
        return verification_pb2.VerifyCertificateResponse(
            state=(
                verification_pb2.VERIFICATION_STATE_VALID
                if digits == w.NUMBER
                else verification_pb2.VERIFICATION_STATE_EXPIRED
            ),
            type=certificates.CERTIFICATE_TYPE_ENROLMENT,
            language=certificates.DOCUMENT_LANGUAGE_GERMAN,
            issue_time=w.moment("2026-11-21T10:00:00+01:00"),
            valid_until_date=Date(year=2027, month=3, day=31),
            fields=[
                verification_pb2.PrintedField(label=w.both("Name", "Name"), value="Ayşe Öztürk"),
                verification_pb2.PrintedField(
                    label=w.both("Studiengang", "Degree programme"),
                    value="Betriebswirtschaftslehre",
                ),
            ],
        )


def add_to(server: grpc.aio.Server, world: w.World) -> None:
    """Registers the servicers."""
    certificate_pb2_grpc.add_CertificateServiceServicer_to_server(Certificates(world), server)
    verification_pb2_grpc.add_VerificationServiceServicer_to_server(Verification(world), server)
