"""Registering and deregistering by the examinations office."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from chassis.database import Transaction
from chassis.errors import Code, Failure
from exams.app.office_registration import (
    OfficeRefusal,
    OfficeRegistration,
    deregister_student,
    register_student,
)
from exams.app.receipts import read_receipt
from exams.domain.receipts import ReceiptAction
from exams.domain.statuses import Status
from exams.store import students, tables

from services.exams.tests.cases_factories import (
    OFFICE,
    THESIS,
    admitted,
    sitting_row,
    status_of,
    with_thesis,
)
from services.exams.tests.results_factories import Seat, enter, entry
from services.exams.tests.rules_factories import change_sitting, has_result, set_rules


def number_of(campus: Any, student: Any) -> str:
    """The matriculation number of a student."""
    number: str = campus.run(students.addressee_of, student.person_id).matriculation_number
    return number


def office_registers(
    campus: Any, student: Any, sitting_id: UUID, *, validate_only: bool = False, **asked: Any
) -> Any:
    """The office registers, or learns why it cannot."""
    campus.clock.advance(timedelta(milliseconds=1))
    facts = {"matriculation_number": "", "enrolment_id": None, "reason": "Härtefall"} | asked
    if not facts["matriculation_number"]:
        facts["matriculation_number"] = number_of(campus, student)
    return campus.run(
        register_student,
        campus.signer,
        sitting_id=sitting_id,
        validate_only=validate_only,
        **facts,
    )


def office_deregisters(campus: Any, registration: Any, reason: str = "Prüfung entfällt") -> Any:
    """The office deregisters."""
    campus.clock.advance(timedelta(milliseconds=1))
    return campus.run(
        deregister_student,
        campus.signer,
        registration_id=registration.registration_id,
        reason=reason,
        by=OFFICE,
    )


def reasons(outcome: Any) -> list[str]:
    """What no reason can set aside."""
    assert isinstance(outcome, OfficeRefusal), outcome
    return [one.reason for one in outcome.obstacles]


def test_the_office_registers_outside_of_the_window_and_names_what_it_sets_aside(
    campus: Any,
) -> None:
    set_rules(campus, sections={"registration": "RPO § 7", "window": "RPO § 7 (3)"})
    student = campus.student(accepts=False)
    campus.at(2026, 12, 1)
    outcome = office_registers(campus, student, campus.sitting("1001"))
    assert isinstance(outcome, OfficeRegistration)
    assert [(one.reason, one.regulation_section) for one in outcome.overridden] == [
        ("TERMS_NOT_ACCEPTED", "RPO § 7"),
        ("WINDOW_CLOSED", "RPO § 7 (3)"),
    ]
    assert outcome.seated is not None
    registration = outcome.seated.registration
    assert (registration.status, registration.remark) == (Status.REGISTERED, "Härtefall")
    assert sitting_row(campus, campus.sitting("1001")).taken == 1
    [mail] = campus.mails()
    assert mail.kind == "registered_by_office"
    assert "Härtefall" in mail.body


def test_asking_first_writes_nothing(campus: Any) -> None:
    student = campus.student()
    campus.at(2026, 12, 1)
    outcome = office_registers(campus, student, campus.sitting("1001"), validate_only=True)
    assert [one.reason for one in outcome.overridden] == ["WINDOW_CLOSED"]
    assert outcome.seated is None
    assert campus.rows(tables.registrations) == campus.rows(tables.receipts) == []
    assert campus.mails() == []


def test_the_office_is_not_addressed_as_if_it_were_the_student(campus: Any) -> None:
    student = campus.student(accepts=False)
    campus.at(2026, 12, 1)
    outcome = office_registers(campus, student, campus.sitting("1001"), validate_only=True)
    terms, window = outcome.overridden
    assert terms.message.de.startswith("Die Person hat die Bedingungen zur Prüfungsanmeldung")
    assert terms.message.en.startswith("The student has not accepted the terms")
    assert terms.remedy.de == "Mit Ihrer Begründung setzen Sie sich darüber hinweg."
    assert window.message.de.startswith("Der Anmeldezeitraum ist abgelaufen")
    assert window.remedy.en == "Your reason sets this aside."


@pytest.mark.parametrize("waiting_list", [True, False])
def test_the_office_never_registers_more_students_than_there_are_seats(
    campus: Any, waiting_list: bool
) -> None:
    sitting_id = campus.sitting("1001")
    change_sitting(campus, sitting_id, capacity=1, has_waiting_list=waiting_list)
    campus.register(campus.student(), sitting_id)
    assert reasons(office_registers(campus, campus.student(), sitting_id)) == ["SITTING_FULL"]
    assert sitting_row(campus, sitting_id).taken == 1


def test_no_reason_helps_against_a_foreign_exam_or_a_second_registration(campus: Any) -> None:
    student = campus.student()
    assert reasons(office_registers(campus, student, campus.sitting("2001"))) == [
        "EXAM_NOT_IN_REGULATIONS"
    ]
    campus.register(student, campus.sitting("1001"))
    assert reasons(office_registers(campus, student, campus.sitting("1001"))) == [
        "ALREADY_REGISTERED"
    ]


def test_attempts_can_be_set_aside_with_a_reason(campus: Any) -> None:
    set_rules(campus, attempts=1)
    student = campus.student()
    first = campus.register(student, campus.sitting("1001"))
    has_result(campus, first, Status.FAILED, grade="5.0")
    campus.at(2027, 2, 17)
    outcome = office_registers(campus, student, campus.sitting("1001", period=2))
    assert isinstance(outcome, OfficeRegistration)
    assert "NO_ATTEMPT_LEFT" in [one.reason for one in outcome.overridden]


def test_a_thesis_is_admitted_and_never_just_registered(campus: Any) -> None:
    with_thesis(campus)
    admitted(campus)
    [sitting] = [one for one in campus.rows(tables.sittings) if one.exam_number == THESIS]
    assert reasons(office_registers(campus, campus.student(), sitting.sitting_id)) == [
        "ADMISSION_ONLY"
    ]


@pytest.mark.parametrize(
    ("asked", "reason", "field"),
    [
        ({"matriculation_number": "9999999"}, "STUDENT_UNKNOWN", "matriculation_number"),
        ({"enrolment_id": UUID(int=7)}, "ENROLMENT_UNKNOWN", "enrolment_id"),
    ],
)
def test_an_unknown_student_or_enrolment_names_the_field(
    campus: Any, asked: dict[str, Any], reason: str, field: str
) -> None:
    student = campus.student()
    with pytest.raises(Failure) as error:
        office_registers(campus, student, campus.sitting("1001"), **asked)
    assert (error.value.code, error.value.reason) == (Code.NOT_FOUND, reason)
    assert [one.path for one in error.value.fields] == [field]


def test_a_deregistration_frees_the_seat_for_the_next_in_the_waiting_list(campus: Any) -> None:
    """domain.md "Exams" 10: "deregistered by the office"."""
    sitting_id = campus.sitting("1001")
    change_sitting(campus, sitting_id, capacity=1, has_waiting_list=True)
    registration = campus.register(campus.student(), sitting_id)
    waiting = campus.register(campus.student(), sitting_id)
    # Long after the limit of withdrawing.
    campus.at(2027, 2, 1)
    ended = office_deregisters(campus, registration)
    assert (ended.registration.status, ended.registration.remark) == (
        Status.DEREGISTERED,
        "Prüfung entfällt",
    )
    assert status_of(campus, waiting) is Status.REGISTERED
    row = sitting_row(campus, sitting_id)
    assert (row.taken, row.waiting) == (1, 0)
    receipts = sorted(campus.rows(tables.receipts), key=lambda one: one.seq)
    assert [one.action for one in receipts] == [
        "registered",
        "waiting",
        "deregistered",
        "promoted",
    ]
    assert [one.seq for one in receipts] == [1, 2, 3, 4]
    receipt = campus.run(read_receipt, ended.receipt)
    assert (receipt.action, receipt.seq) == (ReceiptAction.DEREGISTERED, 3)
    mail = next(one for one in campus.mails() if one.kind == "deregistered")
    assert "Prüfung entfällt" in mail.body


def test_a_place_in_the_waiting_list_is_ended_as_well(campus: Any) -> None:
    sitting_id = campus.sitting("1001")
    change_sitting(campus, sitting_id, capacity=1, has_waiting_list=True)
    holder = campus.register(campus.student(), sitting_id)
    waiting = campus.register(campus.student(), sitting_id)
    office_deregisters(campus, waiting)
    row = sitting_row(campus, sitting_id)
    assert (row.taken, row.waiting) == (1, 0)
    assert status_of(campus, holder) is Status.REGISTERED


def test_who_is_deregistered_can_register_again(campus: Any) -> None:
    student = campus.student()
    registration = campus.register(student, campus.sitting("1001"))
    office_deregisters(campus, registration)
    assert campus.register(student, campus.sitting("1001")).status is Status.REGISTERED


def test_what_has_ended_or_has_a_result_is_not_deregistered(campus: Any) -> None:
    ended = campus.withdraw(campus.register(campus.student(), campus.sitting("1001")))
    released = campus.register(campus.student(), campus.sitting("1001"))
    entered = campus.register(campus.student(), campus.sitting("1001"))
    has_result(campus, released, Status.PASSED, grade="1.0")
    campus.at(2027, 2, 3)
    seat = Seat(entered.person_id, entered.enrolment_id, entered.registration_id)
    enter(campus, campus.sitting("1001"), (seat, entry("2.0")))
    for registration, reason in (
        (ended, "REGISTRATION_ENDED"),
        (released, "RESULT_EXISTS"),
        (entered, "RESULT_EXISTS"),
    ):
        with pytest.raises(Failure) as error:
            office_deregisters(campus, registration)
        assert (error.value.code, error.value.reason) == (Code.FAILED_PRECONDITION, reason)


def test_the_event_tells_of_the_whole_registration(campus: Any) -> None:
    registration = campus.register(campus.student(), campus.sitting("1001"))
    office_deregisters(campus, registration)
    told = [one.event_type.rpartition(".")[2] for one in campus.events()]
    assert told == ["Registered", "RegistrationChanged"]


def test_a_failing_deregistration_leaves_everything_as_it_was(campus: Any) -> None:
    registration = campus.register(campus.student(), campus.sitting("1001"))

    def fails_later(tx: Transaction) -> None:
        deregister_student(
            tx,
            campus.signer,
            registration_id=registration.registration_id,
            reason="Prüfung entfällt",
            by=OFFICE,
        )
        raise LookupError

    with pytest.raises(LookupError):
        campus.run(fails_later)
    assert status_of(campus, registration) is Status.REGISTERED
    assert sitting_row(campus, campus.sitting("1001")).taken == 1
    assert len(campus.rows(tables.receipts)) == 1
