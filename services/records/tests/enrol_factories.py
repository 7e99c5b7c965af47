"""Students, payments and semester jobs for the tests of enrolment and re-registration."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from chassis.database import Database, Transaction
from chassis.database.tables import mails
from chassis.testing import DrivenClock, within
from chassis.values import UNIVERSITY_ZONE, PersonName, Semester
from records.app.applicants import Acceptance, ApplicantShown, accept_applicant
from records.app.enrolling import EnrolmentOrder, PersonEnrolled, enrol_person
from records.app.payments import book_payment
from records.app.person_accounts import account_of
from records.app.reregistering import note_account_changed
from records.app.semester_jobs import preview, run_chunk, start_job
from records.domain.enrolment import Enrolment
from records.domain.person import PersonFacts
from records.domain.reregistration import Reregistration
from records.domain.semester_jobs import JobKind, JobState, Outcome, SemesterJob
from records.domain.settlement import PersonAccount
from records.store.enrolments import load_enrolments_of
from records.store.reregistrations import load_reregistrations
from sqlalchemy import select

FIRST_NUMBER = 3_100_001
NOW = Semester.parse("2026W")
NEXT = Semester.parse("2027S")
# The profile of the tests: Studentenwerk 112.00 and student contribution 131.15.
CONTRIBUTION = 24_315
REMINDER = 1_500
OPENS, CLOSES = date(2027, 1, 15), date(2027, 2, 15)
REMINDED = date(2027, 2, 16)
# A fortnight after the reminder.
REMINDED_UNTIL = date(2027, 3, 2)


@dataclass
class University:
    """A database whose clock is driven, a minute on with each thing that happens."""

    database: Database
    clock: DrivenClock

    def on(self, day: date) -> "University":
        """Moves to noon of a day."""
        self.clock.set(datetime(day.year, day.month, day.day, 12, tzinfo=UNIVERSITY_ZONE))
        return self

    def do(self, use_case: Callable[..., object], *args: object, **kwargs: object) -> object:
        """Runs a use case, a minute later than the one before."""
        self.clock.advance(timedelta(minutes=1))
        return within(self.database, use_case, *args, **kwargs)

    def student(
        self,
        number: int = 0,
        programme: str = "HIST-BA",
        first: Semester = NOW,
        person: str | None = None,
    ) -> PersonEnrolled:
        """Enrols somebody new, or a known person by number."""
        name = PersonName("Ayşe", f"Öztürk{'abcdefghij'[number % 10]}")
        facts = PersonFacts(name, date(2004, 5, 17), "İzmir", "TR")
        order = EnrolmentOrder(person or facts, programme, "", first)
        enrolled = self.do(enrol_person, order, FIRST_NUMBER)
        assert isinstance(enrolled, PersonEnrolled)
        return enrolled

    def applicant(
        self, programme: str = "HIST-BA", first: Semester = NEXT, **other: object
    ) -> ApplicantShown:
        """Accepts somebody new, or whom `person` names by matriculation number."""
        facts = PersonFacts(
            PersonName(str(other.get("given_names", "John")), "Smith"),
            date(2003, 5, 17),
            "Leeds",
            "GB",
        )
        acceptance = Acceptance(
            applicant_number=str(other.get("number", "")),
            order=EnrolmentOrder(
                person=other.get("person", facts),  # type: ignore[arg-type]  # as given
                programme_code=programme,
                regulations_version_code="",
                first_semester=first,
            ),
            email="john@example.com",
            part_time=bool(other.get("part_time", False)),
            prior_semesters=0,
            payment_deadline_date=other.get("deadline"),  # type: ignore[arg-type]  # as given
        )
        shown = self.do(accept_applicant, acceptance, "clerk", FIRST_NUMBER)
        assert isinstance(shown, ApplicantShown)
        return shown

    def pays(self, person_id: UUID, cents: int, value_date: date) -> UUID:
        """Books a payment with its value date, and what follows."""

        def book(tx: Transaction) -> UUID:
            booking_id = book_payment(tx, person_id, cents, value_date)
            note_account_changed(tx, [person_id])
            return booking_id

        booked = self.do(book)
        assert isinstance(booked, UUID)
        return booked

    def runs(self, kind: JobKind, semester: Semester = NEXT, size: int = 300) -> SemesterJob:
        """Runs a semester job to its end."""
        job = self.do(start_job, kind, semester, "clerk")
        assert isinstance(job, SemesterJob)
        while job.state is JobState.RUNNING:
            job = self.do(run_chunk, job.semester_job_id, size)
            assert isinstance(job, SemesterJob)
        return job

    def previews(self, kind: JobKind, semester: Semester = NEXT) -> dict[Outcome, int]:
        """What a job would do."""
        return within(self.database, preview, kind, semester)

    def row(self, person_id: UUID, semester: Semester = NEXT) -> Reregistration | None:
        """The re-registration of a person."""
        found = within(self.database, load_reregistrations, semester, [person_id])
        return found.get(person_id)

    def state(self, person_id: UUID, semester: Semester = NEXT) -> str:
        """How it stands; "" where the person was not called."""
        row = self.row(person_id, semester)
        return "" if row is None else row.state.value

    def account(self, person_id: UUID) -> PersonAccount:
        """What the person owes."""
        return within(self.database, account_of, person_id)

    def enrolments(self, person_id: UUID) -> tuple[Enrolment, ...]:
        """What the person is enrolled in."""
        return within(self.database, load_enrolments_of, person_id)

    def mails(self, kind: str = "") -> list[str]:
        """The texts of the mails so far, of one kind where it is named."""

        def read(tx: Transaction) -> list[str]:
            chosen = select(mails.c.body).order_by(mails.c.create_time, mails.c.mail_id)
            if kind:
                chosen = chosen.where(mails.c.kind == kind)
            return list(tx.execute(chosen).scalars())

        return within(self.database, read)
