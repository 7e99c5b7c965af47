"""Withdrawing with a reason: filing in time, and what the office's decision does."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from chassis.documents import load_document
from chassis.errors import Code, Failure
from exams.app.progress import get_progress
from exams.app.results import list_result_versions
from exams.app.sick_note_decisions import DecidedNote, decide_sick_note
from exams.app.sick_notes import (
    FiledNote,
    SickNoteRefused,
    list_open_sick_notes,
    list_sick_notes,
    registrations_open_for_sick_notes,
)
from exams.domain.examinations import Registration
from exams.domain.rules import RepeatRegistrationRule, SickNoteRule
from exams.domain.sick_notes import Illness, SickNoteState, last_day_to_file
from exams.domain.statuses import Status
from exams.store import registrations as stored_registrations
from exams.store import tables
from exams.store.standing import standings_of

from services.exams.tests.cases_factories import (
    OFFICE,
    PNG,
    file_note,
    filed_note,
    ill,
    sitting_row,
    status_of,
)
from services.exams.tests.results_factories import Seat, enter, entry
from services.exams.tests.rules_factories import (
    change_sitting,
    has_result,
    later_sitting,
    set_rules,
)

# Exam 1001 is on Tuesday, 2 February 2027, at 10:00.
EXAM_DAY = date(2027, 2, 2)


def decide(
    campus: Any, filed: FiledNote, *, approve: bool, reason: str = "Attest unleserlich"
) -> DecidedNote:
    """The office decides, a moment later."""
    campus.clock.advance(timedelta(seconds=1))
    decided: DecidedNote = campus.run(
        decide_sick_note,
        campus.signer,
        sick_note_id=filed.note.sick_note_id,
        approve=approve,
        reason=reason,
        by=OFFICE,
    )
    return decided


def reasons(outcome: Any) -> list[str]:
    """Why a sick note was not taken."""
    assert isinstance(outcome, SickNoteRefused), outcome
    return [one.reason for one in outcome.obstacles]


def registered(campus: Any, number: str = "1001", student: Any = None) -> Registration:
    """A student who registered in the window."""
    registration: Registration = campus.register(
        student or campus.student(), campus.sitting(number)
    )
    return registration


@pytest.mark.parametrize(
    ("exam_day", "rule", "last_day"),
    [
        # Tuesday: Wednesday, Thursday, Friday.
        (date(2027, 2, 2), SickNoteRule(3, True), date(2027, 2, 5)),
        # Thursday: Friday, and over the weekend Monday and Tuesday.
        (date(2027, 2, 4), SickNoteRule(3, True), date(2027, 2, 9)),
        # Wednesday before Easter 2027: Thursday, then Tuesday after Easter Monday, Wednesday.
        (date(2027, 3, 24), SickNoteRule(3, True), date(2027, 3, 31)),
        (date(2027, 2, 4), SickNoteRule(3, False), date(2027, 2, 7)),
    ],
)
def test_working_days_after_the_exam_are_counted_without_weekends_and_holidays(
    exam_day: date, rule: SickNoteRule, last_day: date
) -> None:
    easter = frozenset({date(2027, 3, 26), date(2027, 3, 29)})
    assert last_day_to_file(exam_day, rule, easter) == last_day


def test_a_sick_note_is_in_time_until_midnight_of_the_third_working_day(campus: Any) -> None:
    """domain.md "Exams" 9: "an application with a doctor's form (upload) within the regulations'
    days"."""
    first, second = registered(campus), registered(campus)
    campus.at(2027, 2, 5, 23, 59)
    filed = filed_note(campus, first, ill(EXAM_DAY))
    assert filed.limit_time == campus.at(2027, 2, 6, 0, 0)
    assert reasons(file_note(campus, second, ill(EXAM_DAY))) == ["SICK_NOTE_LATE"]
    assert status_of(campus, first) is Status.SICK_NOTE_FILED
    assert status_of(campus, second) is Status.REGISTERED


