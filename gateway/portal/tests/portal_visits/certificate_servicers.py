"""Servicers of certificates over the tests' world: issuing, finding, changing, withdrawing."""

# The generated base classes type their methods for both kinds of server; overriding them with
# coroutines is what grpc.aio asks for.
# mypy: disable-error-code="override, no-untyped-def, no-untyped-call, type-arg"

from uuid import uuid4

import grpc
from chassis.errors import Code
from google.api.httpbody_pb2 import HttpBody
from matrikel.certificates.v1 import certificate_pb2 as certificates
from matrikel.certificates.v1 import certificate_pb2_grpc

from . import certificate_world as c
from . import portal_world as w
from .servicer import Servicer

_NOT_ENROLLED = (
    "NOT_ENROLLED_IN_SEMESTER",
    "In diesem Semester sind Sie nicht eingeschrieben.",
    "You are not enrolled in this semester.",
)
_CHANGED = (
    "CERTIFICATE_CHANGED",
    "Die Bescheinigung wurde inzwischen geändert. Prüfen Sie sie noch einmal.",
    "The certificate has changed meanwhile. Look at it again.",
)
_UNKNOWN = (
    "CERTIFICATE_UNKNOWN",
    "Diese Bescheinigung gibt es nicht.",
    "This certificate does not exist.",
)


