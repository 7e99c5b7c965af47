"""Appointments: offered by members of staff, booked by students.

Source: guide 002, "Administrative topics and examinations": "To make a personal appointment, please
register in your advisor's list".
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction
from chassis.values import local_date

from records.app.persons import person_with_id
from records.domain.appointments import (
    Appointment,
    HostOffice,
    Series,
    can_be_booked_by,
    first_overlap,
    obstacle_to_booking,
    series_problems,
    slots_of,
)
from records.domain.catalogue import ProgrammeContact
from records.domain.person import Person
from records.mail import appointments as mails
from records.store import accounts, persons
from records.store import appointments as store
from records.store.appointments import Position
from records.store.enrolments import load_enrolments_of
from records.store.programme_contacts import contacts_named, contacts_of_programmes
from records.store.rules import load_rules
from records.texts import appointments as texts


@dataclass(frozen=True, slots=True)
class Host:
    """Who offers appointments, and in whose name."""

    user_name: str
    office: HostOffice


@dataclass(frozen=True, slots=True)
class ShownAppointment:
    """An appointment with what is known about its host, and with who booked it."""

    appointment: Appointment
    # What the host is for the student; None where the directory does not name the host.
    contact: ProgrammeContact | None
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class AppointmentPage:
    """A page of appointments in order of time; `has_next` tells whether more follow."""

    appointments: tuple[ShownAppointment, ...]
    has_next: bool


def offer_appointments(
    tx: Transaction, host: Host, series: Series, location: str, *, validate_only: bool = False
) -> tuple[ShownAppointment, ...]:
    """Offers appointments, all of them or none.

    Raises APPOINTMENT_TIMES_INVALID with every problem, APPOINTMENTS_OVERLAP and NOBODY_TO_ADVISE.
    """
    if problems := series_problems(series, tx.now):
        raise texts.times_invalid(problems)
    contact = _contact(tx, host.user_name)
    if host.office is HostOffice.ADVISER and contact is None:
        raise texts.nobody_to_advise()
    store.hold_list(tx, host.user_name)
    slots = slots_of(series)
    taken = store.slots_in_list(tx, host.user_name, slots[0].start, slots[-1].end)
    if overlap := first_overlap(slots, taken):
        raise texts.overlap(*overlap)
    offered = [
        Appointment(tx.new_id(), host.user_name, host.office, slot, location.strip(), version=1)
        for slot in slots
    ]
    if not validate_only:
        store.add_appointments(tx, offered)
    return tuple(ShownAppointment(each, contact) for each in offered)


def offered_appointments(
    tx: Transaction, user_name: str, after: datetime, behind: Position | None, size: int
) -> AppointmentPage:
    """Somebody's own list with who booked what, in order of time."""
    found = store.list_of(tx, user_name, after, behind, size + 1)
    contact = _contact(tx, user_name)
    booked = [each.person_id for each in found if each.person_id is not None]
    people = persons.load_persons(tx, booked)
    shown = [
        ShownAppointment(each, contact, people.get(each.person_id) if each.person_id else None)
        for each in found[:size]
    ]
    return AppointmentPage(tuple(shown), has_next=len(found) > size)


def cancel_appointment(
    tx: Transaction, appointment_id: UUID, reason: str, *, validate_only: bool = False
) -> ShownAppointment:
    """Takes an appointment off its host's list and tells whoever booked it.

    Raises APPOINTMENT_OVER and APPOINTMENT_CANCELLED.
    """
    appointment = _locked(tx, appointment_id)
    if appointment.cancel_time is not None:
        raise texts.cancelled_already()
    if appointment.slot.end <= tx.now:
        raise texts.over()
    contact = _contact(tx, appointment.user_name)
    person_id = appointment.person_id
    person = None if person_id is None else person_with_id(tx, person_id)
    cancelled = replace(appointment, cancel_time=tx.now, version=appointment.version + 1)
    if not validate_only:
        store.change_appointment(tx, cancelled)
        if person is not None:
            mails.mail_cancelled_by_host(tx, person, cancelled, contact, reason.strip())
    return ShownAppointment(cancelled, contact, person)


def free_appointments(
    tx: Transaction, person_id: UUID, user_name: str, behind: Position | None, size: int
) -> AppointmentPage:
    """The free appointments that a student can book, in order of time; in one list if named."""
    in_charge = _in_charge_of(tx, person_id)
    if user_name:
        of_list = store.free_ones_of(tx, user_name, behind, size + 1)
        found = [each for each in of_list if can_be_booked_by(each, set(in_charge))]
    else:
        found = store.free_ones(tx, list(in_charge), behind, size + 1)
    shown = _with_hosts(tx, found[:size], in_charge)
    return AppointmentPage(shown, has_next=len(found) > size)


