"""What the examinations office and examiners prepare through the contracts, for one test only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from chassis.values import Semester, end_of_day, local_date
from google.protobuf.timestamp_pb2 import Timestamp
from google.type.date_pb2 import Date
from matrikel.exams.v1 import (
    lottery_pb2,
    lottery_pb2_grpc,
    recognition_pb2,
    recognition_pb2_grpc,
    registration_pb2,
    registration_pb2_grpc,
    regulations_pb2,
    regulations_pb2_grpc,
    result_pb2,
    result_pb2_grpc,
    sitting_pb2,
    sitting_pb2_grpc,
    thesis_pb2,
    thesis_pb2_grpc,
)
from matrikel.type.v1.semester_pb2 import Semester as SemesterMessage

from tests.journeys.callers import Callers, Metadata
from tests.journeys.newcomers import Newcomer
from tests.suite import Suite

EXAMINER = "ameier"
SOON = timedelta(hours=1)
# The lottery that the office prepares is drawn from what is known at this time after the window.
SETTLED = timedelta(days=2)


@dataclass(frozen=True)
class Dates:
    """When students register for a sitting, and when it begins; None for papers."""

    opens: datetime
    closes: datetime
    starts: datetime | None

    @classmethod
    def open_now(cls) -> "Dates":
        """Registration is open; the exam is in three weeks, at the latest as the semester ends."""
        now = datetime.now(UTC)
        last = end_of_day(Semester.of(local_date(now)).last_date) - timedelta(minutes=1)
        return cls(now - SOON, now + SOON, min(now + timedelta(days=20), last))

    @classmethod
    def later(cls) -> "Dates":
        """Registration has yet to open, as everything about a lottery is settled before."""
        now = datetime.now(UTC)
        return cls(now + SOON, now + 2 * SOON, None)

    @classmethod
    def just_begun(cls) -> "Dates":
        """The exam began a moment ago."""
        now = datetime.now(UTC).replace(second=0, microsecond=0)
        return cls(now - 3 * SOON, now - SOON, now)


class Office:
    """The examinations office; examiners are told by their user names."""

    def __init__(self, suite: Suite, callers: Callers) -> None:
        self.user_name = suite.user_names("examinations_office")[0]
        self._callers = callers
        self._sittings = sitting_pb2_grpc.SittingServiceStub(callers.exams)
        self._registrations = registration_pb2_grpc.RegistrationServiceStub(callers.exams)
        self._results = result_pb2_grpc.ResultServiceStub(callers.exams)
        self._lotteries = lottery_pb2_grpc.LotteryServiceStub(callers.exams)
        self._theses = thesis_pb2_grpc.ThesisServiceStub(callers.exams)
        self._regulations = regulations_pb2_grpc.RegulationsServiceStub(callers.exams)
        self._recognitions = recognition_pb2_grpc.RecognitionServiceStub(callers.exams)

    def offer(
        self,
        exam_number: str,
        dates: Dates,
        *,
        seats: int = 0,
        examiner: str = EXAMINER,
        semester: Semester | None = None,
    ) -> str:
        """Offers an exam, in the current semester where no other is named.

        A limit of seats brings a waiting list.
        """
        semester = semester or Semester.of(local_date(datetime.now(UTC)))
        answer = self._sittings.CreateSitting(
            sitting_pb2.CreateSittingRequest(
                request_id=str(uuid4()),
                sitting=sitting_pb2.SittingDraft(
                    exam_number=exam_number,
                    semester=SemesterMessage(code=semester.code),
                    examination_period=1,
                    start_time=timestamp(dates.starts) if dates.starts else None,
                    room="HS 1",
                    examiner_user_name=examiner,
                    capacity=seats,
                    has_waiting_list=seats > 0,
                    seating=sitting_pb2.SEATING_FIRST_COME,
                    registration_open_time=timestamp(dates.opens),
                    registration_close_time=timestamp(dates.closes),
                ),
            ),
            metadata=self._own(),
        )
        return answer.sitting.sitting_id

    def register(self, sitting_id: str, newcomer: Newcomer) -> str:
        """Registers a student, whatever the window says; returns the registration's id."""
        answer = self._registrations.RegisterStudent(
            registration_pb2.RegisterStudentRequest(
                sitting_id=sitting_id,
                matriculation_number=newcomer.matriculation_number,
                enrolment_id=newcomer.enrolment_id,
                reason="Nachmeldung",
                request_id=str(uuid4()),
            ),
            metadata=self._own(),
        )
        return answer.registration.registration_id

    def grade(self, sitting_id: str, grades: Mapping[str, str], examiner: str = EXAMINER) -> None:
        """Enters grades by registration, as the examiner does."""
        self._results.EnterResults(
            result_pb2.EnterResultsRequest(
                sitting_id=sitting_id,
                results=[
                    result_pb2.EnteredResult(registration_id=registration_id, grade=grade)
                    for registration_id, grade in grades.items()
                ],
                request_id=str(uuid4()),
            ),
            metadata=self._callers.metadata(examiner, "exams"),
        )

    def release(self, sitting_id: str) -> None:
        """Releases what is entered."""
        listed = self._results.ListSittingResults(
            result_pb2.ListSittingResultsRequest(sitting_id=sitting_id, page_size=1),
            metadata=self._own(),
        )
        self._results.ReleaseResults(
            result_pb2.ReleaseResultsRequest(
                sitting_id=sitting_id, etag=listed.etag, request_id=str(uuid4())
            ),
            metadata=self._own(),
        )

    def give_results(
        self, exam_number: str, newcomers: Iterable[Newcomer], grades: Iterable[str]
    ) -> str:
        """Examines students and releases their grades; returns the sitting's id."""
        sitting_id = self.offer(exam_number, Dates.just_begun())
        registered = [self.register(sitting_id, one) for one in newcomers]
        self.grade(sitting_id, dict(zip(registered, grades, strict=True)))
        self.release(sitting_id)
        return sitting_id

    def examiner_proposes_correction(
        self, registration_id: str, grade: str, examiner: str = EXAMINER
    ) -> str:
        """Proposes another grade for a released result; returns the correction's id."""
        answer = self._results.ProposeCorrection(
            result_pb2.ProposeCorrectionRequest(
                registration_id=registration_id,
                grade=grade,
                reason="Aufgabe 3 war nicht mitgezählt.",
                version=self._newest_version(registration_id, examiner),
                request_id=str(uuid4()),
            ),
            metadata=self._callers.metadata(examiner, "exams"),
        )
        return answer.correction.correction_id

    def _newest_version(self, registration_id: str, examiner: str) -> int:
        listed = self._results.ListResultVersions(
            result_pb2.ListResultVersionsRequest(registration_id=registration_id),
            metadata=self._callers.metadata(examiner, "exams"),
        )
        return max(one.version for one in listed.versions)

    def confirm_correction(self, correction_id: str) -> None:
        """Agrees to a correction that an examiner proposed."""
        self._results.DecideCorrection(
            result_pb2.DecideCorrectionRequest(
                correction_id=correction_id, confirm=True, request_id=str(uuid4())
            ),
            metadata=self._own(),
        )

    def recognise(self, newcomer: Newcomer, modules: Iterable[str]) -> list[str]:
        """Recognises whole modules from elsewhere with the grade 1.7; returns the ids."""
        day = Semester.of(local_date(datetime.now(UTC))).previous().last_date
        requests = [
            recognition_pb2.CreateRecognitionRequest(
                enrolment_id=newcomer.enrolment_id,
                module_code=module_code,
                grade="1.7",
                institution="Universität Tartu",
                original_title=f"Course {module_code}",
                achieve_date=_date(day),
                request_id=str(uuid4()),
            )
            for module_code in modules
        ]
        answers = [
            self._recognitions.CreateRecognition(one, metadata=self._own()) for one in requests
        ]
        return [one.recognition.recognition_id for one in answers]

    def admit_thesis(self, thesis_id: str) -> None:
        """Admits a thesis as it was applied for, from today on."""
        today = local_date(datetime.now(UTC))
        thesis = self._theses.GetThesis(
            thesis_pb2.GetThesisRequest(thesis_id=thesis_id), metadata=self._own()
        ).thesis
        self._theses.AdmitThesis(
            thesis_pb2.AdmitThesisRequest(
                thesis_id=thesis_id,
                title=thesis.title,
                first_examiner_user_name=thesis.first_examiner_user_name,
                second_examiner_user_name=thesis.second_examiner_user_name,
                start_date=_date(today),
                semester=SemesterMessage(code=Semester.of(today).code),
                request_id=str(uuid4()),
            ),
            metadata=self._own(),
        )

    def store_regulations(self, content: bytes) -> str:
        """Stores a version from a YAML file as a draft; returns its code."""
        answer = self._regulations.ImportRegulations(
            regulations_pb2.ImportRegulationsRequest(
                content=content, format=sitting_pb2.TABLE_FORMAT_YAML, request_id=str(uuid4())
            ),
            metadata=self._own(),
        )
        assert answer.stored, list(answer.problems)
        return answer.regulations_version_code

    def raffle(self, sitting_id: str, dates: Dates) -> None:
        """Commits to a lottery for a sitting whose window has yet to open."""
        self._lotteries.CreateLottery(
            lottery_pb2.CreateLotteryRequest(
                sitting_id=sitting_id,
                public_source="Lotto 6aus49, nächste Samstagsziehung, sechs Zahlen aufsteigend",
                public_time=timestamp(dates.closes + SETTLED),
                preselection_percent=30,
                request_id=str(uuid4()),
            ),
            metadata=self._own(),
        )

    def _own(self) -> Metadata:
        return self._callers.metadata(self.user_name, "exams")


def _date(day: date) -> Date:
    return Date(year=day.year, month=day.month, day=day.day)


def timestamp(moment: datetime) -> Timestamp:
    """A moment as contracts write it."""
    answer = Timestamp()
    answer.FromDatetime(moment)
    return answer
