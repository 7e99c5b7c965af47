"""The composition root: the one place that knows every part of exams."""

from functools import partial
from pathlib import Path

from chassis.service import Composition, Runtime, Served, ServiceDefinition
from chassis.signing import Signer
from matrikel.exams.v1 import (
    calendar_feed_pb2,
    exam_tree_pb2,
    lottery_pb2,
    receipt_pb2,
    recognition_pb2,
    registration_pb2,
    regulations_pb2,
    result_pb2,
    sick_note_pb2,
    sitting_pb2,
    status_pb2,
    student_pb2,
    study_progress_pb2,
    terms_pb2,
    thesis_pb2,
)

from exams.api.calendar_feed import CalendarFeedApi
from exams.api.desk_answers import deciding_with
from exams.api.exam_tree import ExamTreeApi
from exams.api.lottery import LotteryApi
from exams.api.periods import ExaminationPeriodApi
from exams.api.receipt import ReceiptApi
from exams.api.recognition import RecognitionApi
from exams.api.registration import RegistrationApi
from exams.api.regulations import RegulationsApi
from exams.api.relations import (
    relation_to_attended_sitting,
    relation_to_correction,
    relation_to_enrolment,
    relation_to_examined_registration,
    relation_to_person,
    relation_to_recognition,
    relation_to_registration,
    relation_to_sick_note,
    relation_to_sitting,
    relation_to_thesis,
)
from exams.api.results import ResultApi
from exams.api.sick_note import SickNoteApi
from exams.api.sitting import SittingApi
from exams.api.status import StatusApi
from exams.api.student import StudentApi
from exams.api.study_progress import StudyProgressApi
from exams.api.terms import TermsApi
from exams.api.thesis import ThesisApi
from exams.app.receipts import keep_receipt_key
from exams.domain.receipts import RECEIPT_TYPE
from exams.events.incoming import HEARD
from exams.flows.desk import Desk, DeskLimits
from exams.flows.lotteries import keep_closing
from exams.settings import ExamsSettings
from exams.store import tables


def compose(runtime: Runtime) -> Composition:
    """Puts the parts together for one run."""
    work = runtime.work
    settings = runtime.settings
    assert isinstance(settings, ExamsSettings)
    # Receipts are signed with the service's own key.
    signer = Signer.from_file(settings.service_key_file, RECEIPT_TYPE)
    desk = Desk(
        work,
        deciding_with(signer),
        DeskLimits(
            lanes=settings.desk_lanes if runtime.database.dialect == "postgresql" else 1,
            together=settings.desk_together,
            waiting=settings.desk_waiting,
        ),
    )
    registering = RegistrationApi(work, desk, signer)
    publish_key = partial(runtime.database.write, keep_receipt_key, signer)
    return Composition(
        served=(
            Served(
                registration_pb2.DESCRIPTOR.services_by_name["RegistrationService"],
                registering,
                registering.gates,
            ),
            Served(exam_tree_pb2.DESCRIPTOR.services_by_name["ExamTreeService"], ExamTreeApi(work)),
            Served(
                result_pb2.DESCRIPTOR.services_by_name["ResultService"],
                ResultApi(work, runtime.compute),
            ),
            Served(
                sitting_pb2.DESCRIPTOR.services_by_name["SittingService"],
                SittingApi(work, runtime.compute, signer),
            ),
            Served(
                lottery_pb2.DESCRIPTOR.services_by_name["LotteryService"],
                LotteryApi(work, signer),
            ),
            Served(
                study_progress_pb2.DESCRIPTOR.services_by_name["StudyProgressService"],
                StudyProgressApi(work),
            ),
            Served(
                recognition_pb2.DESCRIPTOR.services_by_name["RecognitionService"],
                RecognitionApi(work),
            ),
            Served(
                sick_note_pb2.DESCRIPTOR.services_by_name["SickNoteService"],
                SickNoteApi(work, signer),
            ),
            Served(
                thesis_pb2.DESCRIPTOR.services_by_name["ThesisService"], ThesisApi(work, signer)
            ),
            Served(receipt_pb2.DESCRIPTOR.services_by_name["ReceiptService"], ReceiptApi(work)),
            Served(
                calendar_feed_pb2.DESCRIPTOR.services_by_name["CalendarFeedService"],
                CalendarFeedApi(work),
            ),
            Served(
                regulations_pb2.DESCRIPTOR.services_by_name["RegulationsService"],
                RegulationsApi(work, runtime.compute),
            ),
            Served(
                regulations_pb2.DESCRIPTOR.services_by_name["ExaminationPeriodService"],
                ExaminationPeriodApi(work),
            ),
            Served(status_pb2.DESCRIPTOR.services_by_name["StatusService"], StatusApi(work)),
            Served(student_pb2.DESCRIPTOR.services_by_name["StudentService"], StudentApi(work)),
            Served(terms_pb2.DESCRIPTOR.services_by_name["TermsService"], TermsApi(work)),
        ),
        relations={
            "sick_note": relation_to_sick_note,
            "thesis": relation_to_thesis,
            "person": relation_to_person,
            "registration": relation_to_registration,
            "examined_registration": relation_to_examined_registration,
            "correction": relation_to_correction,
            "attended_sitting": relation_to_attended_sitting,
            "sitting": relation_to_sitting,
            "enrolment": relation_to_enrolment,
            "recognition": relation_to_recognition,
        },
        hears=HEARD,
        background=(
            partial(desk.run, publish_key),
            partial(keep_closing, runtime.database),
        ),
    )


service = ServiceDefinition(
    name="exams",
    settings=ExamsSettings,
    tables=tables.metadata,
    migrations=Path(__file__).parent / "store" / "migrations" / "versions",
    compose=compose,
)
