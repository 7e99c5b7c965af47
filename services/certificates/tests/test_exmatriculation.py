"""What a certificate of de-registration says."""

from datetime import date

import pytest
from certificates.domain.certificate import CertificateType
from certificates.domain.contents.exmatriculation import exmatriculation_content
from certificates.domain.document import Content
from certificates.domain.facts import EndReason, EnrolmentFacts, Facts
from chassis.values import Language

from .content_reading import lines
from .samples import DOCTORAL, ENROLMENT, ISSUE_TIME, ended, facts_of, records_facts


def content(enrolment: EnrolmentFacts) -> Content:
    facts = facts_of(CertificateType.EXMATRICULATION, records_facts(enrolment=enrolment))
    return exmatriculation_content(facts, ISSUE_TIME)


def test_before_the_day_it_says_what_is_going_to_happen() -> None:
    said = content(ended(end_date=date(2027, 3, 31))).statement
    assert "wird zum 31.03.2027 an der Leuphana Universität Lüneburg" in said.de
    assert "is going to be de-registered" in said.en


@pytest.mark.parametrize(
    ("last_day", "told"), [(date(2026, 11, 21), "wird zum"), (date(2026, 11, 20), "wurde zum")]
)
def test_the_last_day_of_membership_still_lies_ahead_on_itself(last_day: date, told: str) -> None:
    assert told in content(ended(end_date=last_day)).statement.de


def test_the_end_the_last_semester_and_its_numbers_are_printed() -> None:
    said = lines(content(ended(end_date=date(2026, 9, 30))))
    expected = {
        "Letzter Tag der Mitgliedschaft": "30.09.2026",
        "Letztes Semester": "Sommersemester 2026",
        "Fachsemester": "2",
        "Hochschulsemester": "3",
        "Urlaubssemester": "1 (Wintersemester 2025/26)",
        "Ersteinschreibung": "01.04.2025",
    }
    assert {label: said.get(label) for label in expected} == expected


@pytest.mark.parametrize("reason", [EndReason.NOT_REREGISTERED, EndReason.OFFICE])
def test_a_reason_that_tells_against_the_student_is_told_neutrally(reason: EndReason) -> None:
    said = content(ended(reason=reason))
    assert lines(said)["Exmatrikuliert"] == "von Amts wegen"
    assert lines(said, Language.EN)["De-registered"] == "by the university"


def test_a_completed_degree_is_told_with_the_day_of_the_last_examination() -> None:
    completed = ended(reason=EndReason.COMPLETION, completion_date=date(2027, 2, 12))
    said = lines(content(completed))
    assert said["Studienabschluss"] == "abgeschlossen, letzte Prüfung am 12.02.2027"
    assert said["Exmatrikuliert"] == "nach Abschluss des Studiums"


def test_without_a_degree_it_says_so_and_no_more() -> None:
    said = content(ended(reason=EndReason.APPLICATION))
    assert lines(said)["Studienabschluss"] == "ohne Abschluss"
    assert said.valid_until is None


def test_doctoral_studies_are_named() -> None:
    assert "aus dem Promotionsstudiengang" in content(ended(DOCTORAL)).statement.de


def test_an_enrolment_without_an_end_cannot_be_certified() -> None:
    facts = Facts(records_facts(enrolment=ENROLMENT))
    with pytest.raises(ValueError, match="end of the enrolment is not set"):
        exmatriculation_content(facts, ISSUE_TIME)
