"""Regulations, students and results in a database, without registering and releasing."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeAlias
from uuid import UUID, uuid4

from chassis.database import Database, Transaction
from chassis.database.tables import mails, outbox
from chassis.testing import DrivenClock, within
from chassis.values import PersonName
from exams.app.copies import keep_account, keep_enrolment
from exams.domain.grades import grade_text
from exams.domain.statuses import Status
from exams.domain.studies import StudyPlan
from exams.domain.version_content import ExamOfVersion
from exams.store import tables
from exams.store.rules import exam_rules_as_json, rules_as_json
from exams.store.students import EnrolmentCopy, PersonCopy
from matrikel.exams.v1 import events_pb2
from sqlalchemy import insert, select, update

from services.exams.tests.progress_factories import same

Event: TypeAlias = Any
OPENS = datetime(2026, 10, 12, tzinfo=UTC)
CLOSES = datetime(2026, 11, 15, tzinfo=UTC)


@dataclass(frozen=True)
class Studying:
    """A student with one enrolment."""

    person_id: UUID
    enrolment_id: UUID


class Studies:
    """Plans of study and what students achieve in them, on one database."""

    def __init__(self, database: Database, clock: DrivenClock) -> None:
        self.database = database
        self.clock = clock
        self._told = 0
        self.run(self._add_period)

    def run(self, use_case: Any, *args: Any, **more: Any) -> Any:
        """Runs a use case in a transaction of its own; the clock moves on."""
        self.clock.advance(timedelta(milliseconds=1))
        return within(self.database, use_case, *args, **more)

    def regulations(
        self, plan: StudyPlan, code: str = "TEST-BA-2026", *, published: bool = True
    ) -> str:
        """Stores a plan as a version of regulations."""
        self.run(self._add_version, plan, code, published)
        return code

    def student(
        self,
        version: str = "TEST-BA-2026",
        *,
        person_id: UUID | None = None,
        enrolment_id: UUID | None = None,
        mailbox: str = "lg100001@stud.example.org",
    ) -> Studying:
        """A student of the version, or another enrolment of one, or one that changes to it."""
        who, enrolment = person_id or uuid4(), enrolment_id or uuid4()
        person = PersonCopy(who, f"{3000000 + who.int % 999999}", PersonName("Ayşe", "Öztürk"), 1)
        copy = EnrolmentCopy(
            enrolment_id=enrolment,
            person_id=who,
            degree_code="BA",
            degree_name=same("Bachelor"),
            programme_code="TEST-BA",
            programme_name=same("Testing"),
            regulations_version_code=version,
            regulations_version_name=same(version),
            first_enrolment_date=date(2026, 10, 1),
            end_date=None,
            semesters=(),
        )
        self.run(keep_enrolment, person, copy)
        if mailbox:
            user_name = f"lg{who.int % 10**9}"
            self.run(
                keep_account,
                person_id=who,
                user_name=user_name,
                mailbox=mailbox,
                display_name="Ayşe Öztürk",
            )
        return Studying(who, enrolment)

    def registration(
        self,
        student: Studying,
        number: str,
        status: Status,
        version: str = "TEST-BA-2026",
        *,
        sitting_id: UUID | None = None,
    ) -> UUID:
        """A registration for a sitting, or for one of its own, however it stands."""
        registration_id = uuid4()
        self.run(
            self._add_registration, registration_id, student, number, status, version, sitting_id
        )
        return registration_id

    def past_sitting(self, number: str) -> UUID:
        """An undated sitting; its examination period is over then."""
        sitting_id: UUID = self.run(_add_sitting, number)
        self.clock.set(datetime(2027, 3, 1, 12, tzinfo=UTC))
        return sitting_id

    def result(
        self,
        student: Studying,
        number: str,
        grade: str = "2.0",
        day: date = date(2027, 2, 2),
        *,
        status: Status = Status.PASSED,
        released: bool = True,
        counts: bool = True,
        version: str = "TEST-BA-2026",
    ) -> UUID:
        """A result; one that is not released leaves its registration as it was."""
        stands = status if released else Status.REGISTERED
        registration_id = self.registration(student, number, stands, version)

        def add(tx: Transaction) -> None:
            tx.execute(
                insert(tables.results).values(
                    registration_id=registration_id,
                    sitting_id=uuid4(),
                    person_id=student.person_id,
                    enrolment_id=student.enrolment_id,
                    exam_number=number,
                    grade=grade_text(Decimal(grade)) if grade else "",
                    status=status.value,
                    exam_date=day,
                    counts_as_attempt=counts,
                    remark="",
                    enter_time=tx.now,
                    entered_by=uuid4(),
                    release_time=tx.now if released else None,
                    version=1,
                )
            )

        self.run(add)
        return registration_id

    def correct(self, registration_id: UUID, grade: str, status: Status) -> None:
        """Changes a released result as a correction does."""
        self.run(_change_result, registration_id, grade, status)

    @staticmethod
    def pass_now(tx: Transaction, registration_id: UUID) -> None:
        """Changes a released result to 2.0 within a transaction."""
        _change_result(tx, registration_id, "2.0", Status.PASSED)

    def completions_told(self) -> list[Event]:
        """The events EnrolmentCompleted since the last call, in order."""
        return self.told(events_pb2.EnrolmentCompleted)

    def told(self, kind: type[Any]) -> list[Event]:
        """The events of one kind since the last call of this method, in order."""
        rows = sorted(self.rows(outbox), key=lambda row: row.position)
        new, self._told = rows[self._told :], len(rows)
        name = kind.DESCRIPTOR.full_name
        return [kind.FromString(row.body) for row in new if row.event_type == name]

    def mails(self) -> list[Any]:
        """All mails, in the order in which they were queued."""
        return sorted(self.rows(mails), key=lambda mail: mail.mail_id)

    def rows(self, table: Any) -> list[Any]:
        """All rows of a table."""
        rows: list[Any] = self.run(lambda tx: list(tx.execute(select(table)).all()))
        return rows

    @staticmethod
    def _add_period(tx: Transaction) -> None:
        tx.execute(
            insert(tables.examination_periods).values(
                semester="2026W",
                period=1,
                exams_first_date=date(2027, 2, 1),
                exams_last_date=date(2027, 2, 12),
                registration_first_date=OPENS.date(),
                registration_last_date=CLOSES.date(),
                withdrawal_working_days=5,
                holidays_of="NI",
            )
        )

    @staticmethod
    def _add_version(tx: Transaction, plan: StudyPlan, code: str, published: bool) -> None:
        tx.execute(
            insert(tables.regulations_versions).values(
                regulations_version_code=code,
                programme_code="TEST-BA",
                name=same(code),
                rules=rules_as_json(plan.rules),
                areas=[
                    {
                        "code": area.code,
                        "name": {"de": area.name.de, "en": area.name.en},
                        "required_credits_tenths": plan.required_tenths(area.code),
                    }
                    for area in plan.areas
                ],
                content_digest=uuid4().hex,
                publish_time=tx.now if published else None,
                change_time=tx.now,
            )
        )
        names = {area.code: area.name for area in plan.areas}
        known = set(tx.execute(select(tables.exams.c.exam_number)).scalars())
        for position, module in enumerate(plan.modules):
            tx.execute(
                insert(tables.modules).values(
                    regulations_version_code=code,
                    module_code=module.code,
                    position=position,
                    name=module.name,
                    area_code=module.area_code,
                    area_name=names[module.area_code],
                    credits_tenths=module.credits_tenths,
                    recommended_semester=module.recommended_semester,
                    compulsory=module.compulsory,
                    weight=str(module.weight),
                    courses=[],
                )
            )
            for place, exam in enumerate(module.exams):
                if exam.exam_number not in known:
                    _add_exam(tx, exam)
                tx.execute(
                    insert(tables.module_exams).values(
                        regulations_version_code=code,
                        exam_number=exam.exam_number,
                        module_code=module.code,
                        position=place,
                        rules=exam_rules_as_json(exam.rules),
                    )
                )

    @staticmethod
    def _add_registration(
        tx: Transaction,
        registration_id: UUID,
        student: Studying,
        number: str,
        status: Status,
        version: str,
        sitting_id: UUID | None,
    ) -> None:
        tx.execute(
            insert(tables.registrations).values(
                registration_id=registration_id,
                sitting_id=sitting_id or _add_sitting(tx, number),
                person_id=student.person_id,
                enrolment_id=student.enrolment_id,
                regulations_version_code=version,
                exam_number=number,
                status=status.value,
                seq=1,
                register_time=tx.now + timedelta(seconds=1),
                version=1,
            )
        )


def _add_exam(tx: Transaction, exam: ExamOfVersion) -> None:
    tx.execute(
        insert(tables.exams).values(
            exam_number=exam.exam_number,
            name=exam.name,
            form=exam.form.value,
            duration_minutes=90,
        )
    )


def _add_sitting(tx: Transaction, number: str) -> UUID:
    sitting_id = uuid4()
    tx.execute(
        insert(tables.sittings).values(
            sitting_id=sitting_id,
            exam_number=number,
            semester="2026W",
            period=1,
            room="",
            examiner_user_name="",
            registration_open_time=OPENS,
            registration_close_time=CLOSES,
            capacity=0,
        )
    )
    return sitting_id


def _change_result(tx: Transaction, registration_id: UUID, grade: str, status: Status) -> None:
    of_result: dict[str, Any] = {"grade": grade, "status": status.value}
    for table, facts in (
        (tables.results, of_result),
        (tables.registrations, {"status": status.value}),
    ):
        found = table.c.registration_id == registration_id
        tx.execute(update(table).where(found).values(**facts))
