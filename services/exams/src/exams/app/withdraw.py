"""Withdrawing a student from a sitting: Abmeldung in the window, Rücktritt after it."""

from uuid import UUID

from chassis.database import Transaction

from exams.app.refusals import Action, Refused, refuse
from exams.domain.examinations import Registration
from exams.domain.withdrawing import obstacles_to_withdrawal
from exams.events.outgoing import tell_withdrawn
from exams.mail.registration import mail_withdrawn
from exams.store import registrations, sittings, students


def withdraw(tx: Transaction, registration_id: UUID) -> Registration | Refused:
    """Withdraws a registration that exists, or keeps the refused attempt with every obstacle.

    Holds the sitting and then the student, in the order of all use cases; the freed seat can be
    taken as soon as this is durable.
    """
    registration = registrations.get_registration(tx, registration_id)
    sitting_id = registration.sitting.sitting_id
    sittings.lock_sitting(tx, sitting_id)
    students.lock_student(tx, registration.person_id)
    registration = registrations.get_registration(tx, registration_id)
    obstacles = obstacles_to_withdrawal(registration, tx.now)
    if obstacles:
        return refuse(
            tx,
            Action.WITHDRAW,
            person_id=registration.person_id,
            sitting_id=sitting_id,
            registration_id=registration_id,
            obstacles=obstacles,
            regulation_section=registration.registration_section,
        )
    registrations.mark_withdrawn(tx, registration_id)
    sittings.free_seat(tx, sitting_id)
    withdrawn = registrations.get_registration(tx, registration_id)
    tell_withdrawn(tx, withdrawn)
    mail_withdrawn(tx, withdrawn, students.addressee_of(tx, registration.person_id))
    return withdrawn
