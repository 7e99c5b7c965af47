"""Whatever everybody tries, in any order: stored applications keep their promises."""

import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from uuid import UUID

from chassis.database import Database
from chassis.errors import Failure
from chassis.testing import DrivenClock, within
from chassis.testing.databases import fresh_database
from chassis.values import PersonName, Semester
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from records.app import student_cards
from records.app.applications import reading, review
from records.app.enrolling import EnrolmentOrder, enrol_person
from records.app.person_accounts import account_of
from records.app.profile_loading import load_profile
from records.domain.applications.files import Caller
from records.domain.applications.workflow import ENDED, ApplicationState, EventKind
from records.domain.person import PersonFacts
from records.domain.profile import Profile
from records.main import service
from records.profile.files import read_profile
from records.store import student_cards as cards

from services.records.tests.application_factories import LOST, adviser, begun, clerk, student
from services.records.tests.enrol_factories import FIRST_NUMBER

FACTS = PersonFacts(PersonName("Ayşe", "Öztürk"), date(2004, 5, 17), "İzmir", "TR")
ANYBODY = st.sampled_from(["student", "clerk", "adviser"])
# The replacement of a card costs 5.00 €.
FEE = 500
ENDS = {
    ApplicationState.APPROVED: EventKind.APPROVED,
    ApplicationState.REJECTED: EventKind.REJECTED,
    ApplicationState.WITHDRAWN: EventKind.WITHDRAWN,
}


class AnyOrder(RuleBasedStateMachine):
    """The replacement of a card: it blocks, issues, charges and mails."""

    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.database = fresh_database(service, Path(self.folder.name), DrivenClock(), None)

    def teardown(self) -> None:
        self.database.close()
        self.folder.cleanup()

    @initialize()
    def begin(self) -> None:
        profile = read_profile(Path(__file__).parent / "profile")
        assert isinstance(profile, Profile)
        within(self.database, load_profile, profile)
        semester = Semester.parse("2026W")
        order = EnrolmentOrder(FACTS, "HIST-BA", "", semester)
        enrolled = within(self.database, enrol_person, order, FIRST_NUMBER)
        self.person_id = enrolled.person.person_id
        within(self.database, student_cards.extend_cards, [self.person_id], semester)
        self.callers = {
            "student": student(self.person_id),
            "clerk": clerk(),
            "adviser": adviser("HIST-BA"),
        }
        self.application_id: UUID = begun(self.database, self.callers["student"], LOST)
        self.ended: ApplicationState | None = None

    def tries(self, who: str, use_case: Callable[..., object], *args: str, **more: object) -> None:
        caller: Caller = self.callers[who]
        with suppress(Failure):
            within(self.database, use_case, caller, self.application_id, *args, **more)

    @rule(who=ANYBODY)
    def submit(self, who: str) -> None:
        self.tries(who, review.submit_application)

    @rule(who=ANYBODY)
    def ask(self, who: str) -> None:
        self.tries(who, review.ask_question, "Wo?")

    @rule(who=ANYBODY)
    def answer(self, who: str) -> None:
        self.tries(who, review.answer_question, "Im Bus.")

    @rule(who=ANYBODY)
    def withdraw(self, who: str) -> None:
        self.tries(who, review.withdraw_application)

    @rule(who=ANYBODY, step=st.integers(1, 2), approve=st.booleans())
    def decide(self, who: str, step: int, approve: bool) -> None:
        self.tries(who, review.decide_application, step=step, approve=approve, reason="Geprüft.")

    @invariant()
    def effects_follow_one_approval_and_nothing_else(self) -> None:
        file = within(self.database, reading.file_of, self.application_id, self.callers["student"])
        application = file.application
        approved = application.state is ApplicationState.APPROVED
        assert (application.effect_time is not None) == approved
        assert len(within(self.database, cards.cards_of, self.person_id)) == 1 + approved
        # The fee is due with the submission and falls away with a rejection or withdrawal.
        due = application.state not in {
            ApplicationState.DRAFT,
            ApplicationState.REJECTED,
            ApplicationState.WITHDRAWN,
        }
        charges = within(self.database, account_of, self.person_id).charges
        assert sum(each.open for each in charges) == (FEE if due else 0)
        if self.ended is not None:
            assert application.state is self.ended
        elif application.state in ENDED:
            self.ended = application.state

    @invariant()
    def everything_is_noted(self) -> None:
        file = within(self.database, reading.file_of, self.application_id, self.callers["student"])
        kinds = [each.kind for each in file.events]
        assert kinds[0] is EventKind.CREATED
        assert kinds.count(EventKind.SUBMITTED) == (file.application.submit_time is not None)
        assert kinds.count(EventKind.EFFECT) == kinds.count(EventKind.APPROVED)
        for state, kind in ENDS.items():
            assert kinds.count(kind) == (file.application.state is state)
        # Nobody but the clerk decides on a card, and nobody but the student withdraws.
        deciding = {EventKind.ASKED, EventKind.APPROVED, EventKind.REJECTED, EventKind.EFFECT}
        for each in file.events:
            assert each.actor == ("sservice" if each.kind in deciding else "lg100001")


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=8, stateful_step_count=10, deadline=None)
