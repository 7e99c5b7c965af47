"""Lotteries: committing to a seed, closing before the public value is known, and drawing."""

import secrets
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from chassis.database import Transaction
from chassis.errors import Code, Failure, FieldProblem
from chassis.signing import Signer

from exams.app.seat_changes import SeatChange, change_all
from exams.domain.desk import HeldSitting
from exams.domain.examinations import Registration, Seating, Sitting
from exams.domain.lotteries import (
    Lottery,
    LotteryProblem,
    PublicLottery,
    free_seats,
    problem_of_draw,
    problem_of_new_lottery,
)
from exams.domain.lottery import (
    SEED_BYTES,
    Lot,
    LotteryRequest,
    Outcome,
    commitment_of,
    draw,
    draw_key,
    pseudonym_of,
)
from exams.domain.lottery_documents import Closing, Commitment, DrawnSitting, Publication
from exams.domain.lottery_reading import read_closing
from exams.domain.receipts import ReceiptAction
from exams.domain.statuses import Status
from exams.events.outgoing import tell_lottery_drawn
from exams.mail.lottery import mail_closing
from exams.mail.registration import RegistrationMail
from exams.store import desk, lotteries, registrations, sitting_plans, sittings
from exams.texts import lottery as texts

_FIELDS = {
    LotteryProblem.PUBLIC_TIME_TOO_EARLY: "public_time",
    LotteryProblem.PUBLIC_TIME_TOO_LATE: "public_time",
    LotteryProblem.PUBLIC_VALUE_EMPTY: "public_value",
}
_BECOMES = {
    Outcome.PRESELECTED: (Status.REGISTERED, ReceiptAction.DRAWN, RegistrationMail.DRAWN),
    Outcome.DRAWN: (Status.REGISTERED, ReceiptAction.DRAWN, RegistrationMail.DRAWN),
    Outcome.WAITING: (Status.WAITING, ReceiptAction.WAITING, RegistrationMail.WAITING),
    Outcome.NOT_DRAWN: (Status.NOT_DRAWN, ReceiptAction.NOT_DRAWN, RegistrationMail.NOT_DRAWN),
}


def create_lottery(
    tx: Transaction,
    sitting_id: UUID,
    *,
    public_source: str,
    public_time: datetime,
    preselection_percent: int,
    created_by: UUID | None,
) -> PublicLottery:
    """Commits to a new seed; or names a later source for a lottery that missed its closing.

    Raises the problems of `problem_of_new_lottery`. Whoever reads the database could read the seed:
    before the public value is known it is worth nothing, and after the draw it is public.
    """
    sitting = _held(tx, sitting_id).sitting
    existing = lotteries.find_lottery(tx, sitting_id)
    problem = problem_of_new_lottery(sitting, existing, public_time, tx.now)
    if problem is not None:
        raise _failure(problem, sitting, public_time, tx.now)
    if existing is None:
        seed = secrets.token_bytes(SEED_BYTES)
        commitment = Commitment(
            seed_commitment=commitment_of(seed),
            public_source=public_source,
            public_time=public_time,
            preselection_percent=preselection_percent,
            create_time=tx.now,
            postponed=False,
        )
        lotteries.add_lottery(tx, sitting_id, seed.hex(), commitment)
        _note_seating(tx, sitting, created_by)
    else:
        lotteries.name_later_source(
            tx,
            sitting_id,
            replace(
                existing.commitment,
                public_source=public_source,
                public_time=public_time,
                postponed=True,
            ),
        )
        close_lottery(tx, sitting_id)
    return get_lottery(tx, sitting_id)


def _note_seating(tx: Transaction, sitting: Sitting, changed_by: UUID | None) -> None:
    """The sitting's seats are drawn from now on, which its history says."""
    lotteries.drawn_by_lot(tx, sitting.sitting_id)
    sitting_plans.note_change(
        tx,
        sitting.sitting_id,
        sitting.version + 1,
        changes={"seating": (sitting.seating.value, Seating.LOTTERY.value)},
        reason="",
        changed_by=changed_by,
    )


def get_lottery(tx: Transaction, sitting_id: UUID) -> PublicLottery:
    """What is public of a lottery now. Raises LOTTERY_UNKNOWN."""
    sitting = sittings.find_sitting(tx, sitting_id)
    lottery = lotteries.find_lottery(tx, sitting_id)
    if sitting is None or lottery is None:
        raise _unknown()
    return _public(sitting, lottery)


def lotteries_to_close(tx: Transaction) -> tuple[UUID, ...]:
    """The sittings whose lotteries are due to be closed."""
    return lotteries.lotteries_due_to_close(tx, tx.now)


def close_lottery(tx: Transaction, sitting_id: UUID) -> bool:
    """Fixes everything that the draw will look at, where it is time; tells whether it did so.

    Mails the digest to everybody who asks for a seat, so that hundreds can witness it.
    """
    sitting = _held(tx, sitting_id).sitting
    lottery = lotteries.find_lottery(tx, sitting_id)
    if lottery is None or not lottery.is_due_to_close(sitting, tx.now):
        return False
    asking = lotteries.requests_with_rights(tx, sitting_id, sitting.semester)
    requests = (LotteryRequest(pseudonym_of(sitting_id, one), right) for one, right in asking)
    closing = Closing(
        sitting=DrawnSitting(
            sitting_id=sitting_id,
            exam_number=sitting.exam_number,
            semester=sitting.semester.code,
            period=sitting.period,
            registration_open_time=sitting.registration.open_time,
            registration_close_time=sitting.registration.close_time,
        ),
        commitment=lottery.commitment,
        close_time=tx.now,
        seats=free_seats(sitting, len(asking)),
        has_waiting_list=sitting.has_waiting_list,
        requests=tuple(sorted(requests, key=lambda request: request.pseudonym)),
    )
    lotteries.keep_closing(tx, closing)
    waiting = registrations.registrations_of_sitting(tx, sitting_id, {Status.IN_LOTTERY})
    mail_closing(tx, closing, waiting, desk.hold_students(tx, [one.person_id for one in waiting]))
    return True


