"""What there is to ask records about besides an enrolment: address, number, card, appointments."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from chassis.database import Transaction
from records.app.addresses import set_home_address
from records.app.contact import add_contact_entry
from records.app.student_cards import issue_card
from records.domain.addresses import MailingAddress
from records.domain.appointments import Appointment, HostOffice, Slot
from records.domain.contact import EntryKind
from records.domain.student_cards import CardDelivery, StudentCard
from records.store.appointments import add_appointments, change_appointment

from tests.requests import Named

SOMEWHERE = MailingAddress("", "Am Sande 1", "21335", "Lüneburg", "DE")


def add_person_cases(tx: Transaction, owner: UUID, host: UUID, named: Named) -> Named:
    """One of each, all of them the owner's; the booked appointment is in the host's list.

    It has begun, so that it can be asked about again and again; the free one is in another list.
    """
    set_home_address(tx, owner, SOMEWHERE, date(2026, 11, 2), "sservice")
    entry = add_contact_entry(tx, owner, EntryKind.PHONE, "04131 677-2277", "lg100001")
    card = issue_card(tx, owner, CardDelivery.IN_PERSON)
    assert isinstance(card, StudentCard), card
    begun, free = (
        Appointment(
            tx.new_id(),
            in_list,
            HostOffice.STUDENT_SERVICES,
            Slot(tx.now + timedelta(minutes=start), tx.now + timedelta(minutes=start + 30)),
            "C5.101",
            version=1,
        )
        for in_list, start in ((str(host), -10), ("sservice", 60))
    )
    add_appointments(tx, [begun, free])
    change_appointment(tx, replace(begun, person_id=owner, book_time=tx.now, version=2))
    return replace(
        named,
        contact_entry_id=str(entry.entry_id),
        student_card_id=str(card.student_card_id),
        card_number=card.card_number,
        appointment_id=str(begun.appointment_id),
        free_appointment_id=str(free.appointment_id),
    )
