"""`exmatrikulationsbescheinigung`: the certificate of de-registration.

The reason and whether the studies were completed have no element in the standard.
"""

from certificates.domain.document import Document
from certificates.domain.facts import Facts
from certificates.xhochschule.elements import Element, element, optional, value
from certificates.xhochschule.shared_elements import (
    head,
    issuer,
    leave_semesters,
    period,
    student,
    subject,
    verification,
)


def exmatriculation_message(facts: Facts, document: Document) -> Element:
    """The message of one enrolment. Raises ValueError where its end is not set."""
    records = facts.records
    enrolment = records.enrolment
    if enrolment.end_date is None:
        raise ValueError("the end of the enrolment is not set")
    last = enrolment.last_semester
    return element(
        "exmatrikulationsbescheinigung",
        *head(document),
        value("exmatrikulationsdatum", enrolment.end_date),
        student(
            records.person,
            document,
            first_enrolment=enrolment.first_enrolment_date,
            university_semesters=last.university_semester if last else None,
            leave_semesters=leave_semesters(enrolment, last.semester) if last else None,
        ),
        issuer(records.university, document),
        element(
            "studienabschnitt",
            element(
                "zusammenfassung",
                period(enrolment.first_enrolment_date, enrolment.end_date),
                subject(
                    enrolment.programme_name,
                    enrolment.degree_name,
                    enrolment.degree_code,
                    document,
                    last.programme_semester if last else None,
                ),
                optional("regelstudienzeit", enrolment.standard_duration_semesters or None),
            ),
        ),
        verification(document),
    )
