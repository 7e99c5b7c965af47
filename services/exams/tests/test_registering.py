"""Registering and withdrawing, rule by rule, on both databases.

Sources: the QIS guide ("Ihr Qis-Account", Leuphana) by heading, and the terms of registration.
"""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from exams.domain.desk import Register, Unknown
from exams.domain.statuses import Status
from exams.store.tables import registration_attempts, sittings
from matrikel.exams.v1 import events_pb2


def test_without_accepted_terms_there_is_no_registration(campus: Any) -> None:
    """QIS guide, "Prüfungsan und -abmeldung": "Um fortzufahren, müssen Sie die dargestellten
    Bedingungen akzeptieren".

    domain.md "Exams" 1: "Without acceptance no registration"."""
    student = campus.student(accepts=False)
    assert campus.refused(student, campus.sitting("1001")) == ["TERMS_NOT_ACCEPTED"]


def test_a_registration_is_kept_told_and_mailed(campus: Any) -> None:
    """QIS guide, "Prüfungsan und -abmeldung": "Zur Information über die An- bzw. Abmeldevorgänge
    erhalten Sie jeweils eine E-Mail an Ihre Leuphana-Mail-Adresse"."""
    student = campus.student()
    registration = campus.register(student, campus.sitting("1001"))
    assert (registration.status, registration.version) == (Status.REGISTERED, 1)
    assert registration.sitting.taken == 1
    assert registration.module_code == "KUWI-01"
    [event] = campus.events()
    told = events_pb2.Registered.FromString(event.body).registration
    assert (told.registration_id, told.version, told.can_withdraw) == (
        str(registration.registration_id),
        1,
        True,
    )
    [mail] = campus.mails()
    assert (mail.person_id, mail.kind) == (student.person_id, "registered")


def test_inside_the_window_one_registers_and_withdraws_any_number_of_times(campus: Any) -> None:
    """QIS guide, "Prüfungsan und -abmeldung": "Während dieser Zeit können Sie sich beliebig oft
    an- und wieder abmelden"."""
    student, sitting = campus.student(), campus.sitting("1001")
    for _ in range(3):
        withdrawn = campus.withdraw(campus.register(student, sitting))
        assert (withdrawn.status, withdrawn.version) == (Status.WITHDRAWN, 2)
        assert withdrawn.sitting.taken == 0
    assert campus.register(student, sitting).sitting.taken == 1
    assert [mail.kind for mail in campus.mails()] == ["registered", "withdrawn"] * 3 + [
        "registered"
    ]


def test_outside_the_window_nobody_registers(campus: Any) -> None:
    """QIS guide, "Prüfungsan und -abmeldung": "Die Prüfungen sind nur innerhalb der
    An-/Abmeldefristen sichtbar"."""
    student, sitting = campus.student(), campus.sitting("1001")
    campus.at(2026, 10, 11, 23, 59)
    assert campus.refused(student, sitting) == ["WINDOW_NOT_OPEN_YET"]
    campus.at(2026, 11, 16, 0, 0)
    assert campus.refused(student, sitting) == ["WINDOW_CLOSED"]
    campus.at(2026, 11, 15, 23, 59)
    campus.register(student, sitting)


def test_a_student_who_is_not_enrolled_in_the_semester_is_refused(campus: Any) -> None:
    """Terms of registration, "Voraussetzungen und Pflichten": "wer im Semester der Prüfung
    eingeschrieben ... ist".

    domain.md "Exams" 6: "enrolled in this semester"."""
    student = campus.student(semesters={"2026S": campus.enrolled})
    assert campus.refused(student, campus.sitting("1001")) == ["NOT_ENROLLED_IN_SEMESTER"]


def test_a_student_whose_enrolment_has_ended_is_refused(campus: Any) -> None:
    student = campus.student()
    campus.enrol(
        student.person_id,
        "KUWI-BA-2024",
        {"2026W": campus.enrolled},
        end=date(2026, 10, 31),
        enrolment_id=student.enrolment_id,
    )
    assert campus.refused(student, campus.sitting("1001")) == ["NOT_ENROLLED_IN_SEMESTER"]