def test_filing_does_not_depend_on_the_limit_of_withdrawing(campus: Any) -> None:
    """QIS guide (000_…), "Prüfungsan und -abmeldung": "Weitere Details über die Anmeldefristen, die
    Rücktrittsmöglichkeit, die Rücktrittsfristen …"; a withdrawal with a reason has days of its own.

    A combined academic work can never be withdrawn from after the window.

    domain.md "Exams" 3: "Entering "no-show" or an approved withdrawal never depends on a
    withdrawal limit"."""
    registration = registered(campus, "1003")
    campus.at(2027, 2, 8, 9)
    assert "WITHDRAWAL_CLOSED" in campus.withdrawal_refused(registration)
    filed_note(campus, registration, ill(date(2027, 2, 8)))
    assert status_of(campus, registration) is Status.SICK_NOTE_FILED


def test_a_sick_note_can_be_filed_before_the_exam(campus: Any) -> None:
    registration = registered(campus)
    campus.at(2027, 1, 20)
    filed = filed_note(campus, registration, ill(date(2027, 1, 20), EXAM_DAY))
    assert filed.note.state is SickNoteState.FILED


@pytest.mark.parametrize(
    ("first", "last"),
    [(date(2027, 1, 30), date(2027, 2, 1)), (date(2027, 2, 3), date(2027, 2, 9))],
)
def test_the_illness_covers_the_day_of_the_exam(campus: Any, first: date, last: date) -> None:
    registration = registered(campus)
    campus.at(2027, 2, 3)
    assert reasons(file_note(campus, registration, ill(first, last))) == ["ILLNESS_ON_OTHER_DAYS"]


def test_every_obstacle_is_named_at_once_with_its_section_and_kept_as_evidence(
    campus: Any,
) -> None:
    set_rules(campus, sections={"registration": "RPO § 7", "sick_note": "RPO § 11 (2)"})
    registration = registered(campus)
    campus.at(2027, 2, 20)
    outcome = file_note(campus, registration, ill(date(2027, 2, 10)))
    assert reasons(outcome) == ["SICK_NOTE_LATE", "ILLNESS_ON_OTHER_DAYS"]
    assert {one.regulation_section for one in outcome.obstacles} == {"RPO § 11 (2)"}
    assert "05.02.2027, 24:00" in outcome.obstacles[0].message.de
    assert "5 February 2027, 24:00" in outcome.obstacles[0].message.en
    [attempt] = campus.rows(tables.registration_attempts)
    assert attempt.attempt_id == outcome.attempt_id
    assert [one["reason"] for one in attempt.obstacles] == reasons(outcome)
    assert campus.rows(tables.sick_notes) == []


def test_an_undated_sitting_is_over_with_the_last_day_of_its_period(campus: Any) -> None:
    """A paper has no day; its period ends on Friday, 12 February 2027."""
    registration = registered(campus, "1002")
    campus.at(2027, 2, 17, 23, 59)
    assert reasons(file_note(campus, registration, ill(date(2026, 11, 1)))) == [
        "ILLNESS_ON_OTHER_DAYS"
    ]
    filed = filed_note(campus, registration, ill(date(2026, 12, 1), date(2026, 12, 20)))
    assert filed.limit_time == campus.at(2027, 2, 18, 0, 0)


def test_only_who_holds_a_seat_without_a_result_files(campus: Any) -> None:
    change_sitting(campus, campus.sitting("1001"), capacity=2, has_waiting_list=True)
    withdrawn = campus.withdraw(registered(campus))
    taken, examined = registered(campus), registered(campus)
    waiting = registered(campus)
    has_result(campus, examined, Status.PASSED, grade="2.0")
    campus.at(2027, 2, 2, 9)
    filed_note(campus, taken, ill(EXAM_DAY))
    assert reasons(file_note(campus, taken, ill(EXAM_DAY))) == ["SICK_NOTE_FILED_ALREADY"]
    assert reasons(file_note(campus, withdrawn, ill(EXAM_DAY))) == ["NOT_REGISTERED"]
    assert reasons(file_note(campus, waiting, ill(EXAM_DAY))) == ["NOT_REGISTERED"]
    assert reasons(file_note(campus, examined, ill(EXAM_DAY))) == ["RESULT_RELEASED"]


