"""Values of the domain as messages of the contract; used by events and answers alike."""

from datetime import datetime

from chassis.packing import pack_moment, pack_semester, pack_text
from matrikel.exams.v1 import registration_pb2, sitting_pb2

from exams.domain.examinations import ExamForm, Registration, RegistrationStatus, Sitting
from exams.domain.withdrawing import can_withdraw

_FORMS = {
    ExamForm.WRITTEN: sitting_pb2.EXAM_FORM_WRITTEN,
    ExamForm.ORAL: sitting_pb2.EXAM_FORM_ORAL,
    ExamForm.PAPER: sitting_pb2.EXAM_FORM_PAPER,
    ExamForm.PRESENTATION: sitting_pb2.EXAM_FORM_PRESENTATION,
    ExamForm.PRACTICAL: sitting_pb2.EXAM_FORM_PRACTICAL,
    ExamForm.COMBINED_ACADEMIC_WORK: sitting_pb2.EXAM_FORM_COMBINED_ACADEMIC_WORK,
}
_STATUSES = {
    RegistrationStatus.REGISTERED: registration_pb2.REGISTRATION_STATUS_REGISTERED,
    RegistrationStatus.WITHDRAWN: registration_pb2.REGISTRATION_STATUS_WITHDRAWN,
}


def pack_form(form: ExamForm) -> sitting_pb2.ExamForm.ValueType:
    """How an exam is taken."""
    return _FORMS[form]


def pack_sitting(sitting: Sitting) -> sitting_pb2.Sitting:
    """A sitting."""
    return sitting_pb2.Sitting(
        sitting_id=str(sitting.sitting_id),
        exam_number=sitting.exam_number,
        exam_name=pack_text(sitting.exam_name),
        form=pack_form(sitting.form),
        semester=pack_semester(sitting.semester),
        examination_period=sitting.period,
        start_time=pack_moment(sitting.start_time),
        duration_minutes=sitting.duration_minutes,
        room=sitting.room,
        examiner_name=sitting.examiner_name,
        registration_open_time=pack_moment(sitting.registration.open_time),
        registration_close_time=pack_moment(sitting.registration.close_time),
        withdrawal_close_time=pack_moment(sitting.withdrawal_close_time),
        capacity=sitting.capacity,
        registered_count=sitting.taken,
    )


def pack_registration(registration: Registration, now: datetime) -> registration_pb2.Registration:
    """A registration as it stands at a moment."""
    return registration_pb2.Registration(
        registration_id=str(registration.registration_id),
        person_id=str(registration.person_id),
        enrolment_id=str(registration.enrolment_id),
        sitting=pack_sitting(registration.sitting),
        module_code=registration.module_code,
        module_name=pack_text(registration.module_name),
        status=_STATUSES[registration.status],
        status_code=registration.status.value,
        register_time=pack_moment(registration.register_time),
        withdraw_time=pack_moment(registration.withdraw_time),
        can_withdraw=can_withdraw(registration, now),
        version=registration.version,
    )
