"""Requests to exams: results, recognitions, sick notes, theses."""

from google.type.date_pb2 import Date
from matrikel.exams.v1 import (
    recognition_pb2,
    result_pb2,
    sick_note_pb2,
    sitting_pb2,
    study_progress_pb2,
    thesis_pb2,
)
from matrikel.type.v1.semester_pb2 import Semester

from tests.requests.named import SMALL_PDF, Named, new_id, of


@of("exams.v1.SickNoteService", "FileSickNote")
def file_sick_note(named: Named) -> sick_note_pb2.FileSickNoteRequest:
    """A doctor's form for the registration."""
    day = Date(year=2027, month=2, day=2)
    return sick_note_pb2.FileSickNoteRequest(
        registration_id=named.registration_id,
        ill_from_date=day,
        ill_until_date=day,
        file_name="Attest.pdf",
        content=SMALL_PDF,
        request_id=new_id(),
    )


@of("exams.v1.SickNoteService", "ListSickNotes")
def list_sick_notes(named: Named) -> sick_note_pb2.ListSickNotesRequest:
    """The person's sick notes."""
    return sick_note_pb2.ListSickNotesRequest(person_id=named.person_id)


@of("exams.v1.SickNoteService", "ListOpenSickNotes")
def list_open_sick_notes(_named: Named) -> sick_note_pb2.ListOpenSickNotesRequest:
    """The first page of the office's queue."""
    return sick_note_pb2.ListOpenSickNotesRequest(page_size=5)


@of("exams.v1.SickNoteService", "GetSickNote")
def get_sick_note(named: Named) -> sick_note_pb2.GetSickNoteRequest:
    """The sick note."""
    return sick_note_pb2.GetSickNoteRequest(sick_note_id=named.sick_note_id)


@of("exams.v1.SickNoteService", "DownloadSickNoteDocument")
def download_sick_note_document(
    named: Named,
) -> sick_note_pb2.DownloadSickNoteDocumentRequest:
    """The doctor's form."""
    return sick_note_pb2.DownloadSickNoteDocumentRequest(sick_note_id=named.sick_note_id)


@of("exams.v1.SickNoteService", "DecideSickNote")
def decide_sick_note(named: Named) -> sick_note_pb2.DecideSickNoteRequest:
    """An approval."""
    return sick_note_pb2.DecideSickNoteRequest(
        sick_note_id=named.sick_note_id, approve=True, request_id=new_id()
    )


@of("exams.v1.ThesisService", "ApplyForThesis")
def apply_for_thesis(named: Named) -> thesis_pb2.ApplyForThesisRequest:
    """An application for the enrolment."""
    return thesis_pb2.ApplyForThesisRequest(
        enrolment_id=named.enrolment_id,
        title="Über das Warten",
        first_examiner_user_name="ameier",
        second_examiner_user_name="bschulz",
        request_id=new_id(),
    )


@of("exams.v1.ThesisService", "ListTheses")
def list_theses(named: Named) -> thesis_pb2.ListThesesRequest:
    """The person's theses."""
    return thesis_pb2.ListThesesRequest(person_id=named.person_id)


@of("exams.v1.ThesisService", "ListExaminedTheses")
def list_examined_theses(_named: Named) -> thesis_pb2.ListExaminedThesesRequest:
    """The first page of theses in whichever state."""
    return thesis_pb2.ListExaminedThesesRequest(page_size=5)


@of("exams.v1.ThesisService", "GetThesis")
def get_thesis(named: Named) -> thesis_pb2.GetThesisRequest:
    """The thesis."""
    return thesis_pb2.GetThesisRequest(thesis_id=named.thesis_id)


@of("exams.v1.ThesisService", "AdmitThesis")
def admit_thesis(named: Named) -> thesis_pb2.AdmitThesisRequest:
    """An admission in the semester."""
    return thesis_pb2.AdmitThesisRequest(
        thesis_id=named.thesis_id,
        title="Über das Warten",
        first_examiner_user_name="ameier",
        second_examiner_user_name="bschulz",
        start_date=Date(year=2026, month=11, day=2),
        semester=Semester(code=named.semester),
        request_id=new_id(),
    )


@of("exams.v1.ThesisService", "RefuseThesis")
def refuse_thesis(named: Named) -> thesis_pb2.RefuseThesisRequest:
    """A refusal with its reason."""
    return thesis_pb2.RefuseThesisRequest(
        thesis_id=named.thesis_id, reason="Das Thema ist zu weit.", request_id=new_id()
    )


@of("exams.v1.ThesisService", "ExtendThesis")
def extend_thesis(named: Named) -> thesis_pb2.ExtendThesisRequest:
    """An extension with its reason."""
    return thesis_pb2.ExtendThesisRequest(
        thesis_id=named.thesis_id, reason="Krankheit mit Attest", request_id=new_id()
    )


@of("exams.v1.ThesisService", "HandInThesis")
def hand_in_thesis(named: Named) -> thesis_pb2.HandInThesisRequest:
    """The thesis as a PDF."""
    return thesis_pb2.HandInThesisRequest(
        thesis_id=named.thesis_id,
        content=SMALL_PDF,
        file_name="Arbeit.pdf",
        request_id=new_id(),
    )


@of("exams.v1.ThesisService", "DownloadThesis")
def download_thesis(named: Named) -> thesis_pb2.DownloadThesisRequest:
    """The handed-in thesis."""
    return thesis_pb2.DownloadThesisRequest(thesis_id=named.thesis_id)