def test_the_portal_learns_for_which_registrations_a_sick_note_can_be_filed(campus: Any) -> None:
    student = campus.student()
    written = registered(campus, "1001", student)
    paper = registered(campus, "1002", student)

    def fileable() -> frozenset[UUID]:
        found: frozenset[UUID] = campus.run(
            lambda tx: registrations_open_for_sick_notes(
                tx,
                stored_registrations.find_registrations(
                    tx, [written.registration_id, paper.registration_id]
                ).values(),
            )
        )
        return found

    assert fileable() == {written.registration_id, paper.registration_id}
    campus.at(2027, 2, 6, 0, 0)
    assert fileable() == {paper.registration_id}


def test_a_document_of_another_type_is_refused_and_names_the_field(campus: Any) -> None:
    registration = registered(campus)
    with pytest.raises(Failure) as error:
        file_note(campus, registration, ill(EXAM_DAY), content=b"<html/>", file_name="Attest.pdf")
    assert (error.value.code, error.value.reason) == (
        Code.INVALID_ARGUMENT,
        "DOCUMENT_TYPE_UNKNOWN",
    )
    assert [one.path for one in error.value.fields] == ["content"]
    assert status_of(campus, registration) is Status.REGISTERED


def test_reversed_days_are_refused_and_name_the_field(campus: Any) -> None:
    registration = registered(campus)
    with pytest.raises(Failure) as error:
        file_note(campus, registration, ill(EXAM_DAY, date(2027, 2, 1)))
    assert error.value.reason == "ILLNESS_DATES_REVERSED"
    assert [one.path for one in error.value.fields] == ["ill_until_date"]


@pytest.mark.parametrize(
    "illness",
    [
        ill(date(1970, 1, 1), EXAM_DAY),
        ill(EXAM_DAY, date(2199, 1, 1)),
        ill(date(2020, 1, 1), date(2020, 1, 2)),
        ill(date(2030, 1, 1), date(2030, 1, 2)),
    ],
)
def test_implausible_days_are_refused_and_name_the_field(campus: Any, illness: Illness) -> None:
    registration = registered(campus)
    with pytest.raises(Failure) as error:
        file_note(campus, registration, illness)
    assert error.value.reason == "ILLNESS_DATES_IMPLAUSIBLE"
    assert [one.path for one in error.value.fields] == ["ill_until_date"]
    assert status_of(campus, registration) is Status.REGISTERED


def test_the_form_is_kept_as_what_it_is_under_a_safe_name(campus: Any) -> None:
    outcome = file_note(
        campus, registered(campus), ill(EXAM_DAY), content=PNG, file_name="../foto.jpg"
    )
    document = campus.run(load_document, outcome.note.document_id)
    assert (document.content, document.content_type, document.file_name) == (
        PNG,
        "image/png",
        "foto.png",
    )


def test_an_approved_withdrawal_is_no_attempt_and_frees_the_seat_before_the_exam(
    campus: Any,
) -> None:
    """domain.md "Exams" 9: "approves (does not count as attempt)"."""
    change_sitting(campus, campus.sitting("1001"), capacity=1, has_waiting_list=True)
    sick, waiting = registered(campus), registered(campus)
    campus.at(2027, 2, 1, 9)
    filed = filed_note(campus, sick, ill(date(2027, 2, 1), EXAM_DAY))
    assert status_of(campus, waiting) is Status.WAITING
    decided = decide(campus, filed, approve=True, reason="")
    assert decided.filed.note.state is SickNoteState.APPROVED
    assert status_of(campus, sick) is Status.WITHDRAWAL_APPROVED
    assert status_of(campus, waiting) is Status.REGISTERED
    row = sitting_row(campus, campus.sitting("1001"))
    assert (row.taken, row.waiting) == (1, 0)
    assert campus.rows(tables.results) == []


