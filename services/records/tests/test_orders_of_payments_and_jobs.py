"""Whatever the order of payments, jobs and decisions: no doubled charge, no overlapping state."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from chassis.errors import Failure
from chassis.testing import DrivenClock, within
from chassis.testing.databases import fresh_database
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from records.app.completions import note_completion
from records.app.deregistering import deregister_person, take_back_deregistration
from records.app.payments import return_payment
from records.app.profile_loading import load_profile
from records.app.reregistering import note_account_changed
from records.domain.enrolment import EndReason
from records.domain.ledger import CONTRIBUTION as CONTRIBUTION_CODE
from records.domain.reregistration import WAITING, ReregistrationState
from records.domain.semester_jobs import JobKind
from records.main import service
from records.profile.files import read_profile

from services.records.tests.enrol_factories import (
    CONTRIBUTION,
    NEXT,
    NOW,
    OPENS,
    REMINDER,
    University,
)


@contextmanager
def refused_only_with(*reasons: str) -> Iterator[None]:
    """What may be refused, but with no other reason."""
    try:
        yield
    except Failure as refused:
        if refused.reason not in reasons:
            raise


class Reregistering(RuleBasedStateMachine):
    """One student, from the opening of the period until the semester begins."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="matrikel-orders-")
        clock = DrivenClock()
        database = fresh_database(service, Path(self.folder.name), clock, None)
        self.here = University(database, clock)
        profile = read_profile(Path(__file__).parent / "profile")
        within(database, load_profile, profile)
        self.person_id: UUID = self.here.student().person.person_id
        self.day = OPENS - timedelta(days=3)
        self.booked: list[UUID] = []
        self.here.on(self.day)

    @rule(days=st.integers(1, 20))
    @precondition(lambda self: self.day < NEXT.first_date - timedelta(days=25))
    def time_goes_by(self, days: int) -> None:
        self.day += timedelta(days=days)
        self.here.on(self.day)

    @rule(kind=st.sampled_from(JobKind))
    def a_job_runs(self, kind: JobKind) -> None:
        with refused_only_with(
            "WINDOW_NOT_OPEN", "WINDOW_NOT_OVER", "REMIND_FIRST", "REMINDER_DEADLINE_NOT_OVER"
        ):
            self.here.runs(kind)

    @rule(
        cents=st.sampled_from([REMINDER, 10_000, CONTRIBUTION, CONTRIBUTION + REMINDER]),
        earlier=st.integers(0, 15),
    )
    def money_arrives(self, cents: int, earlier: int) -> None:
        value_date = self.day - timedelta(days=earlier)
        self.booked.append(self.here.pays(self.person_id, cents, value_date))

    @rule()
    @precondition(lambda self: self.booked)
    def money_goes_back(self) -> None:
        booking_id = self.booked.pop()

        def back(tx: object) -> None:
            return_payment(tx, booking_id, self.day)  # type: ignore[arg-type]  # a transaction
            note_account_changed(tx, [self.person_id], money_went_back=True)  # type: ignore[arg-type]

        self.here.do(back)

    @rule(exam=st.sampled_from([None, NOW.first_date + timedelta(days=100)]))
    def studies_are_complete_or_not(self, exam: date | None) -> None:
        self.here.do(note_completion, self._enrolment_id(), exam)

    @rule()
    def the_office_de_registers(self) -> None:
        with refused_only_with("NOT_ENROLLED"):
            self.here.do(
                deregister_person, self.person_id, [], NOW.last_date, EndReason.OFFICE, "x"
            )

    @rule()
    def the_office_takes_it_back(self) -> None:
        with refused_only_with("NOT_DEREGISTERED", "ENDED_BY_COMPLETION"):
            self.here.do(take_back_deregistration, self._enrolment_id())

    @invariant()
    def each_thing_is_charged_once(self) -> None:
        charges = self.here.account(self.person_id).charges
        of_the_semester = [each.charge.fee_code for each in charges if each.charge.semester == NEXT]
        assert len(of_the_semester) == len(set(of_the_semester))
        assert all(
            each.due in (0, CONTRIBUTION)
            for each in charges
            if each.charge.fee_code == CONTRIBUTION_CODE
        )

    @invariant()
    def the_states_agree(self) -> None:
        row = self.here.row(self.person_id)
        [enrolment] = self.here.enrolments(self.person_id)
        semesters = [each.recorded.semester for each in enrolment.semesters]
        assert len(semesters) == len(set(semesters))
        recorded = enrolment.recorded_in(NEXT) is not None
        done = row is not None and row.state is ReregistrationState.DONE
        assert recorded == done
        if done or (row is not None and row.state in WAITING):
            assert enrolment.end_date is None or enrolment.end_date >= NEXT.first_date
        if row is not None and row.state is ReregistrationState.CLOSED:
            assert enrolment.end_date == NOW.last_date

    def _enrolment_id(self) -> UUID:
        return self.here.enrolments(self.person_id)[0].enrolment_id

    def teardown(self) -> None:
        if hasattr(self, "here"):
            self.here.database.close()
            self.folder.cleanup()


TestReregistering = Reregistering.TestCase
TestReregistering.settings = settings(
    max_examples=12,
    stateful_step_count=14,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
