"""Hearing of changes: certificates are compared with what records and exams tell."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from certificates.app.outdating import compare_with_heard, forget_heard, heard_change
from certificates.domain.basis import basis_of, person_part
from certificates.domain.certificate import Certificate, CertificateType, Standing
from certificates.events.incoming import HEARD
from certificates.store.accounts import mailbox_of, user_name_of
from certificates.store.certificates import load_certificate
from certificates.store.heard_changes import changes_of
from chassis.database import Database, Transaction
from chassis.packing import pack_date, pack_name, pack_semester, pack_text
from chassis.testing import DrivenClock, within
from chassis.values import PersonName
from google.protobuf.message import Message
from matrikel.event.v1.event_pb2 import Envelope
from matrikel.exams.v1 import recognition_pb2, registration_pb2, result_pb2, status_pb2
from matrikel.exams.v1.events_pb2 import RecognitionChanged, RegistrationChanged, ResultCorrected
from matrikel.identity.v1.account_pb2 import Account
from matrikel.identity.v1.events_pb2 import AccountCreated
from matrikel.records.v1 import catalogue_pb2, enrolment_pb2, person_pb2
from matrikel.records.v1.events_pb2 import Enrolled, PersonChanged

from .lifecycle_factories import issued
from .samples import ENROLMENT, PERSON, PERSON_ID, SEMESTERS, facts_of

RENAMED = replace(PERSON, name=PersonName("Ayşe", "Schmidt"), version=PERSON.version + 1)


def certificate_of(database: Database, kind: CertificateType, **changes: Any) -> Certificate:
    basis = basis_of(kind, facts_of(kind))
    return issued(database, kind=kind, basis=basis, person_id=PERSON_ID, **changes)


def standing(database: Database, certificate: Certificate) -> tuple[Standing, int]:
    found = within(database, load_certificate, certificate.certificate_id)
    assert found is not None
    return found.standing, found.version


def hear(database: Database, event: Message, *, version: int = 0, event_id: str = "") -> bool:
    """As the consumer hands an event over."""
    name = event.DESCRIPTOR.full_name
    hearing = next(one for one in HEARD if one.description.full_name == name)
    envelope = Envelope(
        event_id=event_id or str(uuid4()),
        event_type=name,
        subject=f"matrikel.any.v1.any.{PERSON_ID}.any",
        aggregate_version=version,
        body=event.SerializeToString(),
    )

    def take(tx: Transaction) -> bool:
        return hearing.take_effect(tx, envelope)

    return within(database, take)


def person_message(family_name: str, version: int) -> person_pb2.Person:
    return person_pb2.Person(
        person_id=str(PERSON_ID),
        matriculation_number=PERSON.matriculation_number,
        name=pack_name(PersonName("Ayşe", family_name)),
        birth_date=pack_date(PERSON.birth_date),
        birth_place=PERSON.birth_place,
        citizenship=PERSON.citizenship,
        sex_entry=person_pb2.SEX_ENTRY_FEMALE,
        version=version,
    )


def enrolled(status: int, version: int) -> Enrolled:
    """The sample enrolment with its last semester spent so."""
    semesters = [
        enrolment_pb2.EnrolledSemester(
            semester=pack_semester(one.semester),
            status={
                "enrolled": enrolment_pb2.SEMESTER_STATUS_ENROLLED,
                "reregistered": enrolment_pb2.SEMESTER_STATUS_REREGISTERED,
                "on_leave": enrolment_pb2.SEMESTER_STATUS_ON_LEAVE,
            }[one.status.value],
            programme_semester=one.programme_semester,
            university_semester=one.university_semester,
            part_time=one.part_time,
        )
        for one in SEMESTERS
    ]
    semesters[-1].status = status  # type: ignore[assignment]  # an enum's number
    return Enrolled(
        person=person_message("Öztürk", PERSON.version),
        enrolment=enrolment_pb2.Enrolment(
            enrolment_id=str(ENROLMENT.enrolment_id),
            person_id=str(PERSON_ID),
            kind=enrolment_pb2.ENROLMENT_KIND_STUDENT,
            programme=catalogue_pb2.Programme(
                programme_code=ENROLMENT.programme_code,
                name=pack_text(ENROLMENT.programme_name),
                degree=catalogue_pb2.Degree(
                    degree_code=ENROLMENT.degree_code, name=pack_text(ENROLMENT.degree_name)
                ),
            ),
            first_enrolment_date=pack_date(ENROLMENT.first_enrolment_date),
            semesters=semesters,
            major_name=pack_text(ENROLMENT.major),
            version=version,
        ),
    )


def test_a_new_name_outdates_what_prints_the_old_one(
    database: Database, clock: DrivenClock
) -> None:
    printed = certificate_of(database, CertificateType.ENROLMENT)
    moment = certificate_of(database, CertificateType.REGISTERED_EXAMS)
    other = issued(database, kind=CertificateType.ENROLMENT, person_id=uuid4())
    assert hear(database, PersonChanged(person=person_message("Schmidt", 3)), version=3)
    assert standing(database, printed) == (Standing.OUTDATED, 2)
    found = within(database, load_certificate, printed.certificate_id)
    assert found is not None
    assert found.standing_since == clock.now()
    assert standing(database, moment) == (Standing.CURRENT, 1)
    assert standing(database, other) == (Standing.CURRENT, 1)


def test_what_is_heard_twice_or_too_late_changes_nothing(database: Database) -> None:
    certificate = certificate_of(database, CertificateType.ENROLMENT)
    event_id = str(uuid4())
    old = PersonChanged(person=person_message("Yılmaz", 1))
    assert hear(database, old, version=1, event_id=event_id)
    assert standing(database, certificate) == (Standing.CURRENT, 1)
    newer = PersonChanged(person=person_message("Schmidt", 3))
    assert hear(database, newer, version=3)
    assert not hear(database, newer, version=3)
    assert not hear(database, old, version=1, event_id=event_id)
    assert standing(database, certificate) == (Standing.OUTDATED, 2)


def test_leave_granted_for_the_certified_semester_outdates_its_certificate(
    database: Database,
) -> None:
    certificate = certificate_of(database, CertificateType.ENROLMENT)
    transcript = certificate_of(database, CertificateType.TRANSCRIPT)
    same = enrolled(enrolment_pb2.SEMESTER_STATUS_REREGISTERED, ENROLMENT.version + 1)
    hear(database, same, version=ENROLMENT.version + 1)
    assert standing(database, certificate) == (Standing.CURRENT, 1)
    on_leave = enrolled(enrolment_pb2.SEMESTER_STATUS_ON_LEAVE, ENROLMENT.version + 2)
    hear(database, on_leave, version=ENROLMENT.version + 2)
    assert standing(database, certificate) == (Standing.OUTDATED, 2)
    assert standing(database, transcript) == (Standing.CURRENT, 1)


def test_a_corrected_result_outdates_the_transcript(database: Database) -> None:
    transcript = certificate_of(database, CertificateType.TRANSCRIPT)
    exams = facts_of(CertificateType.TRANSCRIPT).exams
    assert exams is not None
    printed = next(one for one in exams.results if one.registration_id and one.grade)
    corrected = result_pb2.Result(
        registration_id=printed.registration_id,
        person_id=str(PERSON_ID),
        grade="1.0" if printed.grade != "1.0" else "1.3",
        status=status_pb2.REGISTRATION_STATUS_PASSED,
        credits_tenths=printed.credits_tenths,
        version=printed.version + 1,
    )
    hear(database, ResultCorrected(result=corrected), version=printed.version + 1)
    assert standing(database, transcript) == (Standing.OUTDATED, 2)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (status_pb2.REGISTRATION_STATUS_WITHDRAWAL_APPROVED, Standing.OUTDATED),
        (status_pb2.REGISTRATION_STATUS_HANDED_IN, Standing.CURRENT),
    ],
)
def test_a_withdrawal_that_is_approved_afterwards_takes_the_printed_result_away(
    database: Database, status: status_pb2.RegistrationStatus, expected: Standing
) -> None:
    transcript = certificate_of(database, CertificateType.TRANSCRIPT)
    exams = facts_of(CertificateType.TRANSCRIPT).exams
    assert exams is not None
    printed = next(one for one in exams.results if one.registration_id)
    registration = registration_pb2.Registration(
        registration_id=printed.registration_id, person_id=str(PERSON_ID), status=status
    )
    hear(database, RegistrationChanged(registration=registration), version=9)
    assert standing(database, transcript)[0] is expected


def test_a_recognition_taken_back_outdates_the_transcript(database: Database) -> None:
    transcript = certificate_of(database, CertificateType.TRANSCRIPT)
    exams = facts_of(CertificateType.TRANSCRIPT).exams
    assert exams is not None
    printed = next(one for one in exams.results if one.recognition_id)
    recognition = recognition_pb2.Recognition(
        recognition_id=printed.recognition_id,
        person_id=str(PERSON_ID),
        grade=printed.grade,
        credits_tenths=printed.credits_tenths,
    )
    hear(database, RecognitionChanged(recognition=recognition), version=1)
    assert standing(database, transcript) == (Standing.CURRENT, 1)
    recognition.revoke_time.GetCurrentTime()
    hear(database, RecognitionChanged(recognition=recognition), version=2)
    assert standing(database, transcript) == (Standing.OUTDATED, 2)


def test_what_was_heard_while_a_certificate_was_made_counts_for_it(
    database: Database, clock: DrivenClock
) -> None:
    """The facts were asked for before the change; the certificate was stored after it."""
    change = {"person": person_part(RENAMED)}
    assert within(database, heard_change, PERSON_ID, change) == 0
    kind = CertificateType.ENROLMENT
    certificate = certificate_of(database, kind)
    basis = basis_of(kind, facts_of(kind))
    compared = within(database, compare_with_heard, certificate, basis)
    assert compared.standing is Standing.OUTDATED
    fresh = replace(facts_of(kind), records=replace(facts_of(kind).records, person=RENAMED))
    another = issued(database, kind=kind, person_id=PERSON_ID)
    assert within(database, compare_with_heard, another, basis_of(kind, fresh)) == another
    clock.advance(timedelta(hours=2))
    assert within(database, forget_heard) == 1
    assert within(database, changes_of, PERSON_ID) == []


def test_an_account_tells_where_the_student_is_reached(database: Database) -> None:
    person_id = UUID("018f0000-0000-7000-8000-00000000000a")
    account = Account(
        person_id=str(person_id), user_name="oeztuerk", mailbox="ayse@x.example", version=1
    )
    hear(database, AccountCreated(account=account), version=1)
    assert within(database, mailbox_of, person_id) == "ayse@x.example"
    assert within(database, user_name_of, person_id) == "oeztuerk"