def booked_appointments(tx: Transaction, person_id: UUID) -> tuple[ShownAppointment, ...]:
    """What a student booked and what is not over, in order of time."""
    return _with_hosts(tx, store.booked_by(tx, person_id), _in_charge_of(tx, person_id))


def book_appointment(
    tx: Transaction, person_id: UUID, appointment_id: UUID, subject: str
) -> ShownAppointment:
    """Books a free appointment, and tells both sides.

    Raises APPOINTMENT_UNKNOWN, APPOINTMENT_TAKEN, APPOINTMENT_OVER, APPOINTMENT_CANCELLED,
    ALREADY_BOOKED and OTHER_APPOINTMENT.
    """
    persons.lock_person(tx, person_id)
    person = person_with_id(tx, person_id)
    appointment = _locked(tx, appointment_id)
    in_charge = _in_charge_of(tx, person_id)
    if not can_be_booked_by(appointment, set(in_charge)):
        raise texts.appointment_unknown()
    own = store.booked_by(tx, person_id)
    most = load_rules(tx).appointments.most_booked_in_a_list
    if obstacle := obstacle_to_booking(appointment, own, tx.now, most):
        raise texts.booking_refused(obstacle, most)
    booked = replace(
        appointment,
        person_id=person_id,
        subject=subject.strip(),
        book_time=tx.now,
        version=appointment.version + 1,
    )
    store.change_appointment(tx, booked)
    (shown,) = _with_hosts(tx, [booked], in_charge)
    mails.mail_booked(tx, person, booked, _host(tx, booked.user_name, shown.contact))
    return shown


def cancel_booking(tx: Transaction, appointment_id: UUID) -> None:
    """Gives a booked appointment back, so that it is free again, and tells both sides.

    Raises APPOINTMENT_OVER, and APPOINTMENT_UNKNOWN where nobody has booked it.
    """
    appointment = _locked(tx, appointment_id)
    if appointment.person_id is None or appointment.cancel_time is not None:
        raise texts.appointment_unknown()
    if appointment.slot.start <= tx.now:
        raise texts.over()
    free = replace(
        appointment, person_id=None, subject="", book_time=None, version=appointment.version + 1
    )
    store.change_appointment(tx, free)
    person = person_with_id(tx, appointment.person_id)
    host = _host(tx, appointment.user_name, _contact(tx, appointment.user_name))
    mails.mail_given_back(tx, person, appointment, host)


def host_and_student(tx: Transaction, appointment_id: UUID) -> tuple[str, UUID | None] | None:
    """Whose list an appointment is in and who booked it; None where there is none."""
    found = store.load_appointment(tx, appointment_id)
    return None if found is None else (found.user_name, found.person_id)


def _locked(tx: Transaction, appointment_id: UUID) -> Appointment:
    store.lock_appointment(tx, appointment_id)
    appointment = store.load_appointment(tx, appointment_id)
    if appointment is None:
        raise texts.appointment_unknown()
    return appointment


def _in_charge_of(tx: Transaction, person_id: UUID) -> dict[str, ProgrammeContact]:
    """Who is in charge of the programmes that a student is enrolled in, by user name.

    Those who are in charge of another major are not.
    """
    today = local_date(tx.now)
    current = [each for each in load_enrolments_of(tx, person_id) if each.is_current(today)]
    contacts = contacts_of_programmes(tx, {each.programme.code for each in current})
    found: dict[str, ProgrammeContact] = {}
    for enrolment in current:
        for each in contacts.get(enrolment.programme.code, ()):
            if each.major in ("", enrolment.major):
                found.setdefault(each.user_name, each)
    return found


def _contact(tx: Transaction, user_name: str) -> ProgrammeContact | None:
    return contacts_named(tx, [user_name]).get(user_name)


def _host(tx: Transaction, user_name: str, contact: ProgrammeContact | None) -> mails.HostAddress:
    return mails.HostAddress(contact, accounts.mailbox_of(tx, user_name))


def _with_hosts(
    tx: Transaction, found: Sequence[Appointment], in_charge: dict[str, ProgrammeContact]
) -> tuple[ShownAppointment, ...]:
    others = {each.user_name for each in found if each.user_name not in in_charge}
    hosts = {**contacts_named(tx, others), **in_charge}
    return tuple(ShownAppointment(each, hosts.get(each.user_name)) for each in found)
