"""`immatrikulationsbescheinigungBAfoeGP9`: the certificate under section 9 BAföG.

The standard asks for family name, date and place of birth, first enrolment, time model and leave,
and knows no matriculation number here.
"""

from certificates.domain.contents.shared_lines import certified_semester
from certificates.domain.document import Document
from certificates.domain.facts import Facts, PersonFacts, SemesterStatus
from certificates.xhochschule.codes import enrolment_status, leave_status, time_model
from certificates.xhochschule.elements import Element, element, value
from certificates.xhochschule.shared_elements import (
    birth,
    head,
    issuer,
    name_parts,
    semester_period,
    subjects,
    verification,
)


def bafoeg_message(facts: Facts, document: Document) -> Element:
    """The message of one semester."""
    records, semester = facts.records, certified_semester(facts)
    enrolment = records.enrolment
    return element(
        "immatrikulationsbescheinigungBAfoeGP9",
        *head(document),
        issuer(records.university, document),
        element(
            "studierender",
            _name(records.person),
            birth(records.person),
            value("ersteinschreibung", enrolment.first_enrolment_date),
        ),
        *subjects(enrolment, document, semester.programme_semester),
        time_model(part_time=semester.part_time),
        semester_period(semester.semester, document, enrolment.end_date),
        enrolment_status(),
        leave_status(on_leave=semester.status is SemesterStatus.ON_LEAVE),
        verification(document),
    )


def _name(person: PersonFacts) -> Element:
    return element("name", *name_parts(person))