def draw_lottery(
    tx: Transaction, signer: Signer, sitting_id: UUID, public_value: str, *, validate_only: bool
) -> PublicLottery:
    """Draws with the public value, or says only whether that can be done, and nothing of how.

    Raises LOTTERY_UNKNOWN and the problems of `problem_of_draw`.
    """
    held = _held(tx, sitting_id)
    lottery = lotteries.find_lottery(tx, sitting_id)
    if lottery is None:
        raise _unknown()
    problem = problem_of_draw(held.sitting, lottery, public_value, tx.now)
    if problem is not None:
        raise _failure(problem, held.sitting, lottery.commitment.public_time, tx.now)
    if validate_only:
        return _public(held.sitting, lottery)
    _draw(tx, signer, held, lottery, public_value)
    drawn = get_lottery(tx, sitting_id)
    tell_lottery_drawn(tx, drawn)
    return drawn


def _draw(
    tx: Transaction, signer: Signer, held: HeldSitting, lottery: Lottery, public_value: str
) -> None:
    sitting_id = held.sitting.sitting_id
    asking = {
        pseudonym_of(sitting_id, one.registration_id): one
        for one in registrations.registrations_of_sitting(tx, sitting_id, {Status.IN_LOTTERY})
    }
    addressees = desk.hold_students(tx, [one.person_id for one in asking.values()])
    closing = read_closing(lottery.closing)
    seats = free_seats(held.sitting, len(closing.requests))
    lots = draw(
        draw_key(bytes.fromhex(lottery.seed), closing.digest, public_value),
        closing.requests,
        seats=seats,
        preselection_percent=closing.commitment.preselection_percent,
        has_waiting_list=closing.has_waiting_list,
        withdrawn={one.pseudonym for one in closing.requests} - asking.keys(),
    )
    publication = Publication(
        closing=closing,
        closing_digest=lottery.closing_digest,
        draw_time=tx.now,
        seed=lottery.seed,
        public_value=public_value,
        seats=seats,
        lots=lots,
    )
    lotteries.keep_publication(tx, publication)
    given = _outcomes(lots, asking, seats, has_waiting_list=closing.has_waiting_list)
    changes = [SeatChange(one, *_BECOMES[outcome]) for one, outcome in given]
    change_all(tx, signer, held, addressees, changes)


def _outcomes(
    lots: tuple[Lot, ...],
    asking: dict[str, Registration],
    seats: int,
    *,
    has_waiting_list: bool,
) -> list[tuple[Registration, Outcome]]:
    """What becomes of everybody who asks, in the order of the tickets.

    A request that is not in the closing, as the office opened the window again, comes after all
    others: it gets what they leave over, in the order of asking.
    """
    given = [(asking[lot.pseudonym], lot.outcome) for lot in lots if lot.pseudonym in asking]
    left = seats - sum(outcome.has_seat for _, outcome in given)
    known = {lot.pseudonym for lot in lots}
    late = sorted(
        (one for pseudonym, one in asking.items() if pseudonym not in known),
        key=lambda one: one.seq,
    )
    without = Outcome.WAITING if has_waiting_list else Outcome.NOT_DRAWN
    outcomes = (Outcome.DRAWN if place < left else without for place in range(len(late)))
    return [*given, *zip(late, outcomes, strict=True)]


def _public(sitting: Sitting, lottery: Lottery) -> PublicLottery:
    drawn = lottery.draw_time is not None
    return PublicLottery(
        sitting=sitting,
        commitment=lottery.commitment,
        close_time=lottery.close_time,
        closing=lottery.closing,
        closing_digest=lottery.closing_digest,
        request_count=lottery.request_count,
        draw_time=lottery.draw_time,
        seed=lottery.seed if drawn else "",
        public_value=lottery.public_value,
        publication=lottery.publication,
        drawn_count=lottery.drawn_count,
    )


def _held(tx: Transaction, sitting_id: UUID) -> HeldSitting:
    """The sitting, locked; the access rules let nobody through to one that does not exist."""
    return desk.hold_sittings(tx, [sitting_id])[sitting_id]


def _unknown() -> Failure:
    return Failure(Code.NOT_FOUND, "LOTTERY_UNKNOWN", texts.LOTTERY_UNKNOWN)


def _failure(
    problem: LotteryProblem, sitting: Sitting, public_time: datetime, now: datetime
) -> Failure:
    message = texts.problem(problem, sitting, public_time, now)
    field = _FIELDS.get(problem)
    if field is None:
        return Failure(Code.FAILED_PRECONDITION, problem.value, message)
    return Failure(
        Code.INVALID_ARGUMENT,
        problem.value,
        message,
        fields=(FieldProblem(field, problem.value, message),),
    )
