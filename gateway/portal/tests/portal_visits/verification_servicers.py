"""Servicers of verification over the tests' world: numbers, files, barcodes, the trust file."""

# The generated base classes type their methods for both kinds of server; overriding them with
# coroutines is what grpc.aio asks for.
# mypy: disable-error-code="override, no-untyped-def, no-untyped-call, type-arg"

from datetime import timedelta

import grpc
from chassis.errors import Code
from google.api.httpbody_pb2 import HttpBody
from matrikel.certificates.v1 import verification_pb2 as verification
from matrikel.certificates.v1 import verification_pb2_grpc

from . import certificate_world as c
from . import portal_world as w
from .servicer import Servicer

_PASSED = verification.CHECK_OUTCOME_PASSED
_FAILED = verification.CHECK_OUTCOME_FAILED
_NOT_DONE = verification.CHECK_OUTCOME_NOT_DONE
WHOLE = c.check(
    "SEAL_COVERS_WHOLE_FILE",
    _PASSED,
    "Das Siegel umfasst die ganze Datei.",
    "The seal covers the whole file.",
)
BROKEN = c.check(
    "SEAL_COVERS_WHOLE_FILE",
    _FAILED,
    "Nach dem Siegeln wurde etwas angehängt.",
    "Something was appended after sealing.",
)
REVOKED = c.check(
    "NOT_WITHDRAWN",
    _FAILED,
    "Die Universität hat die Bescheinigung zurückgezogen.",
    "The university has withdrawn the certificate.",
)
NO_BARCODE = c.check(
    "DATA_SEAL_SIGNATURE",
    _NOT_DONE,
    "Ein Strichcode wird bei einer gesiegelten Datei nicht gelesen.",
    "No barcode is read of a sealed file.",
)
SIGNED = c.check(
    "DATA_SEAL_SIGNATURE",
    _PASSED,
    "Die Unterschrift des Strichcodes stimmt.",
    "The signature of the barcode is right.",
)


class Verification(Servicer, verification_pb2_grpc.VerificationServiceServicer):
    service = "certificates"

    async def VerifyCertificate(self, request, context):
        await self.up(context, "VerifyCertificate")
        self.world.orders.append(request)
        digits = request.verification_number.replace(" ", "").replace("-", "")
        await self._well_formed(context, digits)
        allowed = digits in c.NUMBERS and (
            digits != c.RESTRICTED or (request.birth_date == c.BIRTH_DATE and request.pin == c.PIN)
        )
        if not allowed:
            sentence = w.both("Diese Nummer ist nicht bekannt.", "This number is not known.")
            await w.fail(context, Code.NOT_FOUND, "CERTIFICATE_UNKNOWN", sentence)
        return verification.VerifyCertificateResponse(certificate=c.verified(digits))

    async def _well_formed(self, context, digits):
        if digits == c.THROTTLED:
            sentence = w.both(
                "Zu viele unbekannte Nummern. Warten Sie eine Minute.",
                "Too many unknown numbers. Wait for a minute.",
            )
            await w.fail(
                context,
                Code.RESOURCE_EXHAUSTED,
                "TOO_MANY_UNKNOWN_NUMBERS",
                sentence,
                retry_after=timedelta(seconds=60),
            )
        if len(digits) != 16:
            sentence = w.both("Die Nummer hat 16 Ziffern.", "The number has 16 digits.")
            await w.fail(
                context,
                Code.INVALID_ARGUMENT,
                "VERIFICATION_NUMBER_MALFORMED",
                sentence,
                "verification_number",
            )

    async def VerifyDocument(self, request, context):
        await self.up(context, "VerifyDocument")
        self.world.orders.append(request)
        content = request.content
        if content.startswith(b"busy"):
            sentence = w.both("Gerade zu viele Dateien.", "Too many files right now.")
            await w.fail(context, Code.RESOURCE_EXHAUSTED, "TOO_BUSY", sentence)
        if not content.startswith((b"%PDF", b"\x89PNG")):
            sentence = w.both("PDF, PNG oder JPEG bitte.", "PDF, PNG or JPEG please.")
            code = Code.INVALID_ARGUMENT
            await w.fail(context, code, "FILE_TYPE_UNKNOWN", sentence, "content")
        if content.startswith(b"\x89PNG"):
            return verification.VerifyDocumentResponse(
                verdict=verification.VERDICT_AUTHENTIC,
                checks=[SIGNED],
                data_seal_fields=c.printed()[:1],
                certificate=verification.VerifiedCertificate(state=c.NUMBERS[c.OUTDATED]),
            )
        if content.endswith(b"restricted"):
            return verification.VerifyDocumentResponse(
                verdict=verification.VERDICT_AUTHENTIC,
                checks=[WHOLE],
                certificate=verification.VerifiedCertificate(state=c.NUMBERS[w.NUMBER]),
            )
        if content.endswith(b"appended"):
            return verification.VerifyDocumentResponse(
                verdict=verification.VERDICT_REJECTED, checks=[BROKEN, NO_BARCODE]
            )
        if content.endswith(b"withdrawn"):
            return verification.VerifyDocumentResponse(
                verdict=verification.VERDICT_REJECTED,
                checks=[WHOLE, REVOKED],
                certificate=c.verified(c.WITHDRAWN),
            )
        number = c.OUTDATED if content.endswith(b"outdated") else w.NUMBER
        return verification.VerifyDocumentResponse(
            verdict=verification.VERDICT_AUTHENTIC,
            checks=[WHOLE, NO_BARCODE],
            certificate=c.verified(number),
        )

    async def VerifyDataSeal(self, request, context):
        await self.up(context, "VerifyDataSeal")
        self.world.orders.append(request)
        if not request.content.startswith(b"\xdc\x03"):
            sentence = w.both("Das ist kein Siegel der Universität.", "This is no data seal.")
            code = Code.INVALID_ARGUMENT
            await w.fail(context, code, "DATA_SEAL_NOT_READABLE", sentence, "content")
        if request.content.endswith(b"\xff"):
            return verification.VerifyDataSealResponse(
                verdict=verification.VERDICT_REJECTED,
                checks=[
                    c.check(
                        "DATA_SEAL_SIGNATURE",
                        _FAILED,
                        "Die Unterschrift stimmt nicht.",
                        "The signature is wrong.",
                    )
                ],
            )
        number = request.verification_number
        return verification.VerifyDataSealResponse(
            verdict=verification.VERDICT_AUTHENTIC,
            checks=[SIGNED],
            fields=c.printed(),
            state=c.NUMBERS.get(number, c.NUMBERS[w.NUMBER]),
        )

    async def GetTrust(self, request, context):
        await self.up(context, "GetTrust")
        body = HttpBody(content_type="application/json", data=c.trust())
        return verification.GetTrustResponse(body=body)


def add_to(server: grpc.aio.Server, world: w.World) -> None:
    """Registers the servicer."""
    verification_pb2_grpc.add_VerificationServiceServicer_to_server(Verification(world), server)
