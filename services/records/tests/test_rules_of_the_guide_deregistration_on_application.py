"""002, "De-registration", as far as the application goes."""

from datetime import date

import pytest
from records.domain.applications.contents import Deregistration, DeregistrationWhen
from records.domain.applications.deregistration import (
    DeregistrationFacts,
    last_day,
    obstacles_to_deregistration,
)
from records.domain.enrolment import Enrolment

from services.records.tests.study_factories import enrolment, reasons

RECEIVED = date(2026, 11, 2)
END_OF_SEMESTER = Deregistration(DeregistrationWhen.END_OF_SEMESTER)


def on(day: date | None, when: DeregistrationWhen = DeregistrationWhen.ON_DATE) -> Deregistration:
    return Deregistration(when, day)


def facts_of(of: Enrolment | None = None, received: date = RECEIVED) -> DeregistrationFacts:
    return DeregistrationFacts(of or enrolment(), received)


def against(content: Deregistration, of: Enrolment | None = None) -> list[str]:
    return reasons(obstacles_to_deregistration(content, facts_of(of)))


def test_it_ends_with_the_semester() -> None:
    """002, "De-registration": "If you would like to leave the university and have not yet
    completed your degree programme, please submit an application for de-registration"."""
    assert last_day(END_OF_SEMESTER, facts_of()) == date(2027, 3, 31)
    assert against(END_OF_SEMESTER) == []


@pytest.mark.parametrize("day", [RECEIVED, date(2026, 12, 24), date(2027, 3, 31)])
def test_it_ends_at_any_other_time_during_the_current_semester(day: date) -> None:
    """002, "De-registration": "at any other time during the current semester"."""
    assert against(on(day)) == []


def test_it_ends_on_the_date_of_the_last_examination() -> None:
    """002, "De-registration": "If you would like to be de-registered on the date of your last
    examination"."""
    last_exam = DeregistrationWhen.LAST_EXAM_DATE
    assert against(on(date(2027, 2, 3), last_exam)) == []
    assert against(on(None, last_exam)) == ["DEREGISTRATION_DAY_MISSING"]
    complete = enrolment(completion_date=date(2026, 11, 20))
    assert last_day(on(None, last_exam), facts_of(complete)) == date(2026, 11, 20)
    assert against(on(None, last_exam), complete) == []
    assert against(on(date(2026, 12, 1), last_exam), complete) == ["LAST_EXAM_ON_ANOTHER_DAY"]


def test_nobody_is_de_registered_retroactively() -> None:
    """002, "De-registration": "Students cannot apply for a retroactive de-registration!"."""
    assert against(on(date(2026, 11, 1))) == ["END_DATE_RETROACTIVE"]
    passed = enrolment(completion_date=date(2026, 10, 20))
    last_exam = on(None, DeregistrationWhen.LAST_EXAM_DATE)
    assert against(last_exam, passed) == ["END_DATE_RETROACTIVE"]


def test_the_day_of_receipt_counts_not_that_of_the_decision() -> None:
    """002, "De-registration": "Students cannot apply for a retroactive de-registration!": they
    apply on the day on which the application arrives."""
    received_before = facts_of(received=date(2026, 9, 28))
    assert last_day(END_OF_SEMESTER, received_before) == date(2026, 9, 30)
    assert obstacles_to_deregistration(END_OF_SEMESTER, received_before) == ()


def test_a_single_day_after_the_semester_is_none() -> None:
    """002, "De-registration": "at any other time during the current semester"."""
    assert against(on(date(2027, 4, 1))) == ["END_DATE_TOO_LATE"]


def test_what_ends_already_needs_no_application_unless_it_is_to_end_earlier() -> None:
    """002, "De-registration": "In this case, it is not necessary to apply for de-registration"."""
    ending = enrolment(end_date=date(2027, 3, 31))
    assert against(END_OF_SEMESTER, ending) == ["ENDS_ALREADY"]
    assert against(on(date(2026, 12, 1)), ending) == []


def test_an_enrolment_that_has_not_begun_does_not_end_before() -> None:
    assert against(on(date(2026, 12, 1)), enrolment("2027S", "2027S")) == ["END_DATE_BEFORE_BEGIN"]
    assert against(on(None)) == ["DEREGISTRATION_DAY_MISSING"]
