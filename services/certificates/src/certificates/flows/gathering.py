"""Gathering what a certificate says: asks records and exams, chooses enrolment and semester.

What a type does not need is not asked for; what it needs is asked for at once.
"""

import asyncio
from dataclasses import replace
from datetime import date

from chassis.clock import Clock
from chassis.values import Semester, local_date

from certificates.clients.exams import ExamsClient
from certificates.clients.records import RecordsClient
from certificates.clients.tokens import Asker
from certificates.domain.certificate import CertificateOrder, CertificateType
from certificates.domain.facts import (
    EnrolmentFacts,
    EnrolmentKind,
    Facts,
    RecordsFacts,
    SemesterFacts,
)
from certificates.domain.types import TYPES
from certificates.texts import content_refusals, refusals

__all__ = ["Asker", "Gathering"]


class Gathering:
    """Gathers the facts of certificates of every type."""

    def __init__(self, records: RecordsClient, exams: ExamsClient, clock: Clock) -> None:
        self._records = records
        self._exams = exams
        self._clock = clock

    async def facts(self, order: CertificateOrder, asker: Asker) -> Facts:
        """Everything that the ordered certificate says, of this moment.

        Raises ENROLMENT_MISSING, ENROLMENT_UNKNOWN, STUDENT_UNKNOWN, SEMESTER_MISSING,
        NOT_ENROLLED_IN_SEMESTER, BAFOEG_NOT_AVAILABLE, ENROLMENT_NOT_ENDED, NOTHING_CHARGED, and
        UNAVAILABLE where somebody who has to be asked does not answer.
        """
        if TYPES[order.type].needs_enrolment and order.enrolment_id is None:
            raise content_refusals.enrolment_missing()
        today = local_date(self._clock.now())
        enrolments, person, university, recipient = await asyncio.gather(
            self._enrolments(order, asker),
            self._records.person(asker, order.person_id),
            self._records.university(),
            self._recipient(order, asker, today),
        )
        if not enrolments:
            raise content_refusals.enrolment_missing()
        facts = Facts(
            records=RecordsFacts(person, enrolments[0], university),
            semester=_semester(order, enrolments, today),
            recipient=recipient,
        )
        return await self._completed(order, asker, facts, enrolments)

    async def _enrolments(
        self, order: CertificateOrder, asker: Asker
    ) -> tuple[EnrolmentFacts, ...]:
        """The one that the order names, or all where the type is about all of them."""
        if TYPES[order.type].needs_enrolment and order.enrolment_id is not None:
            return (await self._records.enrolment(asker, order.person_id, order.enrolment_id),)
        return await self._records.enrolments(asker, order.person_id)

    async def _recipient(
        self, order: CertificateOrder, asker: Asker, today: date
    ) -> tuple[str, ...]:
        if not order.with_address:
            return ()
        return await self._records.letter_address(asker, order.person_id, today)

    async def _completed(
        self,
        order: CertificateOrder,
        asker: Asker,
        facts: Facts,
        enrolments: tuple[EnrolmentFacts, ...],
    ) -> Facts:
        """With what the type needs besides person, enrolment and semester."""
        enrolment, person_id = facts.records.enrolment, order.person_id
        match order.type:
            case CertificateType.ENROLMENT:
                return facts
            case CertificateType.BAFOEG:
                if enrolment.kind is EnrolmentKind.DOCTORAL:
                    raise content_refusals.bafoeg_not_available()
                return facts
            case CertificateType.EXMATRICULATION:
                if enrolment.end_date is None:
                    raise content_refusals.enrolment_not_ended()
                return facts
            case CertificateType.REGISTERED_EXAMS:
                return await self._with_registrations(order, asker, facts)
            case CertificateType.TRANSCRIPT | CertificateType.TRANSCRIPT_PASSED:
                exams = await self._exams.transcript(
                    asker,
                    person_id,
                    enrolment.enrolment_id,
                    passed_only=order.type is CertificateType.TRANSCRIPT_PASSED,
                )
                return replace(facts, exams=exams)
            case CertificateType.STUDY_HISTORY:
                history = await self._records.history(asker, person_id)
                return replace(facts, enrolments=enrolments, history=history)
            case CertificateType.FEE_RECEIPT:
                return await self._with_receipt(order, asker, facts)
            case CertificateType.MASTER_DATA:
                contact, cards, credit = await asyncio.gather(
                    self._records.contact_data(asker, person_id),
                    self._records.cards(asker, person_id),
                    self._records.credit(asker, person_id),
                )
                return replace(
                    facts, enrolments=enrolments, contact=contact, cards=cards, credit=credit
                )

    async def _with_registrations(
        self, order: CertificateOrder, asker: Asker, facts: Facts
    ) -> Facts:
        semester = facts.semester
        if semester is None:
            raise content_refusals.semester_missing()
        registrations = await self._exams.registrations(
            asker, order.person_id, facts.records.enrolment.enrolment_id, semester.semester
        )
        return replace(facts, registrations=registrations)

    async def _with_receipt(self, order: CertificateOrder, asker: Asker, facts: Facts) -> Facts:
        """Students pay for a semester before they are enrolled in it: that does not matter here."""
        semester = order.semester or Semester.of(local_date(self._clock.now()))
        receipt = await self._records.receipt(asker, order.person_id, semester)
        if receipt is None or not receipt.charges:
            raise content_refusals.nothing_charged(semester)
        return replace(facts, receipt=receipt)


def _semester(
    order: CertificateOrder, enrolments: tuple[EnrolmentFacts, ...], today: date
) -> SemesterFacts | None:
    """The ordered semester, or the current one, as the first enrolment has it that reaches it."""
    if not TYPES[order.type].needs_semester:
        return None
    semester = order.semester or Semester.of(today)
    for enrolment in enrolments:
        if (found := enrolment.in_semester(semester)) is not None:
            return found
    if order.type is CertificateType.FEE_RECEIPT:
        return None
    if order.semester is None and any(one.last_semester for one in enrolments):
        raise content_refusals.semester_missing()
    raise refusals.not_enrolled_in_semester(semester)
