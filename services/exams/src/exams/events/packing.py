"""Values of the domain as messages of the contract; used by events and answers alike."""

from datetime import datetime

from chassis.packing import pack_moment, pack_semester, pack_text
from matrikel.exams.v1 import registration_pb2, sitting_pb2, status_pb2

from exams.domain.examinations import ExamForm, Registration, Seating, Sitting
from exams.domain.statuses import Status
from exams.domain.withdrawing import can_withdraw

_FORMS = {
    ExamForm.WRITTEN: sitting_pb2.EXAM_FORM_WRITTEN,
    ExamForm.ORAL: sitting_pb2.EXAM_FORM_ORAL,
    ExamForm.PAPER: sitting_pb2.EXAM_FORM_PAPER,
    ExamForm.PRESENTATION: sitting_pb2.EXAM_FORM_PRESENTATION,
    ExamForm.PRACTICAL: sitting_pb2.EXAM_FORM_PRACTICAL,
    ExamForm.COMBINED_ACADEMIC_WORK: sitting_pb2.EXAM_FORM_COMBINED_ACADEMIC_WORK,
    ExamForm.INTERNSHIP: sitting_pb2.EXAM_FORM_INTERNSHIP,
    ExamForm.THESIS: sitting_pb2.EXAM_FORM_THESIS,
}
_SEATINGS = {
    Seating.FIRST_COME: sitting_pb2.SEATING_FIRST_COME,
    Seating.LOTTERY: sitting_pb2.SEATING_LOTTERY,
    Seating.ADMISSION: sitting_pb2.SEATING_ADMISSION,
}
_STATUSES = {
    Status.REGISTERED: status_pb2.REGISTRATION_STATUS_REGISTERED,
    Status.WITHDRAWN: status_pb2.REGISTRATION_STATUS_WITHDRAWN,
    Status.WAITING: status_pb2.REGISTRATION_STATUS_WAITING,
    Status.IN_LOTTERY: status_pb2.REGISTRATION_STATUS_IN_LOTTERY,
    Status.NOT_DRAWN: status_pb2.REGISTRATION_STATUS_NOT_DRAWN,
    Status.DEREGISTERED: status_pb2.REGISTRATION_STATUS_DEREGISTERED,
    Status.SICK_NOTE_FILED: status_pb2.REGISTRATION_STATUS_SICK_NOTE_FILED,
    Status.WITHDRAWAL_APPROVED: status_pb2.REGISTRATION_STATUS_WITHDRAWAL_APPROVED,
    Status.WITHDRAWAL_REFUSED: status_pb2.REGISTRATION_STATUS_WITHDRAWAL_REFUSED,
    Status.HANDED_IN: status_pb2.REGISTRATION_STATUS_HANDED_IN,
    Status.INCOMPLETE: status_pb2.REGISTRATION_STATUS_INCOMPLETE,
    Status.ORAL_SUPPLEMENTARY: status_pb2.REGISTRATION_STATUS_ORAL_SUPPLEMENTARY,
    Status.PASSED: status_pb2.REGISTRATION_STATUS_PASSED,
    Status.FAILED: status_pb2.REGISTRATION_STATUS_FAILED,
    Status.FINALLY_FAILED: status_pb2.REGISTRATION_STATUS_FINALLY_FAILED,
    Status.NO_SHOW: status_pb2.REGISTRATION_STATUS_NO_SHOW,
    Status.CHEATED: status_pb2.REGISTRATION_STATUS_CHEATED,
    Status.REPEAT_WAIVED: status_pb2.REGISTRATION_STATUS_REPEAT_WAIVED,
}
_STATUSES_BACK = {number: status for status, number in _STATUSES.items()}


def pack_status(status: Status) -> status_pb2.RegistrationStatus.ValueType:
    """How a registration stands."""
    return _STATUSES[status]


def unpack_status(number: status_pb2.RegistrationStatus.ValueType) -> Status | None:
    """The status; None for unspecified."""
    return _STATUSES_BACK.get(number)


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
        examiner_user_name=sitting.examiner_user_name,
        examiner_name=sitting.examiner_name,
        registration_open_time=pack_moment(sitting.registration.open_time),
        registration_close_time=pack_moment(sitting.registration.close_time),
        withdrawal_close_time=pack_moment(sitting.withdrawal_close_time),
        capacity=sitting.capacity,
        registered_count=sitting.taken,
        seating=_SEATINGS[sitting.seating],
        has_waiting_list=sitting.has_waiting_list,
        waiting_count=sitting.waiting,
        own_window=sitting.own_window,
        cancel_time=pack_moment(sitting.cancel_time),
        release_time=pack_moment(sitting.release_time),
        etag=str(sitting.version),
    )


def pack_registration(
    registration: Registration, now: datetime, sitting: sitting_pb2.Sitting | None = None
) -> registration_pb2.Registration:
    """A registration as it stands at a moment; its sitting may be packed already."""
    return registration_pb2.Registration(
        registration_id=str(registration.registration_id),
        person_id=str(registration.person_id),
        enrolment_id=str(registration.enrolment_id),
        sitting=pack_sitting(registration.sitting) if sitting is None else sitting,
        module_code=registration.module_code,
        module_name=pack_text(registration.module_name),
        status=_STATUSES[registration.status],
        status_code=registration.status_code,
        register_time=pack_moment(registration.register_time),
        withdraw_time=pack_moment(registration.withdraw_time),
        can_withdraw=can_withdraw(registration, now),
        version=registration.version,
        seq=registration.seq,
        waiting_place=registration.waiting_place,
        remark=registration.remark,
        seat=registration.seat,
    )
