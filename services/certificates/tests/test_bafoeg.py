"""What a certificate under section 9 BAföG says."""

from dataclasses import replace
from datetime import date

from certificates.domain.certificate import CertificateType
from certificates.domain.contents.bafoeg import bafoeg_content
from certificates.domain.document import Content
from certificates.domain.facts import RecordsFacts, SemesterFacts, SemesterStatus
from chassis.values import Language, PersonName

from .content_reading import lines
from .samples import (
    ENROLMENT,
    ISSUE_TIME,
    PERSON,
    SEMESTERS,
    facts_of,
    records_facts,
    semester,
)


def content(
    records: RecordsFacts | None = None, certified: SemesterFacts = SEMESTERS[-1]
) -> Content:
    facts = facts_of(CertificateType.BAFOEG, records)
    return bafoeg_content(replace(facts, semester=certified), ISSUE_TIME)


def test_everything_that_form_2_asks_of_a_university_is_printed() -> None:
    person = replace(PERSON, name=PersonName("Ayşe", "Öztürk", birth_name="Şahin"))
    said = lines(content(records_facts(person=person)))
    mandatory = {
        "Familienname": "Öztürk",
        "Vornamen": "Ayşe",
        "Geburtsname": "Şahin",
        "Geburtsdatum": "01.02.2003",
        "Geburtsort": "Ağrı",
        "Ersteinschreibung": "01.04.2025",
        "Studienform": "Vollzeit",
        "In diesem Semester beurlaubt": "nein",
        "Fachsemester": "3",
        "Hochschulsemester": "4",
        "Regelstudienzeit": "6 Semester",
        "Gültig bis": "31.03.2027",
    }
    assert {label: said.get(label) for label in mandatory} == mandatory


def test_it_says_that_it_stands_in_for_form_2() -> None:
    [purpose] = content().notes
    assert "ersetzt das Formblatt 2" in purpose.de
    assert "stands in for form 2" in purpose.en


def test_part_time_studies_say_that_no_support_is_due() -> None:
    said = content(certified=semester("2026W", part_time=True))
    assert lines(said)["Studienform"] == "Teilzeit"
    assert "betreibt das Studium in Teilzeit" in said.statement.de
    assert "keine Ausbildungsförderung nach dem BAföG" in said.notes[1].de
    assert "No support under the BAföG" in said.notes[1].en


def test_leave_is_told_in_its_line_and_in_the_sentence() -> None:
    said = content(certified=semester("2026W", SemesterStatus.ON_LEAVE))
    assert lines(said)["In diesem Semester beurlaubt"] == "ja"
    assert lines(said, Language.EN)["On leave in this semester"] == "yes"
    assert said.statement.de.endswith("immatrikuliert und ist beurlaubt.")
    assert said.statement.en.endswith("and is on leave of absence.")


def test_a_former_semester_is_certified_in_the_past_tense() -> None:
    said = content(certified=SEMESTERS[2]).statement
    assert "war im Sommersemester 2026" in said.de
    assert "was enrolled in the summer semester 2026 and studied full-time." in said.en


def test_it_holds_no_longer_than_the_enrolment() -> None:
    leaving = replace(ENROLMENT, end_date=date(2027, 1, 15))
    said = content(records_facts(enrolment=leaving))
    assert said.valid_until == date(2027, 1, 15)
    assert lines(said)["Ende der Immatrikulation"] == "15.01.2027"
