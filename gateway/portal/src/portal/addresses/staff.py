"""Pages for examiners, the examinations office, programme advisers and Student Services."""

from portal import menu
from portal import staff_functions as f
from portal.page import POST, Page
from portal.pages import students
from portal.pages.staff import (
    corrections,
    lottery,
    office_registration,
    overview,
    periods,
    recognitions,
    regulations,
    release,
    result_files,
    result_history,
    results,
    seats,
    sick_notes,
    sitting_cancelling,
    sitting_editing,
    sitting_files,
    sittings,
    student_records,
    theses,
    thesis_decisions,
)

_STUDENT = "students/{person_id:uuid}"
_SITTING = "sittings/{sitting_id:uuid}"
_RESULTS = f"{_SITTING}/results"
_RESULT = f"{_RESULTS}/{{registration_id:uuid}}"
_DEREGISTER = "office/registrations/{registration_id:uuid}/deregister"
_CORRECTION = "corrections/{correction_id:uuid}"
_SICK_NOTE = "sick-notes/{sick_note_id:uuid}"
_THESIS = "theses/{thesis_id:uuid}"
_FORM_OF_THESIS = "theses/{thesis_id}"
_FORM_OF_LOTTERY = "sittings/{sitting_id}/lottery"
_VERSION = "regulations/{regulations_version_code}"
_RECORD = "student-records/{person_id:uuid}"
_ENROLMENT = f"{_RECORD}/{{enrolment_id:uuid}}"
_RECOGNITIONS = f"{_ENROLMENT}/recognitions"
_REVOKE = f"{_RECOGNITIONS}/{{recognition_id:uuid}}/revoke"

_SITTINGS = (
    Page("sittings", sittings.show, f.LIST_SITTINGS),
    Page("sittings/new", sitting_editing.ask_for_new, f.CREATE_SITTING),
    Page("sittings/new", sitting_editing.create, f.CREATE_SITTING, POST),
    Page("sittings/import", sitting_files.ask, f.IMPORT_SITTINGS),
    Page("sittings/import", sitting_files.upload, f.IMPORT_SITTINGS, POST),
    Page(_SITTING, sittings.participants, f.LIST_SITTINGS),
    Page(f"{_SITTING}/download", sittings.download, f.DOWNLOAD_PARTICIPANTS),
    Page(f"{_SITTING}/seats", seats.ask, f.PLAN_SEATS),
    Page(f"{_SITTING}/seats", seats.plan, f.PLAN_SEATS, POST),
    Page(f"{_SITTING}/change", sitting_editing.ask_to_change, f.UPDATE_SITTING),
    Page(f"{_SITTING}/change", sitting_editing.change, f.UPDATE_SITTING, POST),
    Page(f"{_SITTING}/cancel", sitting_cancelling.ask, f.CANCEL_SITTING),
    Page(f"{_SITTING}/cancel", sitting_cancelling.cancel, f.CANCEL_SITTING, POST),
    Page(f"{_SITTING}/register", office_registration.ask_to_register, f.REGISTER_STUDENT),
    Page(f"{_SITTING}/register", office_registration.register, f.REGISTER_STUDENT, POST),
    Page(_DEREGISTER, office_registration.ask_to_deregister, f.DEREGISTER_STUDENT),
    Page(_DEREGISTER, office_registration.deregister, f.DEREGISTER_STUDENT, POST),
    Page(f"{_SITTING}/lottery", lottery.show, f.CREATE_LOTTERY),
    Page(f"{_SITTING}/lottery", lottery.create, f.CREATE_LOTTERY, POST),
    Page(f"{_SITTING}/lottery/draw", lottery.draw, f.DRAW_LOTTERY, POST, _FORM_OF_LOTTERY),
)

_OF_RESULTS = (
    Page(_RESULTS, results.show, f.LIST_SITTING_RESULTS),
    Page(_RESULTS, results.enter, f.ENTER_RESULTS, POST),
    Page(f"{_RESULTS}/download", result_files.download, f.DOWNLOAD_RESULTS),
    Page(f"{_RESULTS}/upload", result_files.ask, f.IMPORT_RESULTS),
    Page(f"{_RESULTS}/upload", result_files.upload, f.IMPORT_RESULTS, POST),
    Page(f"{_RESULTS}/release", release.ask, f.RELEASE_RESULTS),
    Page(f"{_RESULTS}/release", release.release, f.RELEASE_RESULTS, POST),
    Page(_RESULT, result_history.show, f.LIST_RESULT_VERSIONS),
    Page(_RESULT, result_history.propose, f.PROPOSE_CORRECTION, POST),
    Page(f"{_SITTING}/distribution", results.distribution, f.LIST_SITTING_RESULTS),
    Page("corrections", corrections.show, f.LIST_CORRECTIONS),
    Page(_CORRECTION, corrections.one, f.LIST_CORRECTIONS),
    Page(_CORRECTION, corrections.decide, f.DECIDE_CORRECTION, POST),
)

