"""Charging the semester contribution, and keeping it at what is due."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.values import LocalizedText, Semester, local_date

from records.domain.catalogue import EnrolmentKind
from records.domain.contribution import (
    ContributionChange,
    PlannedEnrolment,
    Stays,
    cents_by_part,
    parts_due,
)
from records.domain.enrolment import Enrolment, SemesterStatus
from records.domain.ledger import (
    CONTRIBUTION,
    RECEIVABLE,
    SYSTEM,
    WAIVERS,
    BookedLine,
    Booking,
    BookingKind,
    Charge,
    Line,
    due_by_part,
    lines_to_change_parts,
)
from records.domain.semester_plan import SemesterDecision, status_in
from records.domain.university import Contribution, contribution_of
from records.store import catalogue, ledger
from records.store.contributions import load_expected_enrolments
from records.store.enrolments import load_enrolments_of_persons
from records.store.rules import load_rules
from records.store.semester_plan import load_decisions_of
from records.store.university import load_contributions
from records.texts import ledger as texts


def bring_contributions_up_to_date(
    tx: Transaction, semester: Semester, person_ids: Collection[UUID], *, by: str = SYSTEM
) -> tuple[ContributionChange, ...]:
    """Makes each person's contribution of a semester what is due for how it is to be spent.

    Charges where none stands, raises or reduces where it changed, and returns what changed; run
    again it changes nothing. The number of queries does not depend on the number of persons.
    The caller calls `reregistering.note_account_changed` for those who are returned, unless they
    were only just called to pay.
    """
    ledger.lock_accounts(tx, person_ids)
    planned, deadlines = _plans(tx, semester, person_ids)
    contribution = contribution_of(load_contributions(tx), semester)
    rules = load_rules(tx)
    standing = {
        person_id: each
        for person_id, charges in ledger.load_charges(tx, person_ids).items()
        for each in charges
        if (each.fee_code, each.semester) == (CONTRIBUTION, semester)
    }
    lines = ledger.load_lines_of_charges(tx, [each.charge_id for each in standing.values()])
    made = _Made(tx, semester, by)
    for person_id in sorted(set(person_ids)):
        due = parts_due(contribution, semester, planned[person_id], rules)
        charge = standing.get(person_id)
        if charge is None:
            due = cents_by_part(contribution) if due is Stays.AS_CHARGED else due
            made.charge(person_id, due, deadlines.get(person_id))
        elif due is not Stays.AS_CHARGED:
            made.change(charge, lines[charge.charge_id], due)
    ledger.book(tx, made.bookings)
    ledger.add_charges(tx, made.charges)
    return tuple(made.changes)


def contribution_in(tx: Transaction, semester: Semester) -> Contribution:
    """The full contribution of a semester."""
    return contribution_of(load_contributions(tx), semester)


def full_contribution_of(tx: Transaction, enrolment: Enrolment, semester: Semester) -> int:
    """What somebody owes for a semester who is neither on leave nor abroad, in cents."""
    doctoral = enrolment.kind is EnrolmentKind.DOCTORAL
    parts = load_rules(tx).doctoral.contribution_parts if doctoral else None
    return sum(cents_by_part(contribution_in(tx, semester), parts).values())


def _plans(
    tx: Transaction, semester: Semester, person_ids: Collection[UUID]
) -> tuple[dict[UUID, list[PlannedEnrolment]], dict[UUID, date]]:
    enrolments = load_enrolments_of_persons(tx, person_ids)
    ids = [each.enrolment_id for own in enrolments.values() for each in own]
    decisions = load_decisions_of(tx, ids)
    planned: dict[UUID, list[PlannedEnrolment]] = defaultdict(list)
    for person_id, own in enrolments.items():
        planned[person_id] = [
            _planned(each, semester, decisions.get(each.enrolment_id, ()))
            for each in own
            if each.first_enrolment_date <= semester.last_date
        ]
    deadlines: dict[UUID, date] = {}
    for one in load_expected_enrolments(tx, semester, person_ids):
        planned[one.person_id].append(PlannedEnrolment(one.kind, SemesterStatus.ENROLLED))
        deadlines[one.person_id] = one.payment_deadline_date
    return planned, deadlines


def _planned(
    enrolment: Enrolment, semester: Semester, decisions: Collection[SemesterDecision]
) -> PlannedEnrolment:
    """A semester that is recorded is spent as recorded; one to come as decided."""
    recorded = enrolment.recorded_in(semester)
    return PlannedEnrolment(
        kind=enrolment.kind,
        status=recorded.status if recorded else status_in(decisions, semester),
        end_date=enrolment.end_date,
        contribution_stays=any(
            each.contribution_stays for each in decisions if each.semester == semester
        ),
    )


class _Made:
    """What is to be booked for many persons."""

    def __init__(self, tx: Transaction, semester: Semester, by: str) -> None:
        self._tx = tx
        self._semester = semester
        self._by = by
        self._today = local_date(tx.now)
        self._due_date = _last_day_to_pay(tx, semester) or self._today
        self.bookings: list[Booking] = []
        self.charges: list[Charge] = []
        self.changes: list[ContributionChange] = []

    def charge(self, person_id: UUID, due: Mapping[str, int], deadline: date | None) -> None:
        """Charges where none stands; nothing where nothing is due."""
        charge = Charge(
            charge_id=self._tx.new_id(),
            booking_id=self._tx.new_id(),
            person_id=person_id,
            fee_code=CONTRIBUTION,
            semester=self._semester,
            due_date=deadline or max(self._due_date, self._today),
            occasion="",
        )
        lines = lines_to_change_parts(person_id, charge.charge_id, {}, due)
        if not lines:
            return
        text = texts.CONTRIBUTION_CHARGED.format(semester=self._semester.name)
        self._book(charge.booking_id, BookingKind.CHARGE, text, lines)
        self.charges.append(charge)
        self._note(charge, 0, sum(due.values()))

    def change(self, charge: Charge, booked: list[BookedLine], due: Mapping[str, int]) -> None:
        """Raises or reduces what stands."""
        now = due_by_part(booked)
        lines = lines_to_change_parts(charge.person_id, charge.charge_id, now, due)
        if not lines:
            return
        before, after = sum(now.values()), sum(due.values())
        self._give_up_waiver_beyond(charge, booked, after)
        if after == before:
            self._book(self._tx.new_id(), BookingKind.TRANSFER, self._text("moved"), lines)
        elif after < before:
            self._book(self._tx.new_id(), BookingKind.REDUCTION, self._text("reduced"), lines)
        else:
            # A reduction that is taken back is none any more; only what is beyond is charged.
            reduced = -sum(
                each.cents
                for each in booked
                if each.account == RECEIVABLE
                and each.effect is not BookingKind.WAIVER
                and each.kind is not BookingKind.CHARGE
            )
            within = after - before <= reduced
            kind = BookingKind.REDUCTION if within else BookingKind.CHARGE
            self._book(self._tx.new_id(), kind, self._text("raised"), lines)
        self._note(charge, before, after)

    def _give_up_waiver_beyond(self, charge: Charge, booked: list[BookedLine], after: int) -> None:
        """No more is waived than is due."""
        waived = sum(each.cents for each in booked if each.account == WAIVERS)
        if waived > after:
            lines = (
                Line(RECEIVABLE, waived - after, charge.person_id, charge.charge_id),
                Line(WAIVERS, after - waived, None, charge.charge_id),
            )
            self._book(self._tx.new_id(), BookingKind.WAIVER, self._text("waived"), lines)

    def _text(self, change: str) -> LocalizedText:
        return texts.CONTRIBUTION_CHANGED[change].format(semester=self._semester.name)

    def _book(
        self, booking_id: UUID, kind: BookingKind, text: LocalizedText, lines: tuple[Line, ...]
    ) -> None:
        booking = Booking(booking_id, kind, self._today, text, lines, booked_by=self._by)
        self.bookings.append(booking)

    def _note(self, charge: Charge, before: int, after: int) -> None:
        change = ContributionChange(charge.person_id, charge.charge_id, before, after)
        self.changes.append(change)


def _last_day_to_pay(tx: Transaction, semester: Semester) -> date | None:
    dates = (each for each in catalogue.load_semesters(tx) if each.semester == semester)
    return next((each.reregistration.last for each in dates), None)
