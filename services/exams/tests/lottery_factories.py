"""A sitting whose seats are drawn, and one whose waiting list moves up, for the tests of seats."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from exams.app.lottery import close_lottery, create_lottery, draw_lottery
from exams.domain.examinations import Registration
from exams.domain.lotteries import PublicLottery
from exams.domain.lottery_documents import Publication
from exams.domain.lottery_reading import read_publication
from exams.events.incoming import on_enrolled, on_preselection_right_changed
from exams.store.tables import registrations, sittings
from google.type import date_pb2
from matrikel.records.v1 import catalogue_pb2, enrolment_pb2, events_pb2
from matrikel.type.v1 import semester_pb2
from sqlalchemy import update

SOURCE = "Lotto 6aus49, Ziehung vom 21.11.2026, sechs Zahlen aufsteigend, mit Komma"
PUBLIC_TIME = datetime(2026, 11, 21, 18, 25, tzinfo=UTC)
VALUE = "3, 7, 12, 24, 38, 41"


@dataclass(frozen=True)
class LotteryOf:
    """The lottery of a sitting with two seats; its window is 12 October to 15 November."""

    campus: Any
    sitting_id: UUID

    @classmethod
    def created(cls, campus: Any, *, percent: int = 0, **sitting: Any) -> "LotteryOf":
        """Sets the lottery of the sitting 1001 up on 1 October."""
        one = cls(campus, campus.sitting("1001"))
        one.change(**({"capacity": 2} | sitting))
        campus.at(2026, 10, 1)
        one.create(percent=percent)
        campus.at(2026, 11, 2)
        return one

    def create(self, *, percent: int = 0, public_time: datetime = PUBLIC_TIME) -> PublicLottery:
        lottery: PublicLottery = self.campus.run(
            create_lottery,
            self.sitting_id,
            public_source=SOURCE,
            public_time=public_time,
            preselection_percent=percent,
            created_by=None,
        )
        return lottery

    def change(self, **values: Any) -> None:
        """Changes the sitting as the office could."""
        self.campus.run(
            lambda tx: tx.execute(
                update(sittings).where(sittings.c.sitting_id == self.sitting_id).values(**values)
            )
        )

    def ask(self, count: int = 1) -> list[Registration]:
        """So many new students ask for a seat."""
        return [self.campus.register(self.campus.student(), self.sitting_id) for _ in range(count)]

    def close(self) -> bool:
        """Two minutes after the window, lotteries are closed."""
        self.campus.at(2026, 11, 16, 0, 2)
        closed: bool = self.campus.run(close_lottery, self.sitting_id)
        return closed

    def draw(self, value: str = VALUE, *, validate_only: bool = False) -> PublicLottery:
        """The evening of the public draw."""
        self.campus.clock.set(PUBLIC_TIME + timedelta(minutes=5))
        lottery: PublicLottery = self.campus.run(
            draw_lottery, self.campus.signer, self.sitting_id, value, validate_only=validate_only
        )
        return lottery

    def close_and_draw(self) -> Publication:
        """Both; returns what is published."""
        assert self.close()
        return read_publication(self.draw().publication)

    def statuses(self) -> dict[UUID, str]:
        """How the registrations of the sitting stand."""
        return {
            row.registration_id: row.status
            for row in self.campus.rows(registrations)
            if row.sitting_id == self.sitting_id
        }

    def row(self) -> Any:
        """The sitting as it is stored."""
        [row] = [r for r in self.campus.rows(sittings) if r.sitting_id == self.sitting_id]
        return row


def give_right(campus: Any, person_id: UUID, *, holds: bool = True, version: int = 1) -> None:
    """records tells of a right of pre-selection, of a student with a child."""
    campus.run(
        on_preselection_right_changed,
        events_pb2.PreselectionRightChanged(
            preselection_right_id=str(person_id),
            person_id=str(person_id),
            semester=semester_pb2.Semester(code="2026W"),
            ground=events_pb2.PRESELECTION_GROUND_CHILD_CARE,
            holds=holds,
            version=version,
        ),
    )


def study_part_time(campus: Any, student: Any) -> None:
    """records tells that the student's semester is part-time."""
    campus.run(
        on_enrolled,
        events_pb2.Enrolled(
            person=campus.person(student.person_id),
            enrolment=enrolment_pb2.Enrolment(
                enrolment_id=str(student.enrolment_id),
                person_id=str(student.person_id),
                programme=catalogue_pb2.Programme(
                    programme_code="KUWI-BA",
                    regulations_versions=[
                        catalogue_pb2.RegulationsVersion(regulations_version_code="KUWI-BA-2024")
                    ],
                ),
                first_enrolment_date=date_pb2.Date(year=2026, month=10, day=1),
                semesters=[
                    enrolment_pb2.EnrolledSemester(
                        semester=semester_pb2.Semester(code="2026W"),
                        status=enrolment_pb2.SEMESTER_STATUS_ENROLLED,
                        part_time=True,
                    )
                ],
                version=2,
            ),
        ),
    )


def nobody() -> UUID:
    """An id that nothing has."""
    return uuid4()
