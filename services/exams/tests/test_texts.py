"""What a student reads when a rule stands in the way."""

import re
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from chassis.values import LocalizedText, Semester
from exams.domain import obstacles
from exams.domain import obstacles_to_withdrawal as leaving
from exams.domain.obstacle_reasons import Reason
from exams.domain.obstacles import Obstacle
from exams.domain.registering import NEVER_SET_ASIDE
from exams.domain.rules import PartTimeReading
from exams.domain.statuses import Status
from exams.texts import times
from exams.texts.obstacles import explain
from exams.texts.obstacles_for_office import SET_ASIDE, explain_to_office

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
    (
        obstacles.RegulationsNotPublished(NAME),
        "(Kulturwissenschaften) ist hier noch nicht",
        "(Culture) are not published",
    ),
    (obstacles.SittingCancelled(MIDNIGHT), "abgesagt", "was cancelled on 16 November 2026"),
    (obstacles.AdmissionOnly(), "Prüfungsamt", "examinations office registers"),
    (obstacles.AdmissionOnly(withdrawal=True), "nicht selbst abmelden", "admitted thesis"),
    (obstacles.AlreadyWaiting(uuid4(), MIDNIGHT), "Warteliste", "on the waiting list"),
    (obstacles.AlreadyInLottery(uuid4(), MIDNIGHT), "Verlosung", "draw of the seats"),
    (obstacles.AlreadyTaken(date(2027, 2, 11)), "11.02.2027", "11 February 2027"),
    (
        obstacles.OtherSittingRegistered(uuid4(), SEMESTER, 1, MIDNIGHT, taken=True),
        "bereits an einem anderen Termin abgelegt",
        "have taken this exam",
    ),
    (
        obstacles.AlreadyPassed(date(2026, 2, 11), recognised=False),
        "am 11.02.2026 bestanden",
        "on 11 February 2026",
    ),
    (
        obstacles.AlreadyPassed(date(2026, 2, 11), recognised=True),
        "anerkannt",
        "was recognised",
    ),
    (
        obstacles.AlreadyPassed(date(2026, 2, 11), recognised=False, improved=True),
        "Notenverbesserung",
        "better grade",
    ),
    (
        obstacles.NoAttemptLeft(3, 3, date(2026, 2, 11)),
        "Versuch 3 von 3 war am 11.02.2026",
        "attempt 3 of 3 was used on 11 February 2026",
    ),
    (obstacles.NotRepeatable(date(2026, 2, 11)), "nicht wiederholt", "cannot be repeated"),
    (
        obstacles.LastAttemptPending(3, uuid4(), SEMESTER, 1),
        "letzter von 3 Versuchen",
        "last of 3 attempts",
    ),
    (obstacles.PrerequisiteMissing((NAME,)), "bestanden sein: Kultur", "pass: Culture"),
    (obstacles.PrerequisiteMissing((NAME, NAME)), "eines davon", "one of: Culture or Culture"),
    (obstacles.CreditsMissing(1200, 875), "120 Credit Points voraus; Sie haben 87,5", "have 87.5"),
    (
        obstacles.PartTimeLimit(PartTimeReading.MAXIMUM, SEMESTER, 150, 125, 50),
        "höchstens 15 Credit Points möglich; angemeldet sind 12,5",
        "at most 15 credit points",
    ),
    (
        obstacles.PartTimeLimit(PartTimeReading.TARGET, SEMESTER, 150, 125, 50),
        "von 15 Credit Points vorgesehen",
        "meant to take",
    ),
    (
        obstacles.PartTimeLimit(PartTimeReading.MINIMUM, SEMESTER, 150, 25, 50),
        "mindestens 15",
        "at least 15",
    ),
    (
        obstacles.Clash(uuid4(), "1001", NAME, MIDNIGHT, MIDNIGHT, refuses=True),
        "überschneidet sich mit Ihrer Prüfung 1001 Kulturwissenschaften",
        "overlaps with your exam 1001 Culture",
    ),
    (
        leaving.LotteryClosed(MIDNIGHT),
        "15.11.2026, 24:00 Uhr",
        "15 November 2026, 24:00",
    ),
    (leaving.SickNoteUndecided(), "Attest", "doctor's form"),
    (leaving.AlreadyExamined(Status.FAILED), "stattgefunden", "has taken place"),
    (
        leaving.NotRegistered(MIDNIGHT, Status.DEREGISTERED),
        "Das Prüfungsamt hat",
        "office has ended",
    ),
    (obstacles.SittingFull(40), "Alle 40 Plätze", "All 40 seats"),
    (
        leaving.NotRegistered(MIDNIGHT),
        "nicht mehr angemeldet",
        "no longer registered",
    ),
    (
        leaving.WithdrawalClosed(MIDNIGHT, True),
        "15.11.2026, 24:00",
        "15 November 2026, 24:00",
    ),
    (
        leaving.WithdrawalClosed(MIDNIGHT, False),
        "kombinierten",
        "combined academic work",
    ),
)


@pytest.mark.parametrize(("obstacle", "german", "english"), EXAMPLES)
def test_an_obstacle_names_its_facts_in_both_languages(
    obstacle: Obstacle, german: str, english: str
) -> None:
    """domain.md "Exams" 5: "the facts used", "in German and English"."""
    message = explain(obstacle).message
    assert german in message.de
    assert english in message.en


@pytest.mark.parametrize(
    "obstacle",
    [one for one, _, _ in EXAMPLES if type(one).__module__ == obstacles.__name__],
)
def test_the_office_reads_about_the_student_and_what_it_can_do(obstacle: Obstacle) -> None:
    told = explain_to_office(obstacle)
    for word in ("Sie ", "Ihre", "Ihr ", "Ihnen"):
        assert word not in told.message.de
    assert not re.search(r"\b[Yy]ou", told.message.en)
    assert told.remedy.de
    assert told.remedy.en
    if obstacle.reason in NEVER_SET_ASIDE:
        assert told.remedy != SET_ASIDE


def test_one_seat_is_one_seat() -> None:
    assert explain(obstacles.SittingFull(1)).message == LocalizedText(
        de="Der eine Platz dieses Prüfungstermins ist vergeben.",
        en="The one seat of this sitting is taken.",
    )


def test_every_reason_has_an_example() -> None:
    assert {obstacle.reason for obstacle, _, _ in EXAMPLES} == set(Reason)


def test_a_deadline_at_midnight_is_read_as_24_00_of_the_day_before() -> None:
    assert times.deadline(MIDNIGHT).de == "15.11.2026, 24:00 Uhr"
    assert times.moment(MIDNIGHT).en == "16 November 2026, 00:00"
