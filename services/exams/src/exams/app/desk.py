"""One batch of the desk: registrations and withdrawals decided in one transaction, in order.

Everything that the decisions look at is locked and loaded at once, sittings before students; the
domain decides the commands one after the other; everything is written at once.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.database import Transaction
from chassis.signing import Signer

from exams.app.desk_records import DeskRecords
from exams.domain.addressee import Addressee
from exams.domain.desk import (
    Command,
    Decided,
    DeskFacts,
    Refusal,
    Register,
    Unknown,
    Withdraw,
)
from exams.domain.desk_decisions import DeskDecisions
from exams.domain.examinations import Registration
from exams.domain.obstacles import Obstacle
from exams.events.outgoing import ToldRegistration
from exams.store import desk as stored
from exams.store.registrations import find_registrations
from exams.store.regulations import share_content
from exams.store.standing import standings_of

# So many more of a waiting list are looked at than seats may become free, as some may no longer
# register; where that is too few, so many times more.
SPARE_ENTRIES = 8
MORE = 8


@dataclass(frozen=True, slots=True)
class Done:
    """What was asked for is done."""

    # As it stood then; what a later command of the batch made of it has an event of its own.
    registration: Registration
    # The same as events and answers carry it.
    told: ToldRegistration
    # Signed by the service: a compact JWS.
    receipt: str
    # Rules that only warn.
    warnings: tuple[Obstacle, ...] = ()
    # What the regulations registered the student for at once.
    repeat: ToldRegistration | None = None


Outcome = Done | Refusal | Unknown


def decide_together(tx: Transaction, signer: Signer, commands: Sequence[Command]) -> list[Outcome]:
    """Decides the commands in the order given; the outcome of each stands at its place.

    For an Unknown nothing is written. Registrations to be withdrawn have to exist. Takes the same
    number of statements for one command as for a thousand.
    """
    entries, looked_at = SPARE_ENTRIES, -1
    while True:
        facts, addressees = _load(tx, commands, entries)
        desk = DeskDecisions(facts, tx.now, tx.new_id)
        decisions = [desk.decide(command) for command in commands]
        looked_at, before = sum(map(len, facts.waiting.values())), looked_at
        # A list that does not grow when more of it is asked for is known to its end.
        if not desk.is_short_of_entries or looked_at == before:
            break
        entries *= MORE
    records = DeskRecords(tx, signer, facts, desk, addressees)
    records.write()
    return [
        _done(decision, records) if isinstance(decision, Decided) else decision
        for decision in decisions
    ]


def _done(decided: Decided, records: DeskRecords) -> Done:
    change = decided.change
    return Done(
        records.registration(change),
        records.told(change),
        records.receipt(change),
        decided.warnings,
        None if decided.repeat is None else records.told(decided.repeat),
    )


def _load(
    tx: Transaction, commands: Sequence[Command], entries: int
) -> tuple[DeskFacts, dict[UUID, Addressee]]:
    """Locks sittings, then students, each in sorted order, and loads what the rules look at."""
    registering = [one for one in commands if isinstance(one, Register)]
    leaving_ids = [one.registration_id for one in commands if isinstance(one, Withdraw)]
    leaving = stored.places_of(tx, leaving_ids)
    second_period = stored.sittings_of_second_period(tx, leaving_ids)
    sittings = stored.hold_sittings(
        tx,
        {
            *(one.sitting_id for one in registering),
            *(place.sitting_id for place in leaving.values()),
            *(sitting_id for ids in second_period.values() for sitting_id in ids),
        },
    )
    freed = Counter(place.sitting_id for place in leaving.values())
    waiting = stored.first_waiting(
        tx,
        [one for one in freed if sittings[one].sitting.waiting],
        max(freed.values(), default=0) + entries,
    )
    people = {
        *(one.person_id for one in registering),
        *(place.person_id for place in (*leaving.values(), *waiting)),
    }
    addressees = stored.hold_students(tx, people)
    share_content(tx, people)
    waiting_ids: dict[UUID, list[UUID]] = {}
    for place in waiting:
        waiting_ids.setdefault(place.sitting_id, []).append(place.registration_id)
    known_ids = [*leaving_ids, *(place.registration_id for place in waiting)]
    facts = DeskFacts(
        sittings=sittings,
        standings=standings_of(tx, people, [held.sitting for held in sittings.values()]),
        registrations=find_registrations(tx, known_ids) if known_ids else {},
        waiting=waiting_ids,
        second_period=second_period,
        codes=stored.printed_codes(tx),
    )
    return facts, addressees
