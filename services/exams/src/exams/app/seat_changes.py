"""Changes of many registrations of one sitting at once, outside the desk."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from chassis.database import Transaction
from chassis.mail import send_mails
from chassis.rpc.observation import traceparent
from chassis.signing import Signer

from exams.app.receipts import keep_receipts
from exams.domain.addressee import Addressee
from exams.domain.desk import HeldSitting
from exams.domain.examinations import Registration
from exams.domain.receipts import ReceiptAction
from exams.domain.statuses import ENDED, SEATED, Status
from exams.events.outgoing import Telling
from exams.mail.registration import RegistrationMail, RegistrationMails
from exams.store import lotteries, registrations, sittings
from exams.store.desk import printed_codes


@dataclass(frozen=True)
class SeatChange:
    """What becomes of a registration."""

    before: Registration
    status: Status
    action: ReceiptAction
    mail: RegistrationMail


def change_all(
    tx: Transaction,
    signer: Signer,
    held: HeldSitting,
    addressees: Mapping[UUID, Addressee],
    changes: Sequence[SeatChange],
    *,
    remark: str | None = None,
) -> tuple[Registration, ...]:
    """Changes registrations of one sitting, in the order given, in a fixed number of statements.

    Seats and waiting places are counted, receipts numbered in that order, events and mails told.
    Whoever begins to wait gets the place at the end of the waiting list. The caller holds the
    sitting and the students. Returns the registrations as they are now.
    """
    if not changes:
        return ()
    changed = _changed(tx, held, changes, remark)
    by_status: dict[Status, list[UUID]] = defaultdict(list)
    for one in changed:
        by_status[one.status].append(one.registration_id)
    for status, ids in by_status.items():
        registrations.change_status(tx, ids, status, remark=remark)
    lotteries.renumber(
        tx, [(one.registration_id, one.seq) for one in changed if one.status is Status.WAITING]
    )
    sitting = changed[0].sitting
    sittings.count_seats(tx, sitting.sitting_id, taken=sitting.taken, waiting=sitting.waiting)
    actions = [change.action for change in changes]
    keep_receipts(tx, signer, list(zip(changed, actions, strict=True)))
    telling, trace = Telling(tx.now), traceparent()
    for one, action in zip(changed, actions, strict=True):
        telling.add(action, one, trace)
    telling.tell(tx)
    writer = RegistrationMails()
    send_mails(
        tx,
        [
            writer.write(change.mail, one, addressees[one.person_id])
            for change, one in zip(changes, changed, strict=True)
        ],
    )
    return changed


def _changed(
    tx: Transaction, held: HeldSitting, changes: Sequence[SeatChange], remark: str | None
) -> tuple[Registration, ...]:
    """The registrations as they will be; all carry the sitting as it will be."""

    def moved(statuses: frozenset[Status]) -> int:
        return sum(
            (change.status in statuses) - (change.before.status in statuses) for change in changes
        )

    waiting = frozenset({Status.WAITING})
    sitting = replace(
        held.sitting,
        taken=held.sitting.taken + moved(SEATED),
        waiting=held.sitting.waiting + moved(waiting),
    )
    place = held.sitting.waiting
    codes = printed_codes(tx)
    changed = []
    for seq, change in enumerate(changes, start=held.last_seq + 1):
        begins_to_wait = change.status is Status.WAITING
        place += begins_to_wait
        before = change.before
        changed.append(
            replace(
                before,
                sitting=sitting,
                status=change.status,
                status_code=codes.get(change.status.value, ""),
                seq=seq if begins_to_wait else before.seq,
                waiting_place=place if begins_to_wait else 0,
                withdraw_time=tx.now if change.status in ENDED else before.withdraw_time,
                remark=before.remark if remark is None else remark,
                version=before.version + 1,
            )
        )
    return tuple(changed)
