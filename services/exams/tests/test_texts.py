"""What a student reads when a rule stands in the way."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from chassis.values import LocalizedText, Semester
from exams.domain import obstacles
from exams.domain.obstacles import Obstacle, Reason
from exams.texts import times
from exams.texts.obstacles import explain

SEMESTER = Semester.parse("2026W")
MIDNIGHT = datetime(2026, 11, 15, 23, tzinfo=UTC)
NAME = LocalizedText(de="Kulturwissenschaften", en="Culture")
EXAMPLES: tuple[tuple[Obstacle, str, str], ...] = (
    (obstacles.TermsNotAccepted("2026-10-01"), "Fassung 2026-10-01", "version 2026-10-01"),
    (
        obstacles.NotEnrolledInSemester(SEMESTER, None),
        "Wintersemester 2026/27 nicht eingeschrieben",
        "not enrolled in the winter semester 2026/27",
    ),
    (
        obstacles.NotEnrolledInSemester(SEMESTER, date(2026, 10, 31)),
        "endete am 31.10.2026",
        "ended on 31 October 2026",
    ),
    (obstacles.OnLeave(SEMESTER), "beurlaubt", "on leave"),
    (obstacles.ExamNotInRegulations("1001", (NAME,)), "(Kulturwissenschaften)", "(Culture)"),
    (obstacles.EnrolmentAmbiguous((NAME, NAME)), "mehreren", "several"),
    (obstacles.WindowNotOpenYet(MIDNIGHT), "16.11.2026, 00:00", "16 November 2026, 00:00"),
    (obstacles.WindowClosed(MIDNIGHT), "15.11.2026, 24:00", "15 November 2026, 24:00"),
    (obstacles.AlreadyRegistered(uuid4(), MIDNIGHT), "bereits angemeldet", "already registered"),
    (
        obstacles.OtherSittingRegistered(uuid4(), SEMESTER, 1, None),
        "anderen Termin",
        "another sitting",
    ),
    (obstacles.SittingFull(40), "Alle 40 Plätze", "All 40 seats"),
    (obstacles.NotRegistered(MIDNIGHT), "nicht mehr angemeldet", "no longer registered"),
    (obstacles.WithdrawalClosed(MIDNIGHT, True), "15.11.2026, 24:00", "15 November 2026, 24:00"),
    (obstacles.WithdrawalClosed(MIDNIGHT, False), "kombinierten", "combined academic work"),
)


@pytest.mark.parametrize(("obstacle", "german", "english"), EXAMPLES)
def test_an_obstacle_names_its_facts_in_both_languages(
    obstacle: Obstacle, german: str, english: str
) -> None:
    message = explain(obstacle).message
    assert german in message.de
    assert english in message.en


def test_every_reason_has_an_example() -> None:
    assert {obstacle.reason for obstacle, _, _ in EXAMPLES} == set(Reason)


def test_a_deadline_at_midnight_is_read_as_24_00_of_the_day_before() -> None:
    assert times.deadline(MIDNIGHT).de == "15.11.2026, 24:00 Uhr"
    assert times.moment(MIDNIGHT).en == "16 November 2026, 00:00"