class Certificates(Servicer, certificate_pb2_grpc.CertificateServiceServicer):
    service = "certificates"

    async def _refuse(self, context, code, refusal, field=""):
        reason, de, en = refusal
        await w.fail(context, code, reason, w.both(de, en), field)

    async def IssueCertificate(self, request, context):
        await self.up(context, "IssueCertificate")
        self.world.orders.append(request)
        if request.request_id in self.world.answered:
            return self.world.answered[request.request_id]
        await self._may_be_issued(request, context)
        kind = request.type
        certificate = c.certificate(str(uuid4()), kind)
        certificate.person_id, certificate.enrolment_id = request.person_id, request.enrolment_id
        certificate.language = request.language
        certificate.lookup_rule.CopyFrom(request.lookup_rule)
        if kind == certificates.CERTIFICATE_TYPE_ENROLMENT:
            certificate.file_name = "immatrikulationsbescheinigung-2026W.pdf"
        if request.HasField("semester"):
            certificate.semester.CopyFrom(request.semester)
        if request.replaces_certificate_id:
            replaced = self.world.certificates[request.replaces_certificate_id]
            replaced.state = certificates.CERTIFICATE_STATE_SUPERSEDED
            replaced.state_since_time.CopyFrom(c.LATER)
            replaced.successor_certificate_id = certificate.certificate_id
        self.world.certificates[certificate.certificate_id] = certificate
        answer = certificates.IssueCertificateResponse(certificate=certificate)
        self.world.answered[request.request_id] = answer
        return answer

    async def _may_be_issued(self, request, context):
        if request.semester.code == "2025W":
            await self._refuse(context, Code.FAILED_PRECONDITION, _NOT_ENROLLED)
        if request.type == certificates.CERTIFICATE_TYPE_EXMATRICULATION:
            refusal = (
                "ENROLMENT_NOT_ENDED",
                "Diese Einschreibung ist nicht beendet.",
                "This enrolment has not ended.",
            )
            await self._refuse(context, Code.FAILED_PRECONDITION, refusal)
        if request.type == certificates.CERTIFICATE_TYPE_MASTER_DATA:
            refusal = (
                "CERTIFICATE_NOT_PRINTABLE",
                "Ein Name enthält Zeichen, die sich nicht drucken lassen.",
                "A name has characters that cannot be printed.",
            )
            await self._refuse(context, Code.FAILED_PRECONDITION, refusal)
        day = request.lookup_rule.last_date
        if day.year and day.year < 2026:
            refusal = (
                "LOOKUP_END_IN_THE_PAST",
                "Der letzte Tag liegt in der Vergangenheit.",
                "The last day is in the past.",
            )
            field = "lookup_rule.last_date"
            await self._refuse(context, Code.INVALID_ARGUMENT, refusal, field)

    async def ListCertificates(self, request, context):
        await self.up(context, "ListCertificates")
        return certificates.ListCertificatesResponse(certificates=self.world.certificates.values())

    async def ListCertificateTypes(self, request, context):
        await self.up(context, "ListCertificateTypes")
        return certificates.ListCertificateTypesResponse(types=c.types())

    async def GetCertificate(self, request, context):
        await self.up(context, "GetCertificate")
        if request.certificate_id not in self.world.certificates:
            await self._refuse(context, Code.NOT_FOUND, _UNKNOWN)
        return certificates.GetCertificateResponse(
            certificate=self.world.certificates[request.certificate_id]
        )

    async def DownloadCertificate(self, request, context):
        await self.up(context, "DownloadCertificate")
        if request.certificate_id not in self.world.certificates:
            await self._refuse(context, Code.NOT_FOUND, _UNKNOWN)
        yield certificates.DownloadCertificateResponse(
            body=HttpBody(content_type="application/pdf", data=b"%PDF-1.7 "),
            file_name=self.world.certificates[request.certificate_id].file_name,
        )
        yield certificates.DownloadCertificateResponse(body=HttpBody(data=b"the rest"))

    async def FindCertificate(self, request, context):
        await self.up(context, "FindCertificate")
        digits = "".join(one for one in request.verification_number if one.isdigit())
        if len(digits) != 16:
            refusal = (
                "VERIFICATION_NUMBER_MALFORMED",
                "Die Nummer hat 16 Ziffern.",
                "The number has 16 digits.",
            )
            field = "verification_number"
            await self._refuse(context, Code.INVALID_ARGUMENT, refusal, field)
        for known in self.world.certificates.values():
            if known.verification_number == digits:
                why = self.world.withdrawals.get(known.certificate_id)
                return certificates.FindCertificateResponse(certificate=known, withdrawal=why)
        await self._refuse(context, Code.NOT_FOUND, _UNKNOWN)
        raise AssertionError("unreachable")

    async def SetLookupRule(self, request, context):
        await self.up(context, "SetLookupRule")
        self.world.orders.append(request)
        known = self.world.certificates[request.certificate_id]
        if request.version != known.version:
            await self._refuse(context, Code.ABORTED, _CHANGED)
        known.lookup_rule.CopyFrom(request.lookup_rule)
        known.version += 1
        return certificates.SetLookupRuleResponse(certificate=known)

    async def WithdrawCertificate(self, request, context):
        await self.up(context, "WithdrawCertificate")
        if self.world.asks_for_proof:
            refusal = (
                "STEP_UP_REQUIRED",
                "Bestätigen Sie noch einmal, wer Sie sind.",
                "Confirm once more who you are.",
            )
            await self._refuse(context, Code.PERMISSION_DENIED, refusal)
        self.world.orders.append(request)
        known = self.world.certificates[request.certificate_id]
        if request.version != known.version:
            await self._refuse(context, Code.ABORTED, _CHANGED)
        decided = certificates.Certificate()
        decided.CopyFrom(known)
        decided.state = certificates.CERTIFICATE_STATE_WITHDRAWN
        decided.state_since_time.CopyFrom(c.LATER)
        decided.version += 1
        if not request.validate_only:
            self.world.certificates[request.certificate_id] = decided
            self.world.withdrawals[request.certificate_id] = certificates.Withdrawal(
                withdrawn_by="clerk", reason=request.reason
            )
        return certificates.WithdrawCertificateResponse(certificate=decided)


def add_to(server: grpc.aio.Server, world: w.World) -> None:
    """Registers the servicer."""
    certificate_pb2_grpc.add_CertificateServiceServicer_to_server(Certificates(world), server)
