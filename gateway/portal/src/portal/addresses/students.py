"""Pages for students and doctoral students: exams."""

from matrikel.exams.v1 import (
    calendar_feed_pb2,
    receipt_pb2,
    registration_pb2,
    regulations_pb2,
    result_pb2,
    sick_note_pb2,
    study_progress_pb2,
    thesis_pb2,
)

from portal import menu
from portal.access import method_of
from portal.page import POST, Page
from portal.pages import (
    calendar_feed,
    exam_tree,
    exams,
    grade_distribution,
    grade_plan,
    module_picture,
    own_sick_notes,
    own_theses,
    receipts,
    refused_attempts,
    registered_exams,
    registration,
    regulations_in_words,
    study_progress,
    terms,
    thesis_application,
    transcript,
)

_LIST_ATTEMPTS = method_of(
    registration_pb2.DESCRIPTOR, "RegistrationService", "ListRegistrationAttempts"
)
_LIST_RECEIPTS = method_of(receipt_pb2.DESCRIPTOR, "ReceiptService", "ListReceipts")
_LIST_RESULTS = method_of(result_pb2.DESCRIPTOR, "ResultService", "ListResults")
_GET_DISTRIBUTION = method_of(result_pb2.DESCRIPTOR, "ResultService", "GetGradeDistribution")
_PLAN_GRADES = method_of(study_progress_pb2.DESCRIPTOR, "StudyProgressService", "PlanGrades")
_FILE_SICK_NOTE = method_of(sick_note_pb2.DESCRIPTOR, "SickNoteService", "FileSickNote")
_APPLY_FOR_THESIS = method_of(thesis_pb2.DESCRIPTOR, "ThesisService", "ApplyForThesis")
_GET_FEED = method_of(calendar_feed_pb2.DESCRIPTOR, "CalendarFeedService", "GetCalendarFeed")
_CREATE_FEED = method_of(calendar_feed_pb2.DESCRIPTOR, "CalendarFeedService", "CreateCalendarFeed")
_DELETE_FEED = method_of(calendar_feed_pb2.DESCRIPTOR, "CalendarFeedService", "DeleteCalendarFeed")
_GET_REGULATIONS = method_of(
    regulations_pb2.DESCRIPTOR, "RegulationsService", "GetRegulationsVersion"
)
_GET_MODULE = method_of(regulations_pb2.DESCRIPTOR, "RegulationsService", "GetModule")

_ENROLMENT = "{enrolment_id:uuid}"
_REGISTERED = f"exams/registered/{_ENROLMENT}"
_REGISTRATION = "exams/registrations/{registration_id:uuid}"
_TRANSCRIPT = f"exams/transcript/{_ENROLMENT}"
_PROGRESS = f"exams/progress/{_ENROLMENT}"
_SICK_NOTE = "exams/sick-notes/{sick_note_id:uuid}"
_THESIS = "exams/theses/{thesis_id:uuid}"
_REGULATIONS = "exams/regulations/{regulations_version_code}"

STUDENTS = (
    Page("exams", exams.show, menu.CREATE_REGISTRATION),
    Page("exams/terms", terms.show, menu.GET_TERMS),
    Page("exams/terms", terms.accept, menu.ACCEPT_TERMS, POST),
    Page("exams/tree", exam_tree.show, menu.CREATE_REGISTRATION),
    Page("exams/register", registration.register, menu.CREATE_REGISTRATION, POST, "exams/tree"),
    Page(_REGISTRATION, registration.show, menu.CREATE_REGISTRATION),
    Page(f"{_REGISTRATION}/withdraw", registration.ask_to_withdraw, menu.WITHDRAW_REGISTRATION),
    Page(f"{_REGISTRATION}/withdraw", registration.withdraw, menu.WITHDRAW_REGISTRATION, POST),
    Page(f"{_REGISTRATION}/receipts/{{seq:int}}", receipts.of_registration, _LIST_RECEIPTS),
    Page(f"{_REGISTRATION}/sick-note", own_sick_notes.ask, _FILE_SICK_NOTE),
    Page(f"{_REGISTRATION}/sick-note", own_sick_notes.file, _FILE_SICK_NOTE, POST),
    Page("exams/registered", registered_exams.show, menu.CREATE_REGISTRATION),
    Page(_REGISTERED, registered_exams.of_enrolment, menu.CREATE_REGISTRATION),
    Page("exams/attempts", refused_attempts.show, _LIST_ATTEMPTS),
    Page("exams/attempts/{attempt_id:uuid}/receipt", receipts.of_attempt, _LIST_ATTEMPTS),
    Page("exams/transcript", transcript.show, _LIST_RESULTS),
    Page(_TRANSCRIPT, transcript.of_enrolment, _LIST_RESULTS),
    Page("exams/distribution/{sitting_id:uuid}", grade_distribution.show, _GET_DISTRIBUTION),
    Page("exams/progress", study_progress.show, _PLAN_GRADES),
    Page(_PROGRESS, study_progress.of_enrolment, _PLAN_GRADES),
    Page(f"{_PROGRESS}/plan", grade_plan.show, _PLAN_GRADES),
    Page(f"{_PROGRESS}/plan", grade_plan.plan, _PLAN_GRADES, POST),
    Page("exams/sick-notes", own_sick_notes.show, _FILE_SICK_NOTE),
    Page(_SICK_NOTE, own_sick_notes.one, _FILE_SICK_NOTE),
    Page(f"{_SICK_NOTE}/document", own_sick_notes.document, _FILE_SICK_NOTE),
    Page("exams/theses", own_theses.show, _APPLY_FOR_THESIS),
    Page(f"exams/theses/apply/{_ENROLMENT}", thesis_application.ask, _APPLY_FOR_THESIS),
    Page(f"exams/theses/apply/{_ENROLMENT}", thesis_application.apply, _APPLY_FOR_THESIS, POST),
    Page(_THESIS, own_theses.one, _APPLY_FOR_THESIS),
    Page(f"{_THESIS}/hand-in", own_theses.ask_to_hand_in, _APPLY_FOR_THESIS),
    Page(f"{_THESIS}/hand-in", own_theses.hand_in, _APPLY_FOR_THESIS, POST),
    Page(f"{_THESIS}/document", own_theses.document, _APPLY_FOR_THESIS),
    Page("exams/calendar", calendar_feed.show, _GET_FEED),
    Page("exams/calendar", calendar_feed.make, _CREATE_FEED, POST),
    Page("exams/calendar/end", calendar_feed.end, _DELETE_FEED, POST, "exams/calendar"),
    Page(_REGULATIONS, regulations_in_words.show, _GET_REGULATIONS),
    Page(f"{_REGULATIONS}/modules/{{module_code}}", module_picture.show, _GET_MODULE),
)
