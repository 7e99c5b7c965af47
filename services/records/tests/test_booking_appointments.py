"""Offering, booking and cancelling appointments."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from chassis.database import Database, Transaction
from chassis.errors import Failure
from chassis.testing import DrivenClock, within
from records.app import appointments as app
from records.app.appointments import Host, ShownAppointment
from records.domain.appointments import HostOffice, Series
from records.store.accounts import store_account

from services.records.tests.persons_factories import Enrol, mails_to

START = datetime(2026, 11, 3, 9, tzinfo=UTC)
ADVISER = Host("padvise", HostOffice.ADVISER)
OTHER_ADVISER = Host("tadvise", HostOffice.ADVISER)
CLERK = Host("sservice", HostOffice.STUDENT_SERVICES)
ADVISER_ID = UUID(int=41)


@pytest.fixture
def person_id(enrol: Enrol) -> UUID:
    return enrol().person.person_id


def offer(
    database: Database, host: Host = ADVISER, start: datetime = START, number: int = 2
) -> tuple[ShownAppointment, ...]:
    each = timedelta(minutes=30)
    wanted = Series(start, start + number * each, each, weeks=1)
    return within(database, app.offer_appointments, host, wanted, "C5.101")


def free(database: Database, person_id: UUID, user_name: str = "") -> list[tuple[str, int]]:
    page = within(database, app.free_appointments, person_id, user_name, None, 50)
    found = [(each.appointment.user_name, each.appointment.slot) for each in page.appointments]
    return [(host, slot.start.hour * 100 + slot.start.minute) for host, slot in found]


def reason(refused: pytest.ExceptionInfo[Failure]) -> str:
    assert refused.value.message.de != refused.value.message.en
    return refused.value.reason


def test_students_see_those_in_charge_of_them_and_student_services(
    loaded: Database, person_id: UUID, enrol: Enrol
) -> None:
    offer(loaded, ADVISER)
    offer(loaded, OTHER_ADVISER, START + timedelta(hours=1), 1)
    offer(loaded, Host("slater", HostOffice.STUDENT_SERVICES), START + timedelta(hours=2), 1)
    of_history = [("padvise", 900), ("padvise", 930), ("slater", 1100)]
    assert free(loaded, person_id) == of_history
    assert free(loaded, person_id, "slater") == [("slater", 1100)]
    assert free(loaded, person_id, "tadvise") == []
    other = enrol("Mai", "Trần", programme_code="DATA-MSC").person
    assert free(loaded, other.person_id) == [("tadvise", 1000), ("slater", 1100)]


def test_pages_show_every_free_appointment_once(loaded: Database, person_id: UUID) -> None:
    offer(loaded, ADVISER, number=3)
    offer(loaded, CLERK, number=3)
    seen, behind = [], None
    while True:
        page = within(loaded, app.free_appointments, person_id, "", behind, 2)
        seen += [each.appointment.appointment_id for each in page.appointments]
        if not page.has_next:
            break
        last = page.appointments[-1].appointment
        behind = (last.slot.start, last.appointment_id)
    assert len(seen) == len(set(seen)) == 6


def test_a_booked_appointment_is_told_to_both_sides(loaded: Database, person_id: UUID) -> None:
    within(loaded, store_account, ADVISER_ID, "padvise", "p.rat@example.org")
    wanted, _ = offer(loaded)
    appointment_id = wanted.appointment.appointment_id
    booked = within(loaded, app.book_appointment, person_id, appointment_id, " Anerkennung ")
    assert (booked.appointment.person_id, booked.appointment.subject) == (person_id, "Anerkennung")
    assert booked.contact is not None
    assert booked.contact.name == "Paul Rat"
    assert free(loaded, person_id) == [("padvise", 930)]
    (own,) = within(loaded, app.booked_appointments, person_id)
    assert own.appointment == booked.appointment
    page = within(loaded, app.offered_appointments, "padvise", START, None, 50)
    booked_by = [each.person and each.person.name.full for each in page.appointments]
    assert booked_by == ["Ayşe Öztürk", None]
    assert mails_to(loaded, person_id) == ["appointment_booked"]
    assert mails_to(loaded, ADVISER_ID) == ["appointment_booked_host"]


def test_without_an_account_the_host_is_told_at_the_address_in_the_directory(
    loaded: Database, person_id: UUID
) -> None:
    wanted, _ = offer(loaded, CLERK)
    appointment_id = wanted.appointment.appointment_id
    within(loaded, app.book_appointment, person_id, appointment_id, "")
    assert mails_to(loaded, None) == ["appointment_booked_host"]


def test_a_student_gives_an_appointment_back(
    loaded: Database, person_id: UUID, enrol: Enrol, clock: DrivenClock
) -> None:
    within(loaded, store_account, ADVISER_ID, "padvise", "p.rat@example.org")
    wanted, _ = offer(loaded)
    appointment_id = wanted.appointment.appointment_id
    within(loaded, app.book_appointment, person_id, appointment_id, "Anerkennung")
    within(loaded, app.cancel_booking, appointment_id)
    assert free(loaded, person_id) == [("padvise", 900), ("padvise", 930)]
    with pytest.raises(Failure) as refused:
        within(loaded, app.cancel_booking, appointment_id)
    assert reason(refused) == "APPOINTMENT_UNKNOWN"
    other = enrol("Mai", "Trần").person.person_id
    booked = within(loaded, app.book_appointment, other, appointment_id, "")
    assert booked.appointment.subject == ""
    assert mails_to(loaded, person_id) == ["appointment_booked", "appointment_given_back"]
    assert mails_to(loaded, ADVISER_ID) == [
        "appointment_booked_host",
        "appointment_booked_host",
        "appointment_given_back_host",
    ]
    clock.set(START)
    with pytest.raises(Failure) as refused:
        within(loaded, app.cancel_booking, appointment_id)
    assert reason(refused) == "APPOINTMENT_OVER"


def test_the_host_cancels_and_the_student_is_told(
    loaded: Database, person_id: UUID, clock: DrivenClock
) -> None:
    wanted, other = offer(loaded)
    appointment_id = wanted.appointment.appointment_id
    within(loaded, app.book_appointment, person_id, appointment_id, "")

    def tried(tx: Transaction) -> ShownAppointment:
        return app.cancel_appointment(tx, appointment_id, "krank", validate_only=True)

    assert within(loaded, tried).person is not None
    assert len(within(loaded, app.booked_appointments, person_id)) == 1
    within(loaded, app.cancel_appointment, appointment_id, "krank")
    assert within(loaded, app.booked_appointments, person_id) == ()
    assert mails_to(loaded, person_id) == ["appointment_booked", "appointment_cancelled"]
    with pytest.raises(Failure) as refused:
        within(loaded, app.cancel_appointment, appointment_id, "")
    assert reason(refused) == "APPOINTMENT_CANCELLED"
    clock.set(START + timedelta(hours=1))
    with pytest.raises(Failure) as refused:
        within(loaded, app.cancel_appointment, other.appointment.appointment_id, "")
    assert reason(refused) == "APPOINTMENT_OVER"


def test_times_in_one_list_never_overlap(loaded: Database) -> None:
    first, _ = offer(loaded)
    with pytest.raises(Failure) as refused:
        offer(loaded, start=START + timedelta(minutes=45))
    assert reason(refused) == "APPOINTMENTS_OVERLAP"
    assert "3 November 2026, 10:30 to 11:00" in refused.value.message.en
    offer(loaded, OTHER_ADVISER)
    within(loaded, app.cancel_appointment, first.appointment.appointment_id, "")
    assert len(offer(loaded, number=1)) == 1


def test_who_is_in_charge_of_nothing_cannot_offer(loaded: Database) -> None:
    with pytest.raises(Failure) as refused:
        offer(loaded, Host("stranger", HostOffice.ADVISER))
    assert reason(refused) == "NOBODY_TO_ADVISE"
    with pytest.raises(Failure) as refused:
        offer(loaded, start=START - timedelta(days=1))
    assert reason(refused) == "APPOINTMENT_TIMES_INVALID"


def test_a_student_can_book_neither_what_is_not_offered_nor_two_in_a_list(
    loaded: Database, person_id: UUID
) -> None:
    first, second = offer(loaded)
    (foreign, _) = offer(loaded, OTHER_ADVISER)

    def book(appointment_id: UUID) -> None:
        within(loaded, app.book_appointment, person_id, appointment_id, "")

    for appointment_id in (foreign.appointment.appointment_id, uuid4()):
        with pytest.raises(Failure) as refused:
            book(appointment_id)
        assert reason(refused) == "APPOINTMENT_UNKNOWN"
    book(first.appointment.appointment_id)
    with pytest.raises(Failure) as refused:
        book(second.appointment.appointment_id)
    assert reason(refused) == "ALREADY_BOOKED"
