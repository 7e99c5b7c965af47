"""The desk's decisions: commands in order of arrival, each on the state that the earlier ones left.

Pure: the facts were loaded and locked before, and whoever asked writes what was decided, all of it
or nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from exams.domain.desk import (
    Action,
    Change,
    Command,
    Decided,
    Decision,
    DeskFacts,
    Entry,
    Refusal,
    Register,
    SittingState,
    Unknown,
    Withdraw,
)
from exams.domain.examinations import Sitting
from exams.domain.obstacles import Obstacle
from exams.domain.receipts import ReceiptAction
from exams.domain.registering import (
    SET_ASIDE_FOR_PROMOTION,
    SET_ASIDE_FOR_REPEAT,
    RegistrationCase,
    RegistrationDecision,
    decide_registration,
)
from exams.domain.standing import StandingRegistration, StudentStanding
from exams.domain.statuses import SEATED, Status
from exams.domain.waiting_list import SeatsOfSitting, promote
from exams.domain.withdrawing import RepeatCause, obstacles_to_withdrawal, repeat_sitting

_ACTIONS = {
    Status.REGISTERED: ReceiptAction.REGISTERED,
    Status.WAITING: ReceiptAction.WAITING,
    Status.IN_LOTTERY: ReceiptAction.LOTTERY_REQUESTED,
}


class DeskDecisions:
    """Decides the commands of a batch and remembers what is to be written."""

    def __init__(self, facts: DeskFacts, now: datetime, new_id: Callable[[], UUID]) -> None:
        self._facts = facts
        self._now = now
        self._new_id = new_id
        self._standings = dict(facts.standings)
        self._entries: dict[UUID, Entry] = {}
        self.sittings = {key: self._state_of(key) for key in facts.sittings}
        self.changes: list[Change] = []
        self.refusals: list[Refusal] = []
        # Whether a seat stayed free although somebody waits whom the facts do not name.
        self.is_short_of_entries = False

    def decide(self, command: Command) -> Decision:
        """Decides one command; without obstacles it is done."""
        return self._register(command) if isinstance(command, Register) else self._withdraw(command)

    def _register(self, command: Register) -> Decision:
        state = self.sittings.get(command.sitting_id)
        if state is None:
            return Unknown.SITTING
        standing = self._standings[command.person_id]
        named = command.enrolment_id
        if named is not None and all(one.enrolment_id != named for one in standing.enrolments):
            return Unknown.ENROLMENT
        decision = decide_registration(
            RegistrationCase(self._now, state.sitting, standing, named_enrolment_id=named)
        )
        if decision.enrolment is None or decision.obstacles:
            return self._refuse(
                Action.REGISTER,
                command.person_id,
                command.sitting_id,
                None,
                decision.obstacles,
                decision.regulation_section,
            )
        return Decided(self._add(state, standing, decision, command.trace), decision.warnings)

    def _add(
        self,
        state: SittingState,
        standing: StudentStanding,
        decision: RegistrationDecision,
        trace: str,
        *,
        is_repeat: bool = False,
    ) -> Change:
        """Adds a registration that nothing stands in the way of."""
        assert decision.enrolment is not None
        status = decision.leads_to
        entry = Entry(
            registration_id=self._new_id(),
            person_id=standing.person_id,
            enrolment_id=decision.enrolment.enrolment_id,
            sitting_id=state.sitting.sitting_id,
            exam_number=state.sitting.exam_number,
            regulations_version_code=decision.enrolment.regulations_version_code,
            seq=state.next_seq(),
            register_time=self._now,
            status=status,
        )
        self._entries[entry.registration_id] = entry
        if status is Status.WAITING:
            state.added.append(entry)
        state.count(status, +1)
        self._note(entry, state.sitting)
        return self._happened(entry, _ACTIONS[status], entry.seq, trace, is_repeat)

    def _withdraw(self, command: Withdraw) -> Decision:
        entry = self._entry(command.registration_id)
        state = self.sittings[entry.sitting_id]
        known = self._facts.registrations[command.registration_id]
        # What the batch did to it before counts too.
        known = replace(known, status=entry.status, withdraw_time=entry.withdraw_time)
        version = self._standings[entry.person_id].versions.get(entry.regulations_version_code)
        rules = version.rules if version is not None else None
        if obstacles := obstacles_to_withdrawal(known, self._now, rules):
            return self._refuse(
                Action.WITHDRAW,
                entry.person_id,
                entry.sitting_id,
                entry.registration_id,
                obstacles,
                known.registration_section,
            )
        held = entry.status
        entry.status, entry.withdraw_time = Status.WITHDRAWN, self._now
        entry.version += 1
        state.count(held, -1)
        change = self._happened(
            entry, ReceiptAction.WITHDRAWN, state.next_seq(), command.trace, False
        )
        standing = self._standings[entry.person_id]
        self._standings[entry.person_id] = standing.without_registration(entry.registration_id)
        if held not in SEATED:
            return Decided(change)
        self._fill_seats(state, command.trace)
        return Decided(change, repeat=self._repeat(entry, command.trace))

    def _fill_seats(self, state: SittingState, trace: str) -> None:
        """Whoever waits first and still may register gets the seat that became free."""
        promoted = promote(
            SeatsOfSitting(
                state.sitting.seating,
                state.sitting.capacity,
                state.taken,
                state.sitting.cancel_time is not None,
            ),
            self._waiting(state),
            lambda entry: self._may_move_up(entry, state),
        )
        for entry in promoted:
            entry.status = Status.REGISTERED
            entry.version += 1
            state.count(Status.WAITING, -1)
            state.count(Status.REGISTERED, +1)
            self._note(entry, state.sitting)
            self._happened(entry, ReceiptAction.PROMOTED, state.next_seq(), trace, False)

    def _waiting(self, state: SittingState) -> Iterator[Entry]:
        yield from (one for one in state.stored if one.status is Status.WAITING)
        still = sum(one.status is Status.WAITING for one in (*state.stored, *state.added))
        if still < state.waiting:
            # Somebody waits between those who are known here and those who came just now.
            self.is_short_of_entries = True
            return
        yield from (one for one in state.added if one.status is Status.WAITING)

    def _may_move_up(self, entry: Entry, state: SittingState) -> bool:
        standing = self._standings[entry.person_id].without_registration(entry.registration_id)
        decision = decide_registration(
            RegistrationCase(
                self._now,
                state.sitting,
                standing,
                named_enrolment_id=entry.enrolment_id,
                set_aside=SET_ASIDE_FOR_PROMOTION,
            )
        )
        return not decision.obstacles

    def _repeat(self, left: Entry, trace: str) -> Change | None:
        """Registers for the second period's sitting where the regulations say so."""
        standing = self._standings[left.person_id]
        version = standing.versions.get(left.regulations_version_code)
        offered = self._facts.second_period.get(left.registration_id, ())
        sitting = repeat_sitting(
            self.sittings[left.sitting_id].sitting,
            [self.sittings[one].sitting for one in offered],
            version.rules.repeat_registration if version is not None else None,
            RepeatCause.WITHDRAWAL,
            self._now,
        )
        if sitting is None:
            return None
        decision = decide_registration(
            RegistrationCase(
                self._now,
                sitting,
                standing,
                named_enrolment_id=left.enrolment_id,
                set_aside=SET_ASIDE_FOR_REPEAT,
            )
        )
        if decision.enrolment is None or decision.obstacles:
            return None
        state = self.sittings[sitting.sitting_id]
        return self._add(state, standing, decision, trace, is_repeat=True)

    def _note(self, entry: Entry, sitting: Sitting) -> None:
        """Later commands see the registration."""
        standing = self._standings[entry.person_id]
        self._standings[entry.person_id] = standing.with_registration(
            StandingRegistration.of(
                sitting,
                registration_id=entry.registration_id,
                enrolment_id=entry.enrolment_id,
                status=entry.status,
                register_time=entry.register_time,
            )
        )

    def _refuse(
        self,
        action: Action,
        person_id: UUID,
        sitting_id: UUID,
        registration_id: UUID | None,
        obstacles: tuple[Obstacle, ...],
        section: str,
    ) -> Refusal:
        refusal = Refusal(
            action, self._new_id(), person_id, sitting_id, registration_id, obstacles, section
        )
        self.refusals.append(refusal)
        return refusal

    def _happened(
        self, entry: Entry, action: ReceiptAction, seq: int, trace: str, is_repeat: bool
    ) -> Change:
        is_waiting = entry.status is Status.WAITING
        change = Change(
            entry=entry,
            action=action,
            seq=seq,
            trace=trace,
            status=entry.status,
            version=entry.version,
            withdraw_time=entry.withdraw_time,
            # Whoever begins to wait is the last of the list.
            waiting_place=self.sittings[entry.sitting_id].waiting if is_waiting else 0,
            is_repeat=is_repeat,
        )
        self.changes.append(change)
        return change

    def _entry(self, registration_id: UUID) -> Entry:
        entry = self._entries.get(registration_id)
        if entry is None:
            entry = Entry.of(self._facts.registrations[registration_id])
            self._entries[registration_id] = entry
        return entry

    def _state_of(self, sitting_id: UUID) -> SittingState:
        held = self._facts.sittings[sitting_id]
        stored = [self._entry(one) for one in self._facts.waiting.get(sitting_id, ())]
        sitting = held.sitting
        return SittingState(sitting, sitting.taken, sitting.waiting, held.last_seq, stored, [])
