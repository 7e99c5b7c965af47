"""Seats freed outside the desk, and who gets them: the waiting list moves up in the same moment.

A raised capacity, a deregistration by the office, an approved sick note before the sitting. The
caller holds the seats with `hold_seats` before it reads anything, ends the registration with
`store.registrations.change_status`, and then calls `free_seat`, all in one transaction.
"""

from collections.abc import Iterable
from uuid import UUID

from chassis.database import Transaction
from chassis.signing import Signer

from exams.app.exam_days import exam_days_of
from exams.app.seat_changes import SeatChange, change_all
from exams.domain.desk import HeldSitting
from exams.domain.examinations import Registration, Sitting
from exams.domain.receipts import ReceiptAction
from exams.domain.registering import (
    SET_ASIDE_FOR_PROMOTION,
    RegistrationCase,
    decide_registration,
)
from exams.domain.sick_notes import has_begun
from exams.domain.statuses import LIVE, SEATED, Status
from exams.domain.waiting_list import SeatsOfSitting, promote
from exams.mail.registration import RegistrationMail
from exams.store import desk, registrations, sittings
from exams.store.lotteries import people_waiting
from exams.store.standing import standings_of

# So many more of a waiting list are looked at than seats are free, as some may no longer register;
# where that is too few, so many times more.
SPARE_ENTRIES = 8
MORE = 8


def hold_seats(tx: Transaction, sitting_id: UUID, person_ids: Iterable[UUID] = ()) -> None:
    """Locks the sitting, then those who wait for a seat of it together with the students given.

    All students are locked at once and sorted, as the desk does it, so that nobody waits in a
    circle.
    """
    sittings.lock_sitting(tx, sitting_id)
    desk.hold_students(tx, {*person_ids, *people_waiting(tx, sitting_id)})


def free_seat(
    tx: Transaction, signer: Signer, sitting_id: UUID, was: Status
) -> tuple[Registration, ...]:
    """Gives back what a registration held that has just ended, and lets the waiting list move up.

    `was` is the status before it ended: a seat, a place in the waiting list, or neither (a request
    for a draw). Returns those who got a seat, with events, receipts and mails told. The caller
    holds the seats and has changed the ended registration itself.
    """
    sitting = _held(tx, sitting_id).sitting
    sittings.count_seats(
        tx,
        sitting_id,
        taken=sitting.taken - (was in SEATED),
        waiting=sitting.waiting - (was is Status.WAITING),
    )
    return fill_seats(tx, signer, sitting_id)


def fill_seats(tx: Transaction, signer: Signer, sitting_id: UUID) -> tuple[Registration, ...]:
    """Gives every free seat to the next of the waiting list who may still be registered.

    Only until the sitting begins: nobody is registered for an exam that is being written. Returns
    those who got a seat. The caller holds the seats.
    """
    held = _held(tx, sitting_id)
    if held.sitting.waiting == 0 or _has_begun(tx, held.sitting):
        return ()
    chosen = _next_in_turn(tx, held.sitting)
    changes = [
        SeatChange(one, Status.REGISTERED, ReceiptAction.PROMOTED, RegistrationMail.PROMOTED)
        for one in chosen
    ]
    addressees = desk.hold_students(tx, [one.person_id for one in chosen])
    return change_all(tx, signer, held, addressees, changes)


def deregister_all(
    tx: Transaction, signer: Signer, sitting_id: UUID, reason: str
) -> tuple[Registration, ...]:
    """Ends every registration for a sitting that is cancelled, in bulk, with receipts and mails.

    Returns the ended ones. The caller holds the sitting and has set its cancel time; nobody moves
    up, and no attempt is counted.
    """
    held = _held(tx, sitting_id)
    ended = registrations.registrations_of_sitting(tx, sitting_id, LIVE)
    addressees = desk.hold_students(tx, [one.person_id for one in ended])
    changes = [
        SeatChange(
            one, Status.DEREGISTERED, ReceiptAction.DEREGISTERED, RegistrationMail.DEREGISTERED
        )
        for one in ended
    ]
    return change_all(tx, signer, held, addressees, changes, remark=reason)


def _next_in_turn(tx: Transaction, sitting: Sitting) -> tuple[Registration, ...]:
    """Those of the waiting list who get the free seats, by the receipts' numbers."""
    seats = SeatsOfSitting(
        sitting.seating, sitting.capacity, sitting.taken, sitting.cancel_time is not None
    )
    free = sitting.waiting if seats.free is None else seats.free
    if free == 0:
        return ()
    entries = free + SPARE_ENTRIES
    while True:
        places = desk.first_waiting(tx, [sitting.sitting_id], entries)
        standings = standings_of(tx, [one.person_id for one in places], [sitting])
        known = registrations.find_registrations(tx, [one.registration_id for one in places])

        def may_register(entry: Registration) -> bool:
            standing = standings[entry.person_id].without_registration(  # noqa: B023  # used at once
                entry.registration_id
            )
            case = RegistrationCase(
                tx.now,
                sitting,
                standing,
                named_enrolment_id=entry.enrolment_id,
                set_aside=SET_ASIDE_FOR_PROMOTION,
            )
            return not decide_registration(case).is_refused

        chosen = promote(seats, [known[one.registration_id] for one in places], may_register)
        if len(chosen) == free or len(places) < entries:
            return chosen
        entries *= MORE


def _has_begun(tx: Transaction, sitting: Sitting) -> bool:
    """Whether it is too late to take part; an undated sitting ends with the day of its period."""
    exam_day = exam_days_of(tx, [sitting])[sitting.sitting_id].day
    return has_begun(sitting, exam_day, tx.now) or sitting.release_time is not None


def _held(tx: Transaction, sitting_id: UUID) -> HeldSitting:
    return desk.hold_sittings(tx, [sitting_id])[sitting_id]
