"""Files uploaded to a running service, to be checked there."""

from dataclasses import dataclass
from io import BytesIO

import grpc
import pypdfium2
import pytest
from certificates.keys import Keyring
from chassis.database import Database
from chassis.testing import ServiceUnderTest
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from matrikel.certificates.v1 import verification_pb2
from matrikel.certificates.v1.verification_pb2_grpc import VerificationServiceStub
from PIL import Image

AUTHENTIC = verification_pb2.VERDICT_AUTHENTIC
REJECTED = verification_pb2.VERDICT_REJECTED
PASSED = verification_pb2.CHECK_OUTCOME_PASSED


@dataclass(frozen=True)
class Running:
    """The service, its database and its keys."""

    served: ServiceUnderTest
    database: Database
    keys: Keyring

    async def upload(
        self, content: bytes, number: str = ""
    ) -> verification_pb2.VerifyDocumentResponse:
        return await VerificationServiceStub(self.served.channel).VerifyDocument(
            verification_pb2.VerifyDocumentRequest(content=content, verification_number=number)
        )

    async def refusal(self, content: bytes) -> str:
        """The reason code with which the upload is refused."""
        with pytest.raises(grpc.aio.AioRpcError) as refused:
            await self.upload(content)
        return reason_of(refused.value)


def reason_of(error: grpc.aio.AioRpcError) -> str:
    """The reason code of a refusal."""
    status = rpc_status.from_call(error)  # type: ignore[arg-type]
    assert status is not None
    info = error_details_pb2.ErrorInfo()
    assert status.details[0].Unpack(info)
    return str(info.reason)


def stated(answer: verification_pb2.VerifyDocumentResponse) -> str:
    """The code of the first check that failed; empty where none did."""
    failed = verification_pb2.CHECK_OUTCOME_FAILED
    return next((one.code for one in answer.checks if one.outcome == failed), "")


def outcomes(answer: verification_pb2.VerifyDocumentResponse) -> dict[str, int]:
    return {one.code: one.outcome for one in answer.checks}


def pictured(file: bytes, dpi: int = 200) -> Image.Image:
    """The first page as a scanner sees it."""
    with pypdfium2.PdfDocument(file) as document:
        return document[0].render(scale=dpi / 72).to_pil().convert("L")


def saved(picture: Image.Image, form: str) -> bytes:
    """The picture as a file of a form that Pillow knows by this name."""
    out = BytesIO()
    picture.save(out, form, **({"resolution": 200.0} if form == "PDF" else {}))
    return out.getvalue()
