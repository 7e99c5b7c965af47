"""A small university for the tests of exams: its profile, students and staff."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar
from uuid import UUID, uuid4

import pytest
from chassis.database import Database, Transaction
from chassis.database.tables import mails, outbox
from chassis.signing import Signer
from chassis.testing import DrivenClock, Filling, database_fixture, within
from chassis.values import UNIVERSITY_ZONE, Semester
from exams.app.desk import Done, Outcome, decide_together
from exams.app.load_profile import load_profile
from exams.app.receipts import keep_receipt_key
from exams.app.terms import accept_terms
from exams.domain.desk import Command, Refusal, Register, Withdraw
from exams.domain.examinations import Registration
from exams.domain.profile import ExamsProfile, sitting_id_of
from exams.domain.receipts import RECEIPT_TYPE
from exams.events.incoming import on_account_created, on_enrolled
from exams.main import service
from exams.profile.reading import read_profile
from google.type import date_pb2
from matrikel.identity.v1 import account_pb2
from matrikel.identity.v1 import events_pb2 as identity_events
from matrikel.records.v1 import catalogue_pb2, enrolment_pb2, person_pb2
from matrikel.records.v1 import events_pb2 as records_events
from matrikel.type.v1 import localized_text_pb2, person_name_pb2, semester_pb2
from sqlalchemy import select

database = database_fixture(service)
filling = Filling(service)

PROFILE = Path(__file__).parent / "profile"
P = ParamSpec("P")
T = TypeVar("T")

Status: TypeAlias = "enrolment_pb2.SemesterStatus.ValueType"
ENROLLED = enrolment_pb2.SEMESTER_STATUS_ENROLLED
ON_LEAVE = enrolment_pb2.SEMESTER_STATUS_ON_LEAVE
ABROAD = enrolment_pb2.SEMESTER_STATUS_ABROAD


@dataclass(frozen=True)
class Student:
    """A student of the small university."""

    person_id: UUID
    enrolment_id: UUID


@cache
def small_profile() -> ExamsProfile:
    """The small profile, read once."""
    profile, problems = read_profile(PROFILE)
    assert profile is not None, problems
    return profile


@cache
def receipt_signer() -> Signer:
    """The key of the small university's receipts, made once."""
    return Signer.from_file(None, RECEIPT_TYPE)


def found_university(tx: Transaction, signer: Signer, profile: ExamsProfile) -> None:
    """What every campus begins with."""
    keep_receipt_key(tx, signer)
    load_profile(tx, profile)


