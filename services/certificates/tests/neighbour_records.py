"""Records, as far as certificates asks it, with the answers of the samples."""

from datetime import datetime
from typing import Any

import grpc
from certificates.domain.facts import (
    ContactEntryKind,
)
from chassis.packing import (
    pack_date,
    pack_moment,
    pack_name,
    pack_semester,
    pack_text,
)
from chassis.values import UNIVERSITY_ZONE
from matrikel.records.v1 import (
    contact_pb2,
    contact_pb2_grpc,
    enrolment_pb2,
    enrolment_pb2_grpc,
    ledger_pb2,
    ledger_pb2_grpc,
    person_pb2,
    person_pb2_grpc,
    student_card_pb2,
    student_card_pb2_grpc,
    study_credit_pb2,
    study_credit_pb2_grpc,
    university_pb2,
    university_pb2_grpc,
)

from . import neighbour_packing as packing
from .sample_records import CARD, CONTACT, CREDIT, HISTORY

LETTER = ("Ayşe Öztürk", "c/o Meyer", "Am Sande 1", "21335 Lüneburg")


class _Neighbour:
    def __init__(self, neighbours: Any) -> None:
        self.neighbours = neighbours

    async def note(self, context: Any, method: str) -> None:
        await self.neighbours.note(context, "records", method)

    async def require_person(self, context: Any, person_id: str) -> None:
        if person_id != str(self.neighbours.records.person.person_id):
            await context.abort(grpc.StatusCode.NOT_FOUND, "unknown")


class Persons(_Neighbour, person_pb2_grpc.PersonServiceServicer):
    async def GetPerson(self, request: Any, context: Any) -> Any:
        await self.note(context, "GetPerson")
        await self.require_person(context, request.person_id)
        person = self.neighbours.records.person
        return person_pb2.GetPersonResponse(
            person=person_pb2.Person(
                person_id=str(person.person_id),
                matriculation_number=person.matriculation_number,
                name=pack_name(person.name),
                birth_date=pack_date(person.birth_date),
                birth_place=person.birth_place,
                citizenship=person.citizenship,
                mailbox=person.mailbox,
                sex_entry=packing.number(person_pb2.SexEntry, "SEX_ENTRY", person.sex_entry),
                version=person.version,
            )
        )


class Enrolments(_Neighbour, enrolment_pb2_grpc.EnrolmentServiceServicer):
    async def GetEnrolment(self, request: Any, context: Any) -> Any:
        await self.note(context, "GetEnrolment")
        for one in (self.neighbours.records.enrolment, *self.neighbours.other_enrolments):
            if request.enrolment_id == str(one.enrolment_id):
                return enrolment_pb2.GetEnrolmentResponse(enrolment=packing.enrolment(one))
        return await context.abort(grpc.StatusCode.NOT_FOUND, "unknown")

    async def ListEnrolments(self, request: Any, context: Any) -> Any:
        await self.note(context, "ListEnrolments")
        await self.require_person(context, request.person_id)
        all_of_them = (self.neighbours.records.enrolment, *self.neighbours.other_enrolments)
        return enrolment_pb2.ListEnrolmentsResponse(
            enrolments=[packing.enrolment(one) for one in all_of_them]
        )

    async def ListEnrolledStudents(self, request: Any, context: Any) -> Any:
        await self.note(context, "ListEnrolledStudents")
        person = self.neighbours.records.person
        enrolments = (self.neighbours.records.enrolment, *self.neighbours.other_enrolments)
        start = int(request.page_token or 0)
        end = start + request.page_size
        return enrolment_pb2.ListEnrolledStudentsResponse(
            students=[
                enrolment_pb2.EnrolledStudent(
                    person_id=str(person.person_id),
                    matriculation_number=person.matriculation_number,
                    name=pack_name(person.name),
                    enrolment_id=str(one.enrolment_id),
                )
                for one in enrolments[start:end]
            ],
            next_page_token=str(end) if end < len(enrolments) else "",
            total_count=len(enrolments),
        )


class Universities(_Neighbour, university_pb2_grpc.UniversityServiceServicer):
    async def GetUniversity(self, request: Any, context: Any) -> Any:
        university = self.neighbours.records.university
        contact = university.contact
        return university_pb2.GetUniversityResponse(
            university=university_pb2.University(
                name=pack_text(university.name),
                destatis_code=university.destatis_code,
                city=university.city,
                street_address=university.street_address,
                postal_code=university.postal_code,
                website=university.website,
                schools=[
                    university_pb2.School(school_code=code, name=pack_text(name))
                    for code, name in university.school_names
                ],
                contact_points=[
                    university_pb2.ContactPoint(email="miz@leuphana.example"),
                    university_pb2.ContactPoint(
                        name=pack_text(contact.name), email=contact.email, in_footer=True
                    ),
                ],
            )
        )