@of("exams.v1.ThesisService", "GradeThesis")
def grade_thesis(named: Named) -> thesis_pb2.GradeThesisRequest:
    """The first examiner's grade."""
    return thesis_pb2.GradeThesisRequest(
        thesis_id=named.thesis_id, examiner=1, grade="1.3", request_id=new_id()
    )


@of("exams.v1.ResultService", "ListResults")
def list_results(named: Named) -> result_pb2.ListResultsRequest:
    """The first page of the person's results."""
    return result_pb2.ListResultsRequest(person_id=named.person_id)


@of("exams.v1.ResultService", "ListSittingResults")
def list_sitting_results(named: Named) -> result_pb2.ListSittingResultsRequest:
    """The first page of the sitting's results."""
    return result_pb2.ListSittingResultsRequest(sitting_id=named.sitting_id)


@of("exams.v1.ResultService", "EnterResults")
def enter_results(named: Named) -> result_pb2.EnterResultsRequest:
    """A grade for the registration."""
    return result_pb2.EnterResultsRequest(
        sitting_id=named.sitting_id,
        results=[result_pb2.EnteredResult(registration_id=named.registration_id, grade="1.3")],
        request_id=new_id(),
    )


@of("exams.v1.ResultService", "ImportResults")
def import_results(named: Named) -> result_pb2.ImportResultsRequest:
    """A dry run of a file with one row."""
    return result_pb2.ImportResultsRequest(
        sitting_id=named.sitting_id,
        content=b"Matrikelnummer;Note\r\n3000001;1,3\r\n",
        format=sitting_pb2.TABLE_FORMAT_CSV,
        file_name="noten.csv",
        validate_only=True,
        request_id=new_id(),
    )


@of("exams.v1.ResultService", "DownloadResults")
def download_results(named: Named) -> result_pb2.DownloadResultsRequest:
    """The sitting's results as CSV."""
    return result_pb2.DownloadResultsRequest(
        sitting_id=named.sitting_id, format=sitting_pb2.TABLE_FORMAT_CSV
    )


@of("exams.v1.ResultService", "ReleaseResults")
def release_results(named: Named) -> result_pb2.ReleaseResultsRequest:
    """The release of what is entered for the sitting."""
    return result_pb2.ReleaseResultsRequest(
        sitting_id=named.sitting_id, etag="0" * 32, request_id=new_id()
    )


@of("exams.v1.ResultService", "ProposeCorrection")
def propose_correction(named: Named) -> result_pb2.ProposeCorrectionRequest:
    """Another grade for the registration."""
    return result_pb2.ProposeCorrectionRequest(
        registration_id=named.examined_registration_id,
        grade="2.0",
        reason="Punkte verrechnet",
        version=2,
        request_id=new_id(),
    )


@of("exams.v1.ResultService", "DecideCorrection")
def decide_correction(named: Named) -> result_pb2.DecideCorrectionRequest:
    """The consent to the correction."""
    return result_pb2.DecideCorrectionRequest(
        correction_id=named.correction_id, confirm=True, request_id=new_id()
    )


@of("exams.v1.ResultService", "ListCorrections")
def list_corrections(_named: Named) -> result_pb2.ListCorrectionsRequest:
    """The open corrections."""
    return result_pb2.ListCorrectionsRequest(open_only=True)


@of("exams.v1.ResultService", "ListResultVersions")
def list_result_versions(named: Named) -> result_pb2.ListResultVersionsRequest:
    """Every version of the registration's result."""
    return result_pb2.ListResultVersionsRequest(registration_id=named.examined_registration_id)


@of("exams.v1.ResultService", "GetGradeDistribution")
def get_grade_distribution(named: Named) -> result_pb2.GetGradeDistributionRequest:
    """How the sitting's grades are distributed."""
    return result_pb2.GetGradeDistributionRequest(sitting_id=named.attended_sitting_id)


@of("exams.v1.StudyProgressService", "GetStudyProgress")
def get_study_progress(named: Named) -> study_progress_pb2.GetStudyProgressRequest:
    """How far the enrolment has come."""
    return study_progress_pb2.GetStudyProgressRequest(enrolment_id=named.enrolment_id)


@of("exams.v1.StudyProgressService", "PlanGrades")
def plan_grades(named: Named) -> study_progress_pb2.PlanGradesRequest:
    """What the enrolment's open grades need for an average of 2.0."""
    return study_progress_pb2.PlanGradesRequest(
        enrolment_id=named.enrolment_id, target_average="2.0"
    )


@of("exams.v1.RecognitionService", "CreateRecognition")
def create_recognition(named: Named) -> recognition_pb2.CreateRecognitionRequest:
    """The module is recognised without a grade."""
    return recognition_pb2.CreateRecognitionRequest(
        enrolment_id=named.enrolment_id,
        module_code=named.module_code,
        institution="Göteborgs universitet",
        original_title="Marketing II",
        achieve_date=Date(year=2025, month=7, day=15),
        reason="Learning Agreement",
        request_id=new_id(),
    )


@of("exams.v1.RecognitionService", "ListRecognitions")
def list_recognitions(named: Named) -> recognition_pb2.ListRecognitionsRequest:
    """The recognitions of the enrolment."""
    return recognition_pb2.ListRecognitionsRequest(enrolment_id=named.enrolment_id)


@of("exams.v1.RecognitionService", "RevokeRecognition")
def revoke_recognition(named: Named) -> recognition_pb2.RevokeRecognitionRequest:
    """The recognition is taken back."""
    return recognition_pb2.RevokeRecognitionRequest(
        recognition_id=named.recognition_id, reason="Falsch umgerechnet", request_id=new_id()
    )
