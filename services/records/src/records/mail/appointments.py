"""The mails about appointments, to the student and to the member of staff."""

from dataclasses import dataclass, replace
from uuid import UUID

from chassis.database import Transaction
from chassis.mail import send_mail
from chassis.mail.letters import Fact, letter, same, send_letter
from chassis.values import LocalizedText

from records.domain.appointments import Appointment, HostOffice
from records.domain.catalogue import ProgrammeContact
from records.domain.person import Person
from records.texts import appointments as texts
from records.texts.times import between


@dataclass(frozen=True, slots=True)
class HostAddress:
    """Where the host is reached: the account, and what the directory says."""

    contact: ProgrammeContact | None
    # Person and mailbox of the account; None while records has not heard of it.
    account: tuple[UUID, str] | None


def mail_booked(tx: Transaction, person: Person, booked: Appointment, host: HostAddress) -> None:
    """Confirms the booking, and tells the host who comes."""
    facts = _facts_for_student(booked, host.contact)
    _to_student(tx, person, booked, "appointment_booked", texts.BOOKED, facts, texts.BOOKED_ADVICE)
    _to_host(tx, person, booked, host, "appointment_booked_host", texts.BOOKED_FOR_HOST)


def mail_given_back(
    tx: Transaction, person: Person, booked: Appointment, host: HostAddress
) -> None:
    """Confirms that the student cancelled, and tells the host so."""
    facts = _facts_for_student(booked, host.contact)
    kind, advice = "appointment_given_back", texts.GIVEN_BACK_ADVICE
    _to_student(tx, person, booked, kind, texts.GIVEN_BACK, facts, advice)
    _to_host(tx, person, booked, host, f"{kind}_host", texts.GIVEN_BACK_FOR_HOST)


def mail_cancelled_by_host(
    tx: Transaction,
    person: Person,
    cancelled: Appointment,
    contact: ProgrammeContact | None,
    reason: str,
) -> None:
    """Tells the student that the host cancelled, and why where it was said."""
    facts = (*_facts_for_student(cancelled, contact), (texts.REASON, same(reason)))
    kind, advice = "appointment_cancelled", texts.GIVEN_BACK_ADVICE
    _to_student(tx, person, cancelled, kind, texts.CANCELLED, facts, advice)


def _to_student(
    tx: Transaction,
    person: Person,
    appointment: Appointment,
    kind: str,
    opening: LocalizedText,
    facts: tuple[Fact, ...],
    advice: LocalizedText,
) -> None:
    send_letter(
        tx,
        person.person_id,
        person.mailbox,
        kind=kind,
        subject=texts.SUBJECT.format(time=_time(appointment)),
        opening=opening,
        facts=facts,
        advice=advice,
    )


def _to_host(
    tx: Transaction,
    person: Person,
    appointment: Appointment,
    host: HostAddress,
    kind: str,
    opening: LocalizedText,
) -> None:
    """To the host's mailbox, or, while no account is known, to the address in the directory."""
    address = "" if host.contact is None else host.contact.email
    if host.account is None and not address:
        # Nobody would ever get a mail to nobody; the host's own list says the same.
        return
    facts: tuple[Fact, ...] = (
        (texts.TIME, _time(appointment)),
        (texts.LOCATION, same(appointment.location)),
        (texts.STUDENT, same(f"{person.name.full} ({person.matriculation_number})")),
        (texts.MAILBOX, same(person.mailbox)),
        (texts.ABOUT, same(appointment.subject)),
    )
    person_id, mailbox = host.account or (person.person_id, address)
    made = letter(
        person_id,
        mailbox,
        kind=kind,
        subject=texts.SUBJECT.format(time=_time(appointment)),
        opening=opening,
        facts=facts,
        advice=texts.FOR_HOST_ADVICE,
    )
    send_mail(tx, made if host.account else replace(made, person_id=None))


def _facts_for_student(
    appointment: Appointment, contact: ProgrammeContact | None
) -> tuple[Fact, ...]:
    return (
        (texts.TIME, _time(appointment)),
        (texts.LOCATION, same(appointment.location)),
        (texts.HOST, _host(appointment, contact)),
        (texts.ABOUT, same(appointment.subject)),
    )


def _host(appointment: Appointment, contact: ProgrammeContact | None) -> LocalizedText:
    if contact is not None:
        return LocalizedText(de="{name}, {what}", en="{name}, {what}").format(
            name=contact.name, what=texts.FUNCTIONS[contact.function]
        )
    if appointment.office is HostOffice.STUDENT_SERVICES:
        return texts.STUDENT_SERVICES
    return same(appointment.user_name)


def _time(appointment: Appointment) -> LocalizedText:
    return between(appointment.slot.start, appointment.slot.end)