class Campus:
    """The small university, with its profile loaded, on one database."""

    enrolled = ENROLLED
    on_leave = ON_LEAVE
    abroad = ABROAD

    def __init__(self, database: Database, clock: DrivenClock) -> None:
        self.database = database
        self.clock = clock
        self._students = 0
        self.signer = receipt_signer()
        filling.put(database, found_university, self.signer, self.profile())

    def run(
        self,
        use_case: Callable[Concatenate[Transaction, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Runs a use case in a transaction of its own."""
        return within(self.database, use_case, *args, **kwargs)

    def profile(self) -> ExamsProfile:
        """The small profile."""
        return small_profile()

    def load(self, profile: ExamsProfile) -> Any:
        """Loads a profile."""
        return self.run(load_profile, profile)

    def at(self, year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
        """Sets the clock to a time at the university."""
        moment = datetime(year, month, day, hour, minute, tzinfo=UNIVERSITY_ZONE)
        self.clock.set(moment)
        return moment

    def sitting(
        self, number: str, period: int = 1, group: str = "", semester: str = "2026W"
    ) -> UUID:
        """The id of a sitting of the small profile."""
        return sitting_id_of(number, Semester.parse(semester), period, group)

    def student(
        self,
        *,
        version: str = "KUWI-BA-2024",
        semesters: Mapping[str, Status] | None = None,
        accepts: bool = True,
        mailbox: str | None = "lg100001@stud.leuphana.example",
        family_name: str = "Öztürk",
        part_time: bool = False,
        programme_semester: int = 0,
    ) -> Student:
        """A student as records and identity tell about one.

        `programme_semester` is that of the first of the semesters.
        """
        person_id = uuid4()
        self._students += 1
        if mailbox is not None:
            self.account(person_id, f"lg{100000 + self._students}", mailbox)
        enrolment_id = self.enrol(
            person_id,
            version,
            semesters or {"2026W": ENROLLED},
            family_name=family_name,
            part_time=part_time,
            programme_semester=programme_semester,
        )
        if accepts:
            self.run(accept_terms, person_id, "2026-10-01")
        return Student(person_id, enrolment_id)

    def enrol(
        self,
        person_id: UUID,
        version: str,
        semesters: Mapping[str, Status],
        *,
        end: date | None = None,
        enrolment_id: UUID | None = None,
        family_name: str = "Öztürk",
        person_version: int = 1,
        part_time: bool = False,
        programme_semester: int = 0,
    ) -> UUID:
        """Tells exams of an enrolment."""
        enrolment_id = enrolment_id or uuid4()
        programme = version.rsplit("-", 1)[0]
        event = records_events.Enrolled(
            person=self.person(person_id, family_name, person_version),
            enrolment=enrolment_pb2.Enrolment(
                enrolment_id=str(enrolment_id),
                person_id=str(person_id),
                programme=catalogue_pb2.Programme(
                    programme_code=programme,
                    name=_text(programme),
                    degree=catalogue_pb2.Degree(
                        degree_code="BA", short_name="B.A.", name=_text("Bachelor")
                    ),
                    regulations_versions=[
                        catalogue_pb2.RegulationsVersion(
                            regulations_version_code=version, name=_text(version)
                        )
                    ],
                ),
                first_enrolment_date=date_pb2.Date(year=2026, month=10, day=1),
                end_date=date_pb2.Date(year=end.year, month=end.month, day=end.day)
                if end
                else None,
                semesters=[
                    enrolment_pb2.EnrolledSemester(
                        semester=semester_pb2.Semester(code=code),
                        status=status,
                        part_time=part_time,
                        programme_semester=programme_semester + past if programme_semester else 0,
                    )
                    for past, (code, status) in enumerate(semesters.items())
                ],
                version=1,
            ),
        )
        self.run(on_enrolled, event)
        return enrolment_id

    def person(
        self, person_id: UUID, family_name: str = "Öztürk", version: int = 1
    ) -> person_pb2.Person:
        """A person as records tells about one."""
        return person_pb2.Person(
            person_id=str(person_id),
            matriculation_number=f"{3000000 + person_id.int % 1000000}",
            name=person_name_pb2.PersonName(given_names="Ayşe", family_name=family_name),
            version=version,
        )

    def account(self, person_id: UUID, user_name: str, mailbox: str) -> None:
        """Tells exams of an account."""
        account = account_pb2.Account(
            person_id=str(person_id),
            user_name=user_name,
            mailbox=mailbox,
            name=person_name_pb2.PersonName(
                title="Dr.", given_names="Anna", family_name=user_name.title()
            ),
            version=1,
        )
        self.run(on_account_created, identity_events.AccountCreated(account=account))

    def decide(self, *commands: Command) -> list[Outcome]:
        """Has the desk decide commands together."""
        return self.run(decide_together, self.signer, commands)

    def register(
        self, student: Student, sitting_id: UUID, enrolment_id: UUID | None = None
    ) -> Registration:
        """Registers and expects success; the clock moves on."""
        return self.done(Register(student.person_id, sitting_id, enrolment_id)).registration

    def refused(
        self, student: Student, sitting_id: UUID, enrolment_id: UUID | None = None
    ) -> list[str]:
        """Tries to register and expects a refusal; returns its reasons."""
        return self._refused(Register(student.person_id, sitting_id, enrolment_id))

    def withdraw(self, registration: Registration) -> Registration:
        """Withdraws and expects success; the clock moves on."""
        return self.done(Withdraw(registration.registration_id)).registration

    def withdrawal_refused(self, registration: Registration) -> list[str]:
        """Tries to withdraw and expects a refusal; returns its reasons."""
        return self._refused(Withdraw(registration.registration_id))

    def done(self, command: Command) -> Done:
        """Has a command decided and expects success; the clock moves on."""
        self.clock.advance(timedelta(milliseconds=1))
        [outcome] = self.decide(command)
        assert isinstance(outcome, Done), outcome
        return outcome

    def _refused(self, command: Command) -> list[str]:
        [outcome] = self.decide(command)
        assert isinstance(outcome, Refusal), outcome
        return [obstacle.reason.value for obstacle in outcome.obstacles]

    def rows(self, table: Any) -> list[Any]:
        """All rows of a table."""
        return self.run(lambda tx: list(tx.execute(select(table)).all()))

    def mails(self) -> list[Any]:
        """All mails, in the order in which they were queued."""
        return sorted(self.rows(mails), key=lambda mail: mail.mail_id)

    def events(self) -> list[Any]:
        """All events told, in order."""
        return sorted(self.rows(outbox), key=lambda event: event.position)


@pytest.fixture
def campus(database: Database, clock: DrivenClock) -> Campus:
    """The small university on each database; it is 2 November 2026, 10:00."""
    return Campus(database, clock)


def _text(text: str) -> localized_text_pb2.LocalizedText:
    return localized_text_pb2.LocalizedText(de=text, en=text)
