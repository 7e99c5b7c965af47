"""Calls to the seat service, and what a refusal of gRPC says."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from uuid import UUID, uuid4

import grpc
from chassis.clock import Clock
from chassis.rpc.admission import CREDENTIAL_METADATA
from chassis.rpc.tokens import ServiceCredential
from chassis.testing import ServiceUnderTest
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from joserfc.jwk import ECKey
from matrikel.certificates.v1 import certificate_pb2, certificate_pb2_grpc
from matrikel.exams.v1 import registration_pb2, registration_pb2_grpc


@dataclass(frozen=True)
class Refusal:
    """A failed call, unpacked."""

    code: str
    reason: str
    text: str
    metadata: dict[str, str]
    german: str
    english: str
    first_language: str
    fields: dict[str, tuple[str, str]]
    retry_seconds: int


async def refusal(call: Any) -> Refusal:
    """Awaits a call that has to fail."""
    try:
        await call
    except grpc.aio.AioRpcError as error:
        return unpack(error)
    raise AssertionError("the call was answered")


def unpack(error: grpc.aio.AioRpcError) -> Refusal:
    """The refusal in an error; there has to be exactly one ErrorInfo."""
    status = rpc_status.from_call(cast(grpc.Call, error))
    assert status is not None, f"{error.code()}: {error.details()}"
    infos = _details(status, error_details_pb2.ErrorInfo)
    texts = _details(status, error_details_pb2.LocalizedMessage)
    assert len(infos) == 1
    assert infos[0].domain == "exams.matrikel"
    sentences = {one.locale: one.message for one in texts}
    fields = {
        violation.field: (violation.localized_message.message, violation.description)
        for detail in _details(status, error_details_pb2.BadRequest)
        for violation in detail.field_violations
    }
    retries = _details(status, error_details_pb2.RetryInfo)
    return Refusal(
        error.code().name,
        infos[0].reason,
        error.details() or "",
        dict(infos[0].metadata),
        sentences["de"],
        sentences["en"],
        texts[0].locale,
        fields,
        retries[0].retry_delay.seconds if retries else 0,
    )


def _details(status: Any, kind: Any) -> list[Any]:
    found = []
    for detail in status.details:
        if detail.Is(kind.DESCRIPTOR):
            found.append(kind())
            detail.Unpack(found[-1])
    return found


def stub(service: ServiceUnderTest) -> Any:
    """The registration service."""
    return registration_pb2_grpc.RegistrationServiceStub(service.channel)


def creation(
    person_id: UUID, sitting_id: UUID, request_id: UUID | None = None
) -> registration_pb2.CreateRegistrationRequest:
    """A request for a seat."""
    return registration_pb2.CreateRegistrationRequest(
        person_id=str(person_id), sitting_id=str(sitting_id), request_id=str(request_id or uuid4())
    )


def listing(person_id: UUID, **more: Any) -> registration_pb2.ListRegistrationsRequest:
    """A request for a person's registrations."""
    return registration_pb2.ListRegistrationsRequest(person_id=str(person_id), **more)


def download(service: ServiceUnderTest, person_id: UUID, **more: Any) -> Any:
    """A stream of a document's pieces."""
    certificates = certificate_pb2_grpc.CertificateServiceStub(service.channel)
    request = certificate_pb2.DownloadCertificateRequest(certificate_id=str(person_id))
    return certificates.DownloadCertificate(request, metadata=service.signed_in(person_id), **more)


class CallingServices:
    """Services with keys of their own, and the file that a service knows their public keys from."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock
        self.callers_file = folder / "callers.json"
        self._public: list[dict[str, Any]] = []

    def key_file(self, name: str, known: bool = True) -> Path:
        """Makes a key for a service; an unknown one is not in the file of callers."""
        key = ECKey.generate_key("P-256")
        file = self._folder / f"{name}-{uuid4().hex}.pem"
        file.write_bytes(key.as_pem(private=True))
        if known:
            self._public.append({**key.as_dict(private=False), "kid": name})
            self.callers_file.write_text(json.dumps({"keys": self._public}))
        return file

    def credential(
        self, key_file: Path, name: str, audience: str = "exams"
    ) -> tuple[tuple[str, str], ...]:
        """Call metadata with a service's credential."""
        made = ServiceCredential(name, key_file, self._clock).for_audience(audience)
        return ((CREDENTIAL_METADATA, made),)