class Contact(_Neighbour, contact_pb2_grpc.ContactServiceServicer):
    async def GetContactData(self, request: Any, context: Any) -> Any:
        await self.note(context, "GetContactData")
        return contact_pb2.GetContactDataResponse(
            contact_data=contact_pb2.ContactData(
                person_id=request.person_id,
                home_address=packing.address(CONTACT.home_address),
                semester_address=packing.address(CONTACT.semester_address),
                correspondence=packing.number(
                    contact_pb2.AddressKind, "ADDRESS_KIND", CONTACT.correspondence
                ),
                entries=[
                    contact_pb2.ContactEntry(
                        kind=packing.number(
                            contact_pb2.ContactEntryKind, "CONTACT_ENTRY_KIND", one.kind
                        ),
                        value=one.value,
                        display_value=""
                        if one.kind is ContactEntryKind.PRIVATE_EMAIL
                        else one.value,
                    )
                    for one in CONTACT.entries
                ],
            )
        )

    async def GetLetterAddress(self, request: Any, context: Any) -> Any:
        await self.note(context, "GetLetterAddress")
        if not self.neighbours.has_address:
            await context.abort(grpc.StatusCode.FAILED_PRECONDITION, "no address")
        return contact_pb2.GetLetterAddressResponse(
            letter_address=contact_pb2.LetterAddress(lines=LETTER)
        )


class Ledger(_Neighbour, ledger_pb2_grpc.LedgerServiceServicer):
    async def GetFeeReceipt(self, request: Any, context: Any) -> Any:
        await self.note(context, "GetFeeReceipt")
        receipt = self.neighbours.receipt
        if receipt is None:
            return await context.abort(grpc.StatusCode.NOT_FOUND, "no such semester")
        if request.semester.code != receipt.semester.code:
            empty = ledger_pb2.FeeReceipt(semester=request.semester)
            return ledger_pb2.GetFeeReceiptResponse(receipt=empty)
        return ledger_pb2.GetFeeReceiptResponse(
            receipt=ledger_pb2.FeeReceipt(
                semester=pack_semester(receipt.semester),
                charges=[packing.charge(one) for one in receipt.charges],
                due_cents=receipt.due_cents,
                paid_cents=receipt.paid_cents,
                open_cents=receipt.open_cents,
                paid_date=pack_date(receipt.paid_date),
            )
        )


class Cards(_Neighbour, student_card_pb2_grpc.StudentCardServiceServicer):
    async def ListStudentCards(self, request: Any, context: Any) -> Any:
        await self.note(context, "ListStudentCards")
        issued = datetime(
            CARD.issue_date.year,
            CARD.issue_date.month,
            CARD.issue_date.day,
            12,
            tzinfo=UNIVERSITY_ZONE,
        )
        card = student_card_pb2.StudentCard(
            person_id=request.person_id,
            card_number=CARD.card_number,
            state=packing.number(
                student_card_pb2.StudentCardState, "STUDENT_CARD_STATE", CARD.state
            ),
            valid_until_semester=pack_semester(CARD.valid_until),
            issue_time=pack_moment(issued),
        )
        return student_card_pb2.ListStudentCardsResponse(student_cards=[card])


class StudyCredit(_Neighbour, study_credit_pb2_grpc.StudyCreditServiceServicer):
    async def GetStudyCredit(self, request: Any, context: Any) -> Any:
        await self.note(context, "GetStudyCredit")
        return study_credit_pb2.GetStudyCreditResponse(
            study_credit=study_credit_pb2.StudyCredit(
                person_id=request.person_id,
                applies=CREDIT.applies,
                granted=CREDIT.granted,
                consumed=CREDIT.consumed,
                left=CREDIT.left,
            )
        )

    async def GetStudyHistory(self, request: Any, context: Any) -> Any:
        await self.note(context, "GetStudyHistory")
        return study_credit_pb2.GetStudyHistoryResponse(
            study_history=study_credit_pb2.StudyHistory(
                person_id=request.person_id,
                lines=[
                    study_credit_pb2.HistoryLine(
                        semester=pack_semester(one.semester),
                        enrolment_id=str(one.enrolment_id),
                        programme_name=pack_text(one.programme_name),
                        degree=one.degree,
                        status=packing.number(
                            enrolment_pb2.SemesterStatus, "SEMESTER_STATUS", one.status
                        ),
                        programme_semester=one.programme_semester,
                        university_semester=one.university_semester,
                        part_time=one.part_time,
                        end_date=pack_date(one.end_date),
                        end_reason=packing.end_reason(one.end_reason),
                    )
                    for one in HISTORY.lines
                ],
                periods=[
                    study_credit_pb2.StudyPeriod(
                        enrolment_id=str(one.enrolment_id),
                        programme_code=one.programme_code,
                        programme_name=pack_text(one.programme_name),
                        degree=one.degree,
                        kind=packing.number(
                            enrolment_pb2.EnrolmentKind, "ENROLMENT_KIND", one.kind
                        ),
                        major_name=pack_text(one.major),
                        minor_name=pack_text(one.minor),
                        first_enrolment_date=pack_date(one.first_enrolment_date),
                        end_date=pack_date(one.end_date),
                        end_reason=packing.end_reason(one.end_reason),
                        completion_date=pack_date(one.completion_date),
                        standard_duration_semesters=one.standard_duration_semesters,
                        individual_standard_duration_semesters=(
                            one.individual_standard_duration_semesters
                        ),
                        programme_semesters=one.programme_semesters,
                        leave_semesters=one.leave_semesters,
                        abroad_semesters=one.abroad_semesters,
                        part_time_semesters=one.part_time_semesters,
                    )
                    for one in HISTORY.periods
                ],
                prior_studies=[
                    study_credit_pb2.PriorStudy(
                        university_name=one.university_name,
                        programme_name=one.programme_name,
                        known_semesters=[pack_semester(each) for each in one.known_semesters],
                        semesters=one.semesters,
                        completed_degree=one.completed_degree,
                    )
                    for one in HISTORY.prior_studies
                ],
            )
        )