def test_nobody_moves_up_into_an_exam_that_has_begun(campus: Any) -> None:
    change_sitting(campus, campus.sitting("1001"), capacity=1, has_waiting_list=True)
    sick, waiting = registered(campus), registered(campus)
    campus.at(2027, 2, 3)
    decide(campus, filed_note(campus, sick, ill(EXAM_DAY)), approve=True)
    assert status_of(campus, waiting) is Status.WAITING


def test_an_approved_absence_registers_for_the_second_period_where_the_rules_say_so(
    campus: Any,
) -> None:
    """domain.md "Exams" 8: "may auto-register for the second, where the regulations say so"."""
    set_rules(campus, repeat_registration=RepeatRegistrationRule(after_excused_absence=True))
    registration = registered(campus)
    campus.at(2027, 2, 3)
    decided = decide(campus, filed_note(campus, registration, ill(EXAM_DAY)), approve=True)
    assert decided.repeat is not None
    assert decided.repeat.sitting.sitting_id == campus.sitting("1001", period=2)
    assert decided.repeat.status is Status.REGISTERED
    assert "repeat_registered" in {one.kind for one in campus.mails()}


def test_an_approved_absence_registers_for_nothing_without_such_a_rule(campus: Any) -> None:
    registration = registered(campus)
    campus.at(2027, 2, 3)
    decided = decide(campus, filed_note(campus, registration, ill(EXAM_DAY)), approve=True)
    assert decided.repeat is None


def test_a_no_show_that_was_entered_but_not_released_is_taken_back_by_an_approval(
    campus: Any,
) -> None:
    registration = registered(campus)
    campus.at(2027, 2, 3)
    seat = Seat(registration.person_id, registration.enrolment_id, registration.registration_id)
    enter(campus, registration.sitting.sitting_id, (seat, entry(status=Status.NO_SHOW)))
    decide(campus, filed_note(campus, registration, ill(EXAM_DAY)), approve=True)
    assert campus.rows(tables.results) == []
    versions = campus.run(list_result_versions, registration.registration_id)
    assert [one.version.change for one in versions] == ["entered", "removed"]


def test_a_refused_withdrawal_is_a_released_failed_attempt(campus: Any) -> None:
    """domain.md "Exams" 9: "refuses (counts, 5.0)"."""
    registration = registered(campus)
    campus.at(2027, 2, 3)
    decided = decide(campus, filed_note(campus, registration, ill(EXAM_DAY)), approve=False)
    assert decided.filed.note.state is SickNoteState.REFUSED
    assert status_of(campus, registration) is Status.WITHDRAWAL_REFUSED
    [result] = campus.rows(tables.results)
    assert (result.grade, result.status, result.exam_date) == (
        "5.0",
        Status.WITHDRAWAL_REFUSED.value,
        EXAM_DAY,
    )
    assert result.counts_as_attempt
    assert result.release_time is not None
    assert result.released_by == OFFICE


def test_a_refused_withdrawal_from_the_last_attempt_fails_finally(campus: Any) -> None:
    set_rules(campus, attempts=2)
    student = campus.student(semesters={"2026W": campus.enrolled, "2027S": campus.enrolled})
    first = registered(campus, "1001", student)
    has_result(campus, first, Status.FAILED, grade="5.0", day=EXAM_DAY)
    campus.at(2027, 4, 10)
    second = campus.register(student, later_sitting(campus, "1001"))
    campus.at(2027, 7, 31)
    # The period that `later_sitting` copies has its last day in February.
    change_sitting(campus, second.sitting.sitting_id, start_time=campus.at(2027, 7, 20, 10))
    campus.at(2027, 7, 21)
    filed = filed_note(campus, second, ill(date(2027, 7, 20)))
    decide(campus, filed, approve=False)
    assert status_of(campus, second) is Status.FINALLY_FAILED
    assert status_of(campus, first) is Status.FAILED


