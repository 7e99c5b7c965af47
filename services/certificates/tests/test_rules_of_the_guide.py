"""The rules of guide 000 on what certificates there are and what they say."""

from dataclasses import replace

import pytest
from certificates.domain.certificate import CertificateType
from certificates.domain.contents import content_of
from certificates.domain.facts import Facts, RegistrationStatus, SemesterFacts
from certificates.domain.types import TYPES

from .content_reading import lines, table, tables
from .sample_exams import EXAMS
from .samples import (
    DOCTORAL,
    ISSUE_TIME,
    SEMESTERS,
    document_of,
    facts_of,
    records_facts,
    registration,
)

ENROLMENT, BAFOEG = CertificateType.ENROLMENT, CertificateType.BAFOEG


def printed_numbers(kind: CertificateType, facts: Facts) -> set[str]:
    """The numbers of the exams on the paper."""
    content = content_of(kind, facts, ISSUE_TIME)
    return {
        row.cells[0].de
        for one in tables(content)
        for row in one.rows
        if not row.is_heading and row.cells[0].de.isdigit()
    }


@pytest.mark.parametrize("kind", [ENROLMENT, BAFOEG])
@pytest.mark.parametrize("certified", SEMESTERS)
def test_certificates_are_drawn_at_any_time_for_any_semester(
    kind: CertificateType, certified: SemesterFacts
) -> None:
    """Source: guide 000, "Studienbescheinigungen": "Studien- und BAföG-Bescheinigungen können
    jederzeit von Ihnen erstellt und ausgedruckt werden."
    """
    content = content_of(kind, replace(facts_of(kind), semester=certified), ISSUE_TIME)
    assert lines(content)["Semester"] == content.subtitle.de


def test_there_are_various_certificates() -> None:
    """Source: guide 000, "Startseite": "Erstellung verschiedener Bescheinigungen im PDF-Format."

    Source: guide 000, "Front page": "Create your study reports as a PDF file."
    """
    assert set(TYPES) == set(CertificateType)


@pytest.mark.parametrize("kind", list(CertificateType))
def test_every_certificate_carries_a_number_of_16_digits(kind: CertificateType) -> None:
    """Source: guide 000, "Studienbescheinigungen": "Alle über das QIS-Portal erstellten Studien-
    und BAföG-Bescheinigungen enthalten eine 16stellige sog. „VerifikationsNr“."

    Source: guide 000, "Study reports": "All study reports contain a 16 digit so called
    "verification link"."
    """
    number = document_of(kind).number.digits
    assert len(number) == 16
    assert number.isdigit()


def test_the_transcript_prints_everything_that_was_achieved() -> None:
    """Source: guide 000, "Notenspiegel": "Über den Navigationspunkt Notenspiegel können Sie sich
    ein PDF mit allen bisher erbrachten Leistungen generieren."

    Source: guide 000, "Exams Extract": "you can generate a PDF file with all your academic
    performances."
    """
    kind = CertificateType.TRANSCRIPT
    assert printed_numbers(kind, facts_of(kind)) == {one.exam_number for one in EXAMS.results}
    attempts = [
        row
        for row in table(content_of(kind, facts_of(kind), ISSUE_TIME), "Hauptfach")
        if row[0] == "1010101"
    ]
    assert [row[4] for row in attempts] == ["1", "2"]


def test_the_transcript_is_about_the_degree_that_was_chosen() -> None:
    """Source: guide 000, "Notenspiegel": "Klicken Sie auf den Infobutton neben Ihrem angestrebten
    Abschluss. Über der Anzeige Ihrer Stammdaten wird Ihnen eine Downloadmöglichkeit für die
    Übersicht Ihrer erbrachten Leistungen angeboten."
    """
    kind = CertificateType.TRANSCRIPT
    assert TYPES[kind].needs_enrolment
    said = lines(content_of(kind, facts_of(kind), ISSUE_TIME))
    assert said["Angestrebter Abschluss"] == "Bachelor of Arts (B.A.)"
    assert said["Name"] == "Ayşe Öztürk"


def test_every_exam_that_is_registered_for_is_shown() -> None:
    """Source: guide 000, "Info über angemeldete Prüfungen": "Es werden Ihnen sämtliche Prüfungen
    dargestellt, zu denen Sie angemeldet sind."

    Source: guide 000, "Info on Exams (internships)": "All exams for which you are registered in the
    current semester are displayed."
    """
    kind = CertificateType.REGISTERED_EXAMS
    registrations = tuple(
        replace(registration(number), status=status)
        for number, status in enumerate(
            (
                RegistrationStatus.REGISTERED,
                RegistrationStatus.WAITING,
                RegistrationStatus.IN_LOTTERY,
                RegistrationStatus.SICK_NOTE_FILED,
                RegistrationStatus.HANDED_IN,
                RegistrationStatus.WITHDRAWN,
            ),
            start=1,
        )
    )
    facts = replace(facts_of(kind), registrations=registrations)
    assert printed_numbers(kind, facts) == {one.exam_number for one in registrations}


def test_semester_and_date_of_each_registered_exam_are_shown() -> None:
    """Source: guide 000, "Info über angemeldete Prüfungen": "Beachten Sie dabei unbedingt die
    Angaben zum Semester bzw. Prüfungsdatum."
    """
    kind = CertificateType.REGISTERED_EXAMS
    content = content_of(kind, facts_of(kind), ISSUE_TIME)
    assert content.subtitle.de == "Wintersemester 2026/27"
    assert table(content, "Angemeldete Prüfungen")[0][2].startswith("02.02.2027, 10:00")


def test_registrations_and_withdrawals_are_kept_as_a_pdf_after_each_change() -> None:
    """Source: guide 000, "Info über angemeldete Prüfungen": "Kontrollieren Sie bitte, ob Ihre
    Prüfungsan- oder -abmeldung wie gewünscht erfasst wurde." "Drucken bzw. Speichern Sie diese
    Übersicht im PDF-Format nach jedem An- bzw. Abmeldevorgang."
    """
    kind = CertificateType.REGISTERED_EXAMS
    content = content_of(kind, facts_of(kind), ISSUE_TIME)
    [withdrawn] = table(content, "Abgemeldete Prüfungen")
    assert withdrawn[-3:] == ("abgemeldet (RT)", "02.11.2026, 10:30", "03.11.2026, 11:45")
    assert "Stand 21.11.2026, 14:05 Uhr" in content.statement.de


def test_doctoral_students_draw_certificates_too() -> None:
    """Source: guide 000, "Ihr Qis-Account": "über die Studierende und Promovierende verschiedene
    Selbstbedienungsfunktionen des Studierendenservice nutzen können."
    """
    content = content_of(
        ENROLMENT, facts_of(ENROLMENT, records_facts(enrolment=DOCTORAL)), ISSUE_TIME
    )
    assert "als Promovierende oder Promovierender immatrikuliert" in content.statement.de


def test_the_master_data_sheet_says_where_wrong_data_is_put_right() -> None:
    """Source: guide 000, "Grundsätzliches": "Fehlende oder falsche Angaben in den zur Verfügung
    gestellten Bescheinigungen"

    Source: guide 000, "Help and Contact": "Wrong or missing data on study reports or master data
    sheets"
    """
    kind = CertificateType.MASTER_DATA
    [note] = content_of(kind, facts_of(kind), ISSUE_TIME).notes
    assert "Fehlt etwas, oder ist etwas falsch?" in note.de
    assert "infoportal@" in note.de
