"""`immatrikulationsbescheinigung`: the enrolment certificate.

Faculty, school and standard period of study have no element here.
"""

from certificates.domain.contents.shared_lines import certified_semester
from certificates.domain.document import Document
from certificates.domain.facts import Facts, SemesterStatus
from certificates.xhochschule.codes import enrolment_status, leave_status, time_model
from certificates.xhochschule.elements import Element, element
from certificates.xhochschule.shared_elements import (
    head,
    issuer,
    leave_semesters,
    semester_period,
    student,
    subjects,
    verification,
)


def enrolment_message(facts: Facts, document: Document) -> Element:
    """The message of one semester."""
    records, semester = facts.records, certified_semester(facts)
    enrolment = records.enrolment
    return element(
        "immatrikulationsbescheinigung",
        *head(document),
        issuer(records.university, document),
        student(
            records.person,
            document,
            first_enrolment=enrolment.first_enrolment_date,
            university_semesters=semester.university_semester,
            leave_semesters=leave_semesters(enrolment, semester.semester),
        ),
        *subjects(enrolment, document, semester.programme_semester),
        time_model(part_time=semester.part_time),
        semester_period(semester.semester, document, enrolment.end_date),
        enrolment_status(),
        leave_status(on_leave=semester.status is SemesterStatus.ON_LEAVE),
        verification(document),
    )