_CASES = (
    Page("office", overview.show, f.LIST_OPEN_SICK_NOTES),
    Page("sick-notes", sick_notes.show, f.LIST_OPEN_SICK_NOTES),
    Page(_SICK_NOTE, sick_notes.one, f.DECIDE_SICK_NOTE),
    Page(_SICK_NOTE, sick_notes.decide, f.DECIDE_SICK_NOTE, POST),
    Page(f"{_SICK_NOTE}/document", sick_notes.document, f.DECIDE_SICK_NOTE),
    Page("theses", theses.show, f.LIST_EXAMINED_THESES),
    Page(_THESIS, theses.one, f.LIST_EXAMINED_THESES),
    Page(f"{_THESIS}/document", theses.document, f.LIST_EXAMINED_THESES),
    Page(f"{_THESIS}/grade", theses.grade, f.GRADE_THESIS, POST, _FORM_OF_THESIS),
    Page(f"{_THESIS}/admit", thesis_decisions.admit, f.ADMIT_THESIS, POST, _FORM_OF_THESIS),
    Page(f"{_THESIS}/refuse", thesis_decisions.refuse, f.REFUSE_THESIS, POST, _FORM_OF_THESIS),
    Page(f"{_THESIS}/extend", thesis_decisions.extend, f.EXTEND_THESIS, POST, _FORM_OF_THESIS),
    Page(f"{_THESIS}/hand-in", thesis_decisions.hand_in, f.ADMIT_THESIS, POST, _FORM_OF_THESIS),
)

_RULES = (
    Page("periods", periods.show, f.SAVE_PERIOD),
    Page("periods/save", periods.ask, f.SAVE_PERIOD),
    Page("periods/save", periods.save, f.SAVE_PERIOD, POST),
    Page("regulations", regulations.show, f.IMPORT_REGULATIONS),
    Page("regulations/import", regulations.ask_for_file, f.IMPORT_REGULATIONS),
    Page("regulations/import", regulations.upload, f.IMPORT_REGULATIONS, POST),
    Page(_VERSION, regulations.one, f.IMPORT_REGULATIONS),
    Page(f"{_VERSION}/download", regulations.download, f.DOWNLOAD_REGULATIONS),
    Page(f"{_VERSION}/publish", regulations.ask_to_publish, f.PUBLISH_REGULATIONS),
    Page(f"{_VERSION}/publish", regulations.publish, f.PUBLISH_REGULATIONS, POST),
    Page(f"{_VERSION}/delete", regulations.ask_to_delete, f.DELETE_REGULATIONS),
    Page(f"{_VERSION}/delete", regulations.delete, f.DELETE_REGULATIONS, POST),
)

_RECORDS = (
    Page("student-records", student_records.search, f.LIST_STUDENTS),
    Page(_RECORD, student_records.one, f.LIST_STUDENTS),
    Page(_ENROLMENT, student_records.progress, f.LIST_STUDENTS),
    Page(_RECOGNITIONS, recognitions.ask, f.CREATE_RECOGNITION),
    Page(_RECOGNITIONS, recognitions.recognise, f.CREATE_RECOGNITION, POST),
    Page(_REVOKE, recognitions.ask_to_revoke, f.REVOKE_RECOGNITION),
    Page(_REVOKE, recognitions.revoke, f.REVOKE_RECOGNITION, POST),
)

_STUDENT_SERVICES = (
    Page("students", students.search, menu.LIST_PERSONS),
    Page(f"{_STUDENT}/initial-code", students.ask_for_code, menu.ISSUE_INITIAL_CODE),
    Page(f"{_STUDENT}/initial-code", students.issue_code, menu.ISSUE_INITIAL_CODE, POST),
)

STAFF = (*_SITTINGS, *_OF_RESULTS, *_CASES, *_RULES, *_RECORDS, *_STUDENT_SERVICES)
