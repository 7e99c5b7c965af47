"""What a certificate of registered exams says."""

from dataclasses import replace

from certificates.domain.certificate import CertificateType
from certificates.domain.contents.registered_exams import registered_exams_content
from certificates.domain.document import Content
from certificates.domain.facts import RegistrationFacts, RegistrationStatus
from chassis.values import Language

from .content_reading import rows, tables
from .samples import ISSUE_TIME, document, facts_of, registration, undated


def content(*registrations: RegistrationFacts) -> Content:
    facts = facts_of(CertificateType.REGISTERED_EXAMS)
    return registered_exams_content(replace(facts, registrations=registrations), ISSUE_TIME)


def printed(of: Content, language: Language = Language.DE) -> tuple[list[tuple[str, ...]], ...]:
    """The rows of what stands, and of what was withdrawn."""
    return tuple(rows(one, language) for one in tables(of))


def test_a_registration_is_printed_with_number_title_date_room_status_and_time() -> None:
    standing, withdrawn = printed(content(registration(1)))
    assert standing == [
        (
            "1010101",
            "Klausur Statistik 1 (Methoden)",
            "02.02.2027, 10:00, C HS 2",
            "angemeldet (AN)",
            "02.11.2026, 10:30",
        ),
    ]
    assert withdrawn == []


def test_a_withdrawn_registration_stands_in_a_table_of_its_own_with_both_times() -> None:
    standing, withdrawn = printed(content(registration(1, withdrawn=True)), Language.EN)
    assert standing == []
    assert withdrawn[0][-3:] == ("withdrawn (RT)", "2 Nov 2026, 10:30", "3 Nov 2026, 11:45")


def test_who_waits_stands_among_the_registered_and_who_was_deregistered_does_not() -> None:
    waiting = replace(registration(1), status=RegistrationStatus.WAITING, status_code="")
    ended = replace(
        registration(2, withdrawn=True), status=RegistrationStatus.DEREGISTERED, status_code="AB"
    )
    standing, withdrawn = printed(content(waiting, ended))
    assert [row[3] for row in standing] == ["auf der Warteliste"]
    assert [row[3] for row in withdrawn] == ["durch das Prüfungsamt abgemeldet (AB)"]


def test_exams_are_sorted_by_date_and_those_without_come_last() -> None:
    standing, _ = printed(content(undated(registration(1)), registration(3), registration(2)))
    assert [row[0] for row in standing] == ["1010102", "1010103", "1010101"]
    assert standing[2][2] == "ohne festen Termin, 1. Prüfungszeitraum"


def test_verification_shows_each_exam_as_one_line() -> None:
    said = content(registration(1), registration(2), registration(3, withdrawn=True))
    fields = {one.label.de: one.value for one in document(said).printed_fields}
    assert fields["Angemeldete Prüfung 2"] == (
        "1010102 · Klausur Statistik 2 (Methoden) · 03.02.2027, 10:00, C HS 2 · angemeldet (AN) · "
        "02.11.2026, 10:30"
    )
    assert "Abgemeldete Prüfung 1" in fields


def test_an_empty_table_is_told_in_verification_too() -> None:
    fields = {one.label.en: one.value for one in document(content()).printed_fields}
    assert fields["Registered Examinations"] == "–"
    assert fields["Withdrawn Examinations"] == "–"


def test_it_tells_the_state_of_one_moment_and_has_no_last_day() -> None:
    said = content()
    assert said.valid_until is None
    assert "Stand 21.11.2026, 14:05 Uhr" in said.statement.de
