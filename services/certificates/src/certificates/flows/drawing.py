"""Drawing a certificate: asks records and exams, decides what it says, draws it.

Nothing is stored here. The certificate exists once `app.issuing` has stored it.
"""

import secrets
from collections.abc import Awaitable, Callable

from chassis.clock import Clock
from chassis.values import Semester, local_date

from certificates.clients.exams import ExamsClient
from certificates.clients.records import RecordsClient
from certificates.documents import render, unprintable
from certificates.domain.certificate import CertificateOrder, CertificateType, DrawnCertificate
from certificates.domain.document import Document
from certificates.domain.enrolment_certificate import enrolment_content
from certificates.domain.facts import RegistrationFacts
from certificates.domain.registered_exams import registered_exams_content
from certificates.domain.shared_lines import letterhead
from certificates.domain.verification_number import DRAWS, VerificationNumber
from certificates.texts import refusals

# Runs a function that computes for long away from the event loop.
Compute = Callable[[Callable[[Document], bytes], Document], Awaitable[bytes]]


class Drawing:
    """Draws certificates of every type."""

    def __init__(
        self,
        records: RecordsClient,
        exams: ExamsClient,
        compute: Compute,
        clock: Clock,
        verification_page: str,
    ) -> None:
        self._records = records
        self._exams = exams
        self._compute = compute
        self._clock = clock
        self._verification_page = verification_page

    async def draw(self, order: CertificateOrder, access_token: str) -> DrawnCertificate:
        """The certificate that the student ordered, about the facts of this moment.

        Raises ENROLMENT_UNKNOWN, NOT_ENROLLED_IN_SEMESTER, CERTIFICATE_NOT_PRINTABLE, and
        UNAVAILABLE where somebody who has to be asked does not answer.
        """
        facts = await self._records.facts(access_token, order.person_id, order.enrolment_id)
        semester = order.semester or Semester.of(local_date(self._clock.now()))
        enrolled = facts.enrolment.in_semester(semester)
        if enrolled is None:
            raise refusals.not_enrolled_in_semester(semester)
        registrations = await self._registrations(order, access_token, semester)
        # The moment of issue is that of the answers, not of a moment before they were given.
        issue_time = self._clock.now().replace(microsecond=0)
        match order.type:
            case CertificateType.ENROLMENT:
                content = enrolment_content(facts, enrolled, issue_time, order.language)
            case CertificateType.REGISTERED_EXAMS:
                content = registered_exams_content(
                    facts, enrolled, registrations, issue_time, order.language
                )
        document = Document(
            language=order.language,
            letterhead=letterhead(facts.university, order.language),
            content=content,
            number=VerificationNumber.of_draw(secrets.randbelow(DRAWS)),
            verification_page=self._verification_page,
            issue_time=issue_time,
        )
        if missing := unprintable(document.text):
            raise refusals.not_printable(missing)
        file = await self._compute(render, document)
        return DrawnCertificate(order, semester, document, file)

    async def _registrations(
        self, order: CertificateOrder, access_token: str, semester: Semester
    ) -> tuple[RegistrationFacts, ...]:
        """Asks exams, for types that speak of registrations."""
        if order.type is not CertificateType.REGISTERED_EXAMS:
            return ()
        return await self._exams.registrations(
            access_token, order.person_id, order.enrolment_id, semester
        )
