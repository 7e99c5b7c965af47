"""The university of the fault tests: the real profile, students, and scarce sittings."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

from chassis.database import Transaction
from chassis.values import Semester, local_date
from exams.app.demo_windows import move_windows_around_today
from exams.app.load_profile import load_profile
from exams.app.sittings import create_sitting
from exams.app.terms import accept_terms, standing_of
from exams.domain.examinations import Seating
from exams.domain.sitting_plans import SittingDraft
from exams.events.incoming import on_account_created, on_enrolled
from exams.profile.reading import read_profile
from google.type.date_pb2 import Date
from matrikel.exams.v1 import sitting_pb2
from matrikel.identity.v1 import account_pb2
from matrikel.identity.v1.events_pb2 import AccountCreated
from matrikel.records.v1 import catalogue_pb2, enrolment_pb2, person_pb2
from matrikel.records.v1.events_pb2 import Enrolled
from matrikel.type.v1.localized_text_pb2 import LocalizedText
from matrikel.type.v1.person_name_pb2 import PersonName
from matrikel.type.v1.semester_pb2 import Semester as SemesterMessage

PROFILE = Path(__file__).parents[2] / "deploy" / "profiles" / "leuphana" / "exams"
VERSION = "KUWI-BA-2024"
EXAMINER = "ameier"
FIRST_NUMBER = 900_000


@dataclass(frozen=True)
class Scarce:
    """A sitting to be fought for: an exam of the version that asks for nothing before it."""

    exam_number: str
    capacity: int
    has_waiting_list: bool

    def draft(self, now: datetime) -> SittingDraft:
        """The sitting of the current semester, without a date, open for a month."""
        opens, closes = now - timedelta(days=1), now + timedelta(days=30)
        semester = Semester.of(local_date(now))
        return SittingDraft(
            self.exam_number,
            semester,
            1,
            None,
            "",
            EXAMINER,
            self.capacity,
            self.has_waiting_list,
            Seating.FIRST_COME,
            opens,
            closes,
        )

    def message(self, now: datetime) -> sitting_pb2.SittingDraft:
        """The same as the office asks for it."""
        draft = self.draft(now)
        message = sitting_pb2.SittingDraft(
            exam_number=draft.exam_number,
            semester=SemesterMessage(code=draft.semester.code),
            examination_period=draft.period,
            examiner_user_name=draft.examiner_user_name,
            capacity=draft.capacity,
            has_waiting_list=draft.has_waiting_list,
            seating=sitting_pb2.SEATING_FIRST_COME,
        )
        if draft.registration_open_time and draft.registration_close_time:
            message.registration_open_time.FromDatetime(draft.registration_open_time)
            message.registration_close_time.FromDatetime(draft.registration_close_time)
        return message


# Three with a waiting list, and one that refuses whoever comes too late.
SCARCE = (
    Scarce("1020101", 1, True),
    Scarce("1020202", 2, True),
    Scarce("1020401", 2, True),
    Scarce("1020601", 1, False),
)


def load_university(tx: Transaction) -> None:
    """Loads the profile; the windows of the current semester are open."""
    profile, problems = read_profile(PROFILE)
    assert profile is not None, problems
    load_profile(tx, profile)
    move_windows_around_today(tx, demo=True, on_loopback=True)


def offer_scarce_sittings(tx: Transaction) -> list[str]:
    """Offers them; returns their ids."""
    account = account_pb2.Account(person_id=str(uuid4()), user_name=EXAMINER, version=1)
    on_account_created(tx, AccountCreated(account=account))
    return [str(create_sitting(tx, one.draft(tx.now), None).sitting_id) for one in SCARCE]


def tell_of_students(tx: Transaction, people: list[UUID]) -> None:
    """Tells of students of the current semester, who accept the terms."""
    in_force = standing_of(tx, people[0]).terms_version
    text = partial(LocalizedText, de="Kulturwissenschaften", en="Culture, Arts and Media")
    today = local_date(tx.now)
    for person_id in people:
        number = FIRST_NUMBER + person_id.int % 99_999_999
        name = PersonName(given_names="Ayşe", family_name="Öztürk")
        user_name = f"lg{number}"
        account = account_pb2.Account(
            person_id=str(person_id),
            user_name=user_name,
            mailbox=f"{user_name}@stud.leuphana.example",
            name=name,
            version=1,
        )
        on_account_created(tx, AccountCreated(account=account))
        person = person_pb2.Person(
            person_id=str(person_id),
            matriculation_number=f"{3_000_000 + number % 1_000_000}",
            name=name,
            version=1,
        )
        enrolment = enrolment_pb2.Enrolment(
            enrolment_id=str(uuid4()),
            person_id=str(person_id),
            programme=catalogue_pb2.Programme(
                programme_code="KUWI-BA",
                name=text(),
                degree=catalogue_pb2.Degree(degree_code="BA", short_name="B.A.", name=text()),
                regulations_versions=[
                    catalogue_pb2.RegulationsVersion(regulations_version_code=VERSION, name=text())
                ],
            ),
            first_enrolment_date=Date(year=today.year, month=today.month, day=today.day),
            semesters=[
                enrolment_pb2.EnrolledSemester(
                    semester=SemesterMessage(code=Semester.of(today).code),
                    status=enrolment_pb2.SEMESTER_STATUS_ENROLLED,
                )
            ],
            version=1,
        )
        on_enrolled(tx, Enrolled(person=person, enrolment=enrolment))
        accept_terms(tx, person_id, in_force)