def test_a_refusal_before_the_exam_leaves_the_student_registered(campus: Any) -> None:
    registration = registered(campus)
    campus.at(2027, 2, 1)
    filed = filed_note(campus, registration, ill(date(2027, 2, 1), EXAM_DAY))
    decide(campus, filed, approve=False)
    assert status_of(campus, registration) is Status.REGISTERED
    assert campus.rows(tables.results) == []
    again = filed_note(campus, registration, ill(date(2027, 2, 1), EXAM_DAY))
    assert again.note.sick_note_id != filed.note.sick_note_id


def test_a_refusal_needs_a_reason(campus: Any) -> None:
    filed = filed_note(campus, registered(campus), ill(EXAM_DAY))
    with pytest.raises(Failure) as error:
        decide(campus, filed, approve=False, reason="  ")
    assert (error.value.reason, error.value.fields[0].path) == ("REASON_MISSING", "reason")


def test_a_sick_note_is_decided_once(campus: Any) -> None:
    filed = filed_note(campus, registered(campus), ill(EXAM_DAY))
    decide(campus, filed, approve=True)
    with pytest.raises(Failure) as error:
        decide(campus, filed, approve=False)
    assert error.value.reason == "SICK_NOTE_DECIDED"


def test_the_offices_queue_has_the_oldest_first_and_nothing_decided(campus: Any) -> None:
    filed = []
    for _ in range(4):
        registration = registered(campus)
        filed.append(filed_note(campus, registration, ill(EXAM_DAY)))
    decide(campus, filed[1], approve=True)
    first = campus.run(list_open_sick_notes, None, 2)
    second = campus.run(list_open_sick_notes, first.next_position, 2)
    found = [one.note.sick_note_id for one in (*first.items, *second.items)]
    assert found == [filed[place].note.sick_note_id for place in (0, 2, 3)]
    assert second.next_position is None


def test_a_student_sees_their_sick_notes_the_newest_first(campus: Any) -> None:
    student = campus.student()
    filed = [
        filed_note(campus, registered(campus, number, student), illness)
        for number, illness in (("1001", ill(EXAM_DAY)), ("1002", ill(date(2026, 12, 1))))
    ]
    filed_note(campus, registered(campus), ill(EXAM_DAY))
    found = campus.run(list_sick_notes, student.person_id)
    assert [one.note.sick_note_id for one in found] == [
        one.note.sick_note_id for one in reversed(filed)
    ]


def test_each_step_is_told_by_mail_and_event_and_never_says_what_the_illness_was(
    campus: Any,
) -> None:
    registration = registered(campus)
    campus.at(2027, 2, 3)
    filed = filed_note(campus, registration, ill(EXAM_DAY))
    decide(campus, filed, approve=False, reason="Der Stempel fehlt")
    mails = campus.mails()
    assert [one.kind for one in mails] == ["registered", "sick_note_filed", "sick_note_refused"]
    assert not any("Grippe" in one.body for one in mails)
    assert "Der Stempel fehlt" in mails[-1].body
    assert "5,0" in mails[-1].body
    assert "5.0" in mails[-1].body
    told = [one.event_type.rpartition(".")[2] for one in campus.events()]
    assert told.count("RegistrationChanged") >= 2
    assert "ResultReleased" in told


def test_a_refused_withdrawal_uses_exactly_one_attempt(campus: Any) -> None:
    set_rules(campus, attempts=2)
    student = campus.student()
    registration = registered(campus, "1001", student)
    campus.at(2027, 2, 3)
    decide(campus, filed_note(campus, registration, ill(EXAM_DAY)), approve=False)
    again = campus.register(student, campus.sitting("1001", period=2))
    assert again.status is Status.REGISTERED
    standing = campus.run(standings_of, [student.person_id])[student.person_id]
    [attempt] = [one for one in standing.registrations if one.is_attempt]
    assert attempt.counts_as_attempt
    assert (attempt.grade, attempt.result_date) == (Decimal("5.0"), EXAM_DAY)
    progress = campus.run(get_progress, student.enrolment_id)
    assert progress.progress.average.grade is None