def test_a_student_on_leave_takes_no_exams(campus: Any) -> None:
    """Terms of registration, "Voraussetzungen und Pflichten": "und nicht beurlaubt ist".

    domain.md "Exams" 6: "not on leave"."""
    student = campus.student(semesters={"2026W": campus.on_leave})
    assert campus.refused(student, campus.sitting("1001")) == ["ON_LEAVE"]


def test_a_student_abroad_takes_exams(campus: Any) -> None:
    """002, "Semester abroad": students keep all rights."""
    student = campus.student(semesters={"2026W": campus.abroad})
    assert campus.register(student, campus.sitting("1001")).sitting.exam_number == "1001"


def test_an_exam_of_other_regulations_is_refused(campus: Any) -> None:
    """QIS guide, "Apply for exams": "Your degree, your study program and the version of your
    examination regulation is outlined there in a tree structure".

    domain.md "Exams" 6: "enrolment under this version"."""
    student = campus.student()
    assert campus.refused(student, campus.sitting("2001")) == ["EXAM_NOT_IN_REGULATIONS"]


def test_registering_twice_for_a_sitting_is_refused(campus: Any) -> None:
    student, sitting = campus.student(), campus.sitting("1001")
    campus.register(student, sitting)
    assert campus.refused(student, sitting) == ["ALREADY_REGISTERED"]


def test_a_second_sitting_of_an_exam_in_the_same_period_is_refused(campus: Any) -> None:
    """domain.md "Exams" 6: "no other sitting of the same exam registered in this period"."""
    student = campus.student()
    first = campus.register(student, campus.sitting("1004", group="A"))
    other = campus.sitting("1004", group="B")
    assert campus.refused(student, other) == ["OTHER_SITTING_REGISTERED"]
    campus.withdraw(first)
    campus.register(student, other)


def test_the_next_period_is_open_to_who_registered_in_the_first(campus: Any) -> None:
    student = campus.student()
    campus.register(student, campus.sitting("1001"))
    campus.at(2026, 12, 1)
    campus.register(student, campus.sitting("1001", period=2))


def test_a_full_sitting_is_refused_until_somebody_withdraws(campus: Any) -> None:
    """Terms of registration: "Hat eine Prüfung nur eine begrenzte Zahl von Plätzen, wird mit der
    Abmeldung Ihr Platz frei"."""
    sitting = campus.sitting("1004", group="A")
    first, _ = (campus.register(campus.student(), sitting) for _ in range(2))
    student = campus.student()
    assert campus.refused(student, sitting) == ["SITTING_FULL"]
    campus.withdraw(first)
    assert campus.register(student, sitting).sitting.taken == 2


def test_two_programmes_with_the_exam_ask_for_which_one(campus: Any) -> None:
    student, sitting = campus.student(), campus.sitting("1001")
    second = campus.enrol(student.person_id, "BWL-BSC-2023", {"2026W": campus.enrolled})
    assert campus.refused(student, sitting) == ["ENROLMENT_AMBIGUOUS"]
    registration = campus.register(student, sitting, second)
    assert (registration.enrolment_id, registration.module_code) == (second, "BWL-01")


def test_a_programme_on_leave_leaves_the_other_one_unambiguous(campus: Any) -> None:
    student = campus.student()
    campus.enrol(student.person_id, "BWL-BSC-2023", {"2026W": campus.on_leave})
    registration = campus.register(student, campus.sitting("1001"))
    assert registration.enrolment_id == student.enrolment_id


def test_every_obstacle_is_named_at_once_and_kept_as_evidence(campus: Any) -> None:
    """Terms of registration, "Status OK": "nennen wir Ihnen alle Gründe ... Auch der abgelehnte
    Versuch wird mit seiner Uhrzeit festgehalten, damit Sie ihn nachweisen können".

    domain.md "Exams" 5: "A refusal names *every* rule that stands in the way at once"."""
    sitting = campus.sitting("1004", group="A")
    for _ in range(2):
        campus.register(campus.student(), sitting)
    student = campus.student(accepts=False, semesters={"2026W": campus.on_leave})
    campus.at(2026, 11, 20)
    reasons = ["TERMS_NOT_ACCEPTED", "ON_LEAVE", "WINDOW_CLOSED", "SITTING_FULL"]
    assert campus.refused(student, sitting) == reasons
    [attempt] = campus.rows(registration_attempts)
    assert (attempt.action, attempt.person_id) == ("register", student.person_id)
    assert attempt.attempt_time == campus.clock.now()
    assert [one["reason"] for one in attempt.obstacles] == reasons
    assert {one["regulation_section"] for one in attempt.obstacles} == {"RPO § 7"}
    assert "15.11.2026, 24:00 Uhr" in attempt.obstacles[2]["message"]["de"]
    assert len(campus.events()) == 2


