"""The mails about registrations and withdrawals."""

from typing import Any

from chassis.mail import Mail, send_mail
from exams.events.incoming import on_person_changed
from matrikel.records.v1 import events_pb2 as records_events

SENTENCES = (
    "Sie sind zu der folgenden Prüfung angemeldet.",
    "Studierende/r: Ayşe Öztürk (",
    "Status: OK",
    "Prüfung: Statistik",
    "Prüfungsnummer: 1001",
    "Modul: Methoden",
    "Semester: Wintersemester 2026/27, 1. Prüfungszeitraum",
    "Prüfungsdatum: 02.02.2027, 10:00 Uhr",
    "Raum: HS 2",
    "An- und Abmeldung: 12.10.2026, 00:00 Uhr bis 15.11.2026, 24:00 Uhr",
    "Rücktritt möglich bis: 26.01.2027, 24:00 Uhr",
    "Angemeldet am: 02.11.2026, 10:00 Uhr",
    "„Info über angemeldete Prüfungen“",
    "You are registered for the following exam.",
    "Exam date: 2 February 2027, 10:00",
    "Withdrawal until: 26 January 2027, 24:00",
)


def test_a_mail_tells_all_details_in_german_and_then_in_english(campus: Any) -> None:
    """QIS guide, "Prüfungsan und -abmeldung": "eine E-Mail ... mit detaillierten
    Informationen"; "Info über angemeldete Prüfungen": "Beachten Sie dabei unbedingt die Angaben
    zum Semester bzw. Prüfungsdatum. Drucken bzw. Speichern Sie diese Übersicht im PDF-Format".

    domain.md "Exams" 4: "an e-mail with the details to the university mailbox"."""
    registration = campus.register(campus.student(), campus.sitting("1001"))
    [mail] = campus.mails()
    body = " ".join(mail.body.split())
    positions = [body.find(sentence) for sentence in SENTENCES]
    assert -1 not in positions, SENTENCES[positions.index(-1)]
    assert positions == sorted(positions)
    assert str(registration.registration_id) in mail.body
    assert mail.subject == "Prüfungsanmeldung: Statistik / exam registration: Statistics"
    assert mail.address == "lg100001@stud.leuphana.example"


def test_a_mail_about_a_withdrawal_says_when_it_was(campus: Any) -> None:
    campus.withdraw(campus.register(campus.student(), campus.sitting("1002")))
    mail = campus.mails()[-1]
    assert "Sie sind von der folgenden Prüfung abgemeldet." in mail.body
    assert "Abgemeldet am: 02.11.2026, 10:00 Uhr" in " ".join(mail.body.split())
    assert "ohne festes Datum" in mail.body


def test_a_mail_waits_until_the_mailbox_is_known(campus: Any) -> None:
    student = campus.student(mailbox=None)
    campus.register(student, campus.sitting("1001"))
    assert [mail.address for mail in campus.mails()] == [""]
    campus.account(student.person_id, "lg100077", "lg100077@stud.leuphana.example")
    assert [mail.address for mail in campus.mails()] == ["lg100077@stud.leuphana.example"]


def test_mail_that_began_to_wait_while_the_account_was_being_kept_is_found(campus: Any) -> None:
    student = campus.student()
    waiting = Mail(student.person_id, address="", kind="registered", subject="x", text="x")
    campus.run(send_mail, waiting)
    told_again = campus.person(student.person_id, version=2)
    campus.run(on_person_changed, records_events.PersonChanged(person=told_again))
    assert [mail.address for mail in campus.mails()] == ["lg100001@stud.leuphana.example"]
