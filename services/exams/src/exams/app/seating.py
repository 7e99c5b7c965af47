"""Giving a seat outside of the desk: by the office, by an admission, by the regulations."""

from dataclasses import dataclass
from uuid import UUID

from chassis.database import Transaction
from chassis.signing import Signer

from exams.app.receipts import keep_receipts
from exams.domain.desk import HeldSitting
from exams.domain.examinations import Enrolment, Registration
from exams.domain.receipts import ReceiptAction
from exams.events.outgoing import tell_registered
from exams.mail.registration import RegistrationMail, mail_registration
from exams.store import registrations, sittings, students


@dataclass(frozen=True)
class Seated:
    """A registration that was just made, with its receipt."""

    registration: Registration
    # Signed by the service: a compact JWS.
    receipt: str


def give_seat(
    tx: Transaction,
    signer: Signer,
    held: HeldSitting,
    *,
    person_id: UUID,
    enrolment: Enrolment,
    mail: RegistrationMail | None,
    remark: str = "",
) -> Seated:
    """Registers a student on whom was decided before, with event, receipt and, if named, mail.

    The caller holds the sitting and then the student, and has made sure that a seat is free. The
    number of the registration is that of its receipt.
    """
    sitting = held.sitting
    registration_id = registrations.add_registration(
        tx,
        sitting_id=sitting.sitting_id,
        exam_number=sitting.exam_number,
        person_id=person_id,
        enrolment_id=enrolment.enrolment_id,
        regulations_version_code=enrolment.regulations_version_code,
        seq=held.last_seq + 1,
        remark=remark,
    )
    sittings.take_seat(tx, sitting.sitting_id)
    registration = registrations.get_registration(tx, registration_id)
    [receipt] = keep_receipts(tx, signer, [(registration, ReceiptAction.REGISTERED)])
    tell_registered(tx, registration)
    if mail is not None:
        mail_registration(tx, mail, registration, students.addressee_of(tx, person_id))
    return Seated(registration, receipt)
