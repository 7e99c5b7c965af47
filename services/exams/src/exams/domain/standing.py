"""Everything that the rules look at about one student."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from chassis.values import LocalizedText, Semester, local_date

from exams.domain.examinations import Enrolment, Sitting, TermsStanding
from exams.domain.statuses import ATTEMPT, LIVE, Status
from exams.domain.version_content import ExamOfVersion, VersionContent


@dataclass(frozen=True)
class StandingRegistration:
    """A registration of the student that is live or ended in an attempt."""

    registration_id: UUID
    sitting_id: UUID
    enrolment_id: UUID
    exam_number: str
    exam_name: LocalizedText
    status: Status
    semester: Semester
    period: int
    start_time: datetime | None
    duration_minutes: int
    register_time: datetime
    # Of the result that the status goes by; None without one.
    grade: Decimal | None = None
    # The day of the examination or of the hand-in; None without a result.
    result_date: date | None = None
    # False for a failed free attempt, and what else the regulations do not count.
    counts_as_attempt: bool = True
    # 1 is next; 0 unless waiting, and where it was not asked for.
    waiting_place: int = 0

    @classmethod
    def of(
        cls,
        sitting: Sitting,
        *,
        registration_id: UUID,
        enrolment_id: UUID,
        status: Status,
        register_time: datetime,
    ) -> "StandingRegistration":
        """A registration for the sitting that is just being made."""
        return cls(
            registration_id=registration_id,
            sitting_id=sitting.sitting_id,
            enrolment_id=enrolment_id,
            exam_number=sitting.exam_number,
            exam_name=sitting.exam_name,
            status=status,
            semester=sitting.semester,
            period=sitting.period,
            start_time=sitting.start_time,
            duration_minutes=sitting.duration_minutes,
            register_time=register_time,
        )

    @property
    def is_live(self) -> bool:
        """Whether it holds a seat or asks for one."""
        return self.status in LIVE

    @property
    def is_attempt(self) -> bool:
        """Whether it ended in a result, whatever it counts."""
        return self.status in ATTEMPT

    @property
    def exam_date(self) -> date:
        """The day that the attempt is dated by."""
        if self.result_date is not None:
            return self.result_date
        return local_date(self.start_time or self.register_time)

    @property
    def end_time(self) -> datetime | None:
        """When the sitting is over; None for an undated one."""
        if self.start_time is None:
            return None
        return self.start_time + timedelta(minutes=self.duration_minutes)


@dataclass(frozen=True)
class Recognised:
    """A result from elsewhere that counts in one enrolment; credits are CP times ten."""

    enrolment_id: UUID
    module_code: str
    # Empty where the whole module is recognised.
    exam_number: str
    credits_tenths: int
    grade: Decimal | None
    achieve_date: date


@dataclass(frozen=True)
class StudentStanding:
    """What the rules look at about one student, as it stands at one moment.

    Attempts are the person's, whatever the enrolment, as an exam's number means the same in all
    regulations versions. What is achieved counts in the enrolment that it was taken for, and in
    others once it is recognised there.
    """

    person_id: UUID
    terms: TermsStanding
    # Running ones and older ones first.
    enrolments: tuple[Enrolment, ...]
    # Content of the versions studied under, by code; shared by all students of a version.
    versions: Mapping[str, VersionContent]
    # Live ones and attempts, in the order of registering.
    registrations: tuple[StandingRegistration, ...]
    recognitions: tuple[Recognised, ...]
    # The exams whose past is known here; None for every exam. Live registrations are all known.
    exams_known: frozenset[str] | None = None

    def knows(self, exam_number: str) -> bool:
        """Whether a decision on the exam can be based on this standing."""
        return self.exams_known is None or exam_number in self.exams_known

    def version_of(self, enrolment: Enrolment) -> VersionContent | None:
        """The content that an enrolment is studied under; None where it is not published."""
        version = self.versions.get(enrolment.regulations_version_code)
        return version if version is not None and version.published else None

    def registrations_for(self, exam_number: str) -> tuple[StandingRegistration, ...]:
        """The registrations for one exam, in any sitting."""
        return tuple(one for one in self.registrations if one.exam_number == exam_number)

    def live_for_sitting(self, sitting_id: UUID) -> StandingRegistration | None:
        """The registration for a sitting that is under way, if any."""
        for one in self.registrations:
            if one.sitting_id == sitting_id and one.is_live:
                return one
        return None

    def recognition_of(self, exam: ExamOfVersion, enrolment_id: UUID) -> Recognised | None:
        """What stands in for an exam in an enrolment: the exam recognised, or its whole module."""
        for one in self.recognitions:
            if one.enrolment_id == enrolment_id and (
                one.exam_number == exam.exam_number
                or (not one.exam_number and one.module_code == exam.module_code)
            ):
                return one
        return None

    def passed_exams(self, enrolment_id: UUID) -> frozenset[str]:
        """The exams passed for an enrolment."""
        return frozenset(
            one.exam_number
            for one in self.registrations
            if one.status is Status.PASSED and one.enrolment_id == enrolment_id
        )

    def with_registration(self, registration: StandingRegistration) -> "StudentStanding":
        """The standing after a registration was made, or changed its status."""
        others = self._without(registration.registration_id)
        return replace(self, registrations=(*others, registration))

    def without_registration(self, registration_id: UUID) -> "StudentStanding":
        """The standing after a registration ended without an attempt."""
        return replace(self, registrations=self._without(registration_id))

    def _without(self, registration_id: UUID) -> tuple[StandingRegistration, ...]:
        return tuple(one for one in self.registrations if one.registration_id != registration_id)


def earned_credits(standing: StudentStanding, enrolment: Enrolment, version: VersionContent) -> int:
    """Credits (CP times ten) earned in a programme: of passed exams, and what was recognised.

    An exam stands for its part of the module as soon as it is passed. A recognition counts with
    its own credits, in place of the exams that it stands for.
    """
    recognised = [
        one for one in standing.recognitions if one.enrolment_id == enrolment.enrolment_id
    ]
    passed = {
        one.exam_number
        for one in standing.registrations
        if one.status is Status.PASSED and one.enrolment_id == enrolment.enrolment_id
    }
    earned = sum(one.credits_tenths for one in recognised)
    for number in passed:
        exam = version.exams.get(number)
        if exam is not None and standing.recognition_of(exam, enrolment.enrolment_id) is None:
            earned += exam.rules.credits_tenths
    return earned


def passed_modules(
    standing: StudentStanding, enrolment: Enrolment, codes: Collection[str]
) -> frozenset[str]:
    """Those of the modules that the student has passed in the programme: all of their exams."""
    version = standing.version_of(enrolment)
    if version is None:
        return frozenset()
    own_id = enrolment.enrolment_id
    exams = standing.passed_exams(own_id)
    passed = {
        one.module_code
        for one in standing.recognitions
        if one.enrolment_id == own_id and not one.exam_number
    }
    for code in codes:
        module = version.modules_by_code.get(code)
        if (
            module
            and module.exams
            and all(
                exam.exam_number in exams or standing.recognition_of(exam, own_id) is not None
                for exam in module.exams
            )
        ):
            passed.add(code)
    return frozenset(passed.intersection(codes))
