"""Facts of the samples as messages of records."""

from collections.abc import Iterable
from typing import Any

from certificates.domain.facts import (
    AddressFacts,
    ChargeFacts,
    ChargePart,
    EnrolmentFacts,
    SemesterFacts,
)
from chassis.packing import pack_date, pack_semester, pack_text
from matrikel.records.v1 import (
    application_content_pb2,
    catalogue_pb2,
    contact_pb2,
    enrolment_pb2,
    ledger_pb2,
)


def enrolment(enrolment: EnrolmentFacts) -> enrolment_pb2.Enrolment:
    return enrolment_pb2.Enrolment(
        enrolment_id=str(enrolment.enrolment_id),
        person_id=str(enrolment.person_id),
        kind=number(enrolment_pb2.EnrolmentKind, "ENROLMENT_KIND", enrolment.kind),
        programme=catalogue_pb2.Programme(
            programme_code=enrolment.programme_code,
            name=pack_text(enrolment.programme_name),
            degree=catalogue_pb2.Degree(
                degree_code=enrolment.degree_code,
                short_name=enrolment.degree_short_name,
                name=pack_text(enrolment.degree_name),
            ),
            school_code=enrolment.school_code,
            faculty_name=pack_text(enrolment.faculty_name),
            standard_duration_semesters=enrolment.standard_duration_semesters,
            regulations_versions=[
                catalogue_pb2.RegulationsVersion(name=pack_text(enrolment.regulations_version_name))
            ],
        ),
        major_name=pack_text(enrolment.major),
        minor_name=pack_text(enrolment.minor),
        first_enrolment_date=pack_date(enrolment.first_enrolment_date),
        end_date=pack_date(enrolment.end_date),
        end_reason=end_reason(enrolment.end_reason),
        completion_date=pack_date(enrolment.completion_date),
        semesters=semesters(enrolment.semesters),
        version=enrolment.version,
    )


def semesters(semesters: Iterable[SemesterFacts]) -> list[enrolment_pb2.EnrolledSemester]:
    return [
        enrolment_pb2.EnrolledSemester(
            semester=pack_semester(one.semester),
            status=number(enrolment_pb2.SemesterStatus, "SEMESTER_STATUS", one.status),
            programme_semester=one.programme_semester,
            university_semester=one.university_semester,
            part_time=one.part_time,
        )
        for one in semesters
    ]


def charge(charge: ChargeFacts) -> ledger_pb2.Charge:
    return ledger_pb2.Charge(
        fee_code=charge.fee_code,
        name=pack_text(charge.name),
        due_date=pack_date(charge.due_date),
        amount_cents=charge.amount_cents,
        reduced_cents=charge.reduced_cents,
        waived_cents=charge.waived_cents,
        paid_cents=charge.paid_cents,
        open_cents=charge.open_cents,
        parts=charge_parts(charge.parts),
        settled_date=pack_date(charge.settled_date),
    )


def charge_parts(parts: Iterable[ChargePart]) -> list[ledger_pb2.ChargePart]:
    return [
        ledger_pb2.ChargePart(
            name=pack_text(one.name), amount_cents=one.amount_cents, parts=charge_parts(one.parts)
        )
        for one in parts
    ]


def address(address: AddressFacts | None) -> contact_pb2.DatedAddress:
    assert address is not None
    return contact_pb2.DatedAddress(
        address=application_content_pb2.MailingAddress(
            care_of=address.care_of,
            street_address=address.street_address,
            postal_code=address.postal_code,
            city=address.city,
            country=address.country,
        )
    )


def end_reason(reason: Any) -> Any:
    return number(enrolment_pb2.EndReason, "END_REASON", reason or "unspecified")


def number(enum: Any, prefix: str, value: str) -> Any:
    """The number of a value in an enum of the contract."""
    return enum.Value(f"{prefix}_{value.upper()}")
