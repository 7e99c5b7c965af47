"""Certificates of the demonstration, through the service's own methods: valid ones and others."""

import uuid
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

import grpc
from chassis.clock import SystemClock
from chassis.values import Semester, local_date
from matrikel.certificates.v1 import (
    certificate_job_pb2,
    certificate_job_pb2_grpc,
    certificate_pb2,
    certificate_pb2_grpc,
)
from matrikel.records.v1 import enrolment_pb2, enrolment_pb2_grpc
from matrikel.type.v1 import semester_pb2

Metadata: TypeAlias = tuple[tuple[str, str], ...]

# A programme with few students, for each of whom the office has a letter to send.
PROGRAMME_OF_JOB = "PROM-NWI"
PIN = "271828"
# Request ids are made from this, so that an interrupted run goes on where it was.
NAMESPACE = uuid.UUID("a7c3d5e1-4b02-4d8e-9c55-1e90b7f3d206")


class DemoCertificates:
    """Talks to certificates in the names of students and of Student Services."""

    def __init__(
        self,
        certificates: grpc.aio.Channel,
        records: grpc.aio.Channel,
        signed_in: Callable[[str], Awaitable[Metadata]],
        clerk: Metadata,
        clerk_of_records: Metadata,
    ) -> None:
        """`clerk` has signed in a moment ago: withdrawing asks for a fresh proof."""
        self._certificates = certificate_pb2_grpc.CertificateServiceStub(certificates)
        self._jobs = certificate_job_pb2_grpc.CertificateJobServiceStub(certificates)
        self._enrolments = enrolment_pb2_grpc.EnrolmentServiceStub(records)
        self._signed_in = signed_in
        self._clerk = clerk
        self._clerk_of_records = clerk_of_records
        self._semester = Semester.of(local_date(SystemClock().now())).code

    async def fill(self, logins: Sequence[tuple[str, str]], leaving: Sequence[str]) -> None:
        """`logins` are user names and persons that can sign in; `leaving` leave afterwards.

        The first student holds several; that of the second was withdrawn. What those who leave
        hold is no longer current once their studies have ended.
        """
        (user_name, person_id), (_, second) = logins[:2]
        own = await self._signed_in(user_name)
        await self._issue_own(person_id, own)
        enrolment = certificate_pb2.CERTIFICATE_TYPE_ENROLMENT
        mistaken = await self._issue(self._clerk, second, enrolment)
        await self._withdraw(mistaken)
        for one in leaving:
            await self._issue(self._clerk, one, enrolment)
        await self._start_job()

    async def _issue_own(self, person_id: str, own: Metadata) -> None:
        """A transcript with a PIN, and a certificate of enrolment in the place of another."""
        transcript = certificate_pb2.IssueCertificateRequest(
            type=certificate_pb2.CERTIFICATE_TYPE_TRANSCRIPT,
            language=certificate_pb2.DOCUMENT_LANGUAGE_BOTH,
            lookup_rule=certificate_pb2.LookupRule(pin_required=True),
            pin=PIN,
        )
        await self._order(own, person_id, transcript)
        enrolment = certificate_pb2.CERTIFICATE_TYPE_ENROLMENT
        german = await self._issue(own, person_id, enrolment)
        english = certificate_pb2.IssueCertificateRequest(
            type=enrolment,
            language=certificate_pb2.DOCUMENT_LANGUAGE_ENGLISH,
            replaces_certificate_id=german.certificate_id,
            name_successor=True,
        )
        await self._order(own, person_id, english)

    async def _issue(
        self, metadata: Metadata, person_id: str, kind: certificate_pb2.CertificateType.ValueType
    ) -> certificate_pb2.Certificate:
        german = certificate_pb2.IssueCertificateRequest(
            type=kind, language=certificate_pb2.DOCUMENT_LANGUAGE_GERMAN
        )
        return await self._order(metadata, person_id, german)

    async def _order(
        self, metadata: Metadata, person_id: str, order: certificate_pb2.IssueCertificateRequest
    ) -> certificate_pb2.Certificate:
        """Issues a certificate of the person's first enrolment."""
        enrolled = await self._enrolments.ListEnrolments(
            enrolment_pb2.ListEnrolmentsRequest(person_id=person_id),
            metadata=self._clerk_of_records,
        )
        order.person_id = person_id
        order.enrolment_id = enrolled.enrolments[0].enrolment_id
        order.request_id = _request_id("issue", person_id, order.type, order.language)
        return (await self._certificates.IssueCertificate(order, metadata=metadata)).certificate

    async def _withdraw(self, certificate: certificate_pb2.Certificate) -> None:
        request = certificate_pb2.WithdrawCertificateRequest(
            certificate_id=certificate.certificate_id,
            reason="Für das falsche Semester ausgestellt",
            version=certificate.version,
            request_id=_request_id("withdraw", certificate.certificate_id),
        )
        await self._certificates.WithdrawCertificate(request, metadata=self._clerk)

    async def _start_job(self) -> None:
        """The office orders certificates for a programme; they are issued while others go on."""
        order = certificate_job_pb2.CertificateJobOrder(
            type=certificate_pb2.CERTIFICATE_TYPE_ENROLMENT,
            language=certificate_pb2.DOCUMENT_LANGUAGE_BOTH,
            semester=semester_pb2.Semester(code=self._semester),
            programme_code=PROGRAMME_OF_JOB,
            with_address=True,
        )
        await self._jobs.StartCertificateJob(
            certificate_job_pb2.StartCertificateJobRequest(
                order=order, request_id=_request_id("job", self._semester)
            ),
            metadata=self._clerk,
        )


def _request_id(*parts: object) -> str:
    return str(uuid.uuid5(NAMESPACE, "/".join(map(str, parts))))