def test_after_the_window_withdrawal_ends_five_working_days_before_the_sitting(
    campus: Any,
) -> None:
    """Terms of registration, "Rücktritt nach der Frist": "bis fünf Werktage vor dem Termin ohne
    Angabe von Gründen zurücktreten; der Samstag zählt dabei nicht als Werktag". The sitting is
    on Tuesday, 2 February 2027.

    QIS guide, "Prüfungsan und -abmeldung": "Anmeldefristen, die Rücktrittsmöglichkeit, die
    Rücktrittsfristen"; domain.md "Exams" 3: "withdrawal until five working days before a dated
    sitting"."""
    registration = campus.register(campus.student(), campus.sitting("1001"))
    campus.at(2027, 1, 27, 0, 0)
    assert campus.withdrawal_refused(registration) == ["WITHDRAWAL_CLOSED"]
    campus.at(2027, 1, 26, 23, 59)
    campus.withdraw(registration)


def test_an_undated_sitting_is_withdrawn_until_its_own_date(campus: Any) -> None:
    """Terms of registration, "Rücktritt nach der Frist": "Für Prüfungen ohne festen Termin ...
    gilt das bei der Prüfung genannte Datum".

    domain.md "Exams" 3: "undated sittings: a date of their own"."""
    registration = campus.register(campus.student(), campus.sitting("1002"))
    campus.at(2026, 12, 16, 0, 0)
    assert campus.withdrawal_refused(registration) == ["WITHDRAWAL_CLOSED"]
    campus.at(2026, 12, 15, 23, 59)
    campus.withdraw(registration)


def test_combined_academic_work_is_not_withdrawn_after_the_window(campus: Any) -> None:
    """Terms of registration, "Rücktritt nach der Frist": "Von einer kombinierten
    wissenschaftlichen Arbeit können Sie nach der Anmeldefrist nicht mehr zurücktreten".

    domain.md "Exams" 3: "cannot be withdrawn after the window"."""
    registration = campus.register(campus.student(), campus.sitting("1003"))
    campus.at(2026, 11, 16, 0, 0)
    assert campus.withdrawal_refused(registration) == ["WITHDRAWAL_CLOSED"]
    campus.at(2026, 11, 15, 23, 59)
    campus.withdraw(registration)


def test_withdrawing_twice_is_refused_and_kept_as_evidence(campus: Any) -> None:
    registration = campus.register(campus.student(), campus.sitting("1001"))
    campus.withdraw(registration)
    assert campus.withdrawal_refused(registration) == ["NOT_REGISTERED"]
    [attempt] = campus.rows(registration_attempts)
    assert (attempt.action, attempt.registration_id) == (
        "withdraw",
        registration.registration_id,
    )


def test_an_unknown_sitting_is_said_to_be_unknown(campus: Any) -> None:
    command = Register(campus.student().person_id, uuid4())
    assert campus.decide(command) == [Unknown.SITTING]


def test_somebody_elses_enrolment_is_unknown(campus: Any) -> None:
    foreign_id = campus.student().enrolment_id
    command = Register(campus.student().person_id, campus.sitting("1001"), foreign_id)
    assert campus.decide(command) == [Unknown.ENROLMENT]


def test_seats_taken_equal_the_live_registrations(campus: Any) -> None:
    sitting = campus.sitting("1001")
    registrations = [campus.register(campus.student(), sitting) for _ in range(4)]
    campus.clock.advance(timedelta(minutes=1))
    campus.withdraw(registrations[0])
    [row] = [row for row in campus.rows(sittings) if row.sitting_id == sitting]
    assert row.taken == 3
