"""The contract's methods behind the staff pages; their grants say who sees which page."""

from matrikel.exams.v1 import (
    lottery_pb2,
    recognition_pb2,
    registration_pb2,
    regulations_pb2,
    result_pb2,
    sick_note_pb2,
    sitting_pb2,
    student_pb2,
    thesis_pb2,
)

from portal.access import method_of

LIST_SITTINGS = method_of(sitting_pb2.DESCRIPTOR, "SittingService", "ListSittings")
CREATE_SITTING = method_of(sitting_pb2.DESCRIPTOR, "SittingService", "CreateSitting")
UPDATE_SITTING = method_of(sitting_pb2.DESCRIPTOR, "SittingService", "UpdateSitting")
CANCEL_SITTING = method_of(sitting_pb2.DESCRIPTOR, "SittingService", "CancelSitting")
IMPORT_SITTINGS = method_of(sitting_pb2.DESCRIPTOR, "SittingService", "ImportSittings")
PLAN_SEATS = method_of(sitting_pb2.DESCRIPTOR, "SittingService", "PlanSeats")
DOWNLOAD_PARTICIPANTS = method_of(sitting_pb2.DESCRIPTOR, "SittingService", "DownloadParticipants")

LIST_SITTING_RESULTS = method_of(result_pb2.DESCRIPTOR, "ResultService", "ListSittingResults")
ENTER_RESULTS = method_of(result_pb2.DESCRIPTOR, "ResultService", "EnterResults")
IMPORT_RESULTS = method_of(result_pb2.DESCRIPTOR, "ResultService", "ImportResults")
DOWNLOAD_RESULTS = method_of(result_pb2.DESCRIPTOR, "ResultService", "DownloadResults")
RELEASE_RESULTS = method_of(result_pb2.DESCRIPTOR, "ResultService", "ReleaseResults")
PROPOSE_CORRECTION = method_of(result_pb2.DESCRIPTOR, "ResultService", "ProposeCorrection")
LIST_RESULT_VERSIONS = method_of(result_pb2.DESCRIPTOR, "ResultService", "ListResultVersions")
LIST_CORRECTIONS = method_of(result_pb2.DESCRIPTOR, "ResultService", "ListCorrections")
DECIDE_CORRECTION = method_of(result_pb2.DESCRIPTOR, "ResultService", "DecideCorrection")

REGISTER_STUDENT = method_of(registration_pb2.DESCRIPTOR, "RegistrationService", "RegisterStudent")
DEREGISTER_STUDENT = method_of(
    registration_pb2.DESCRIPTOR, "RegistrationService", "DeregisterStudent"
)

CREATE_LOTTERY = method_of(lottery_pb2.DESCRIPTOR, "LotteryService", "CreateLottery")
DRAW_LOTTERY = method_of(lottery_pb2.DESCRIPTOR, "LotteryService", "DrawLottery")

LIST_OPEN_SICK_NOTES = method_of(sick_note_pb2.DESCRIPTOR, "SickNoteService", "ListOpenSickNotes")
DECIDE_SICK_NOTE = method_of(sick_note_pb2.DESCRIPTOR, "SickNoteService", "DecideSickNote")

LIST_EXAMINED_THESES = method_of(thesis_pb2.DESCRIPTOR, "ThesisService", "ListExaminedTheses")
ADMIT_THESIS = method_of(thesis_pb2.DESCRIPTOR, "ThesisService", "AdmitThesis")
REFUSE_THESIS = method_of(thesis_pb2.DESCRIPTOR, "ThesisService", "RefuseThesis")
EXTEND_THESIS = method_of(thesis_pb2.DESCRIPTOR, "ThesisService", "ExtendThesis")
GRADE_THESIS = method_of(thesis_pb2.DESCRIPTOR, "ThesisService", "GradeThesis")

SAVE_PERIOD = method_of(
    regulations_pb2.DESCRIPTOR, "ExaminationPeriodService", "SaveExaminationPeriod"
)
IMPORT_REGULATIONS = method_of(
    regulations_pb2.DESCRIPTOR, "RegulationsService", "ImportRegulations"
)
DOWNLOAD_REGULATIONS = method_of(
    regulations_pb2.DESCRIPTOR, "RegulationsService", "DownloadRegulations"
)
PUBLISH_REGULATIONS = method_of(
    regulations_pb2.DESCRIPTOR, "RegulationsService", "PublishRegulations"
)
DELETE_REGULATIONS = method_of(
    regulations_pb2.DESCRIPTOR, "RegulationsService", "DeleteRegulationsDraft"
)

LIST_STUDENTS = method_of(student_pb2.DESCRIPTOR, "StudentService", "ListStudents")
CREATE_RECOGNITION = method_of(
    recognition_pb2.DESCRIPTOR, "RecognitionService", "CreateRecognition"
)
REVOKE_RECOGNITION = method_of(
    recognition_pb2.DESCRIPTOR, "RecognitionService", "RevokeRecognition"
)
