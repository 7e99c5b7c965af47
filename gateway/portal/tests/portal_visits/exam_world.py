"""What the tests' exams service knows of receipts, results, progress, sick notes and the rest."""

from __future__ import annotations

from google.type.date_pb2 import Date
from matrikel.exams.v1 import (
    lottery_pb2,
    receipt_pb2,
    regulations_pb2,
    result_pb2,
    sick_note_pb2,
    sitting_pb2,
    status_pb2,
    study_progress_pb2,
    thesis_pb2,
)
from matrikel.type.v1.semester_pb2 import Semester

from . import portal_world as w
from .sittings_world import SITTINGS, STATISTICS, sitting

RECEIPT = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIzMDEyMzQ1In0.c2lnbmF0dXJl"
DRAWN_SITTING = "019aa000-0000-7000-8000-000000000a05"
FEW_SITTING = "019aa000-0000-7000-8000-000000000a06"
VERSION = "BWL-BSC-2023"
THESIS_EXAM = "1019000"
SECRET_PATH = "/v1/calendars/0123456789abcdef0123456789abcdef"
_CODES = {"REGISTERED": "AN", "WITHDRAWN": "RT", "PASSED": "BE", "FAILED": "NB", "NO_SHOW": "NE"}


def statuses() -> list[status_pb2.ListStatusesResponse.StatusCode]:
    return [
        status_pb2.ListStatusesResponse.StatusCode(
            status=number,
            code=_CODES.get(name.removeprefix("REGISTRATION_STATUS_"), "XX"),
            name=w.both(
                f"Status {name.removeprefix('REGISTRATION_STATUS_').lower()}",
                f"status {name.removeprefix('REGISTRATION_STATUS_').lower()}",
            ),
        )
        for name, number in status_pb2.RegistrationStatus.items()
        if number
    ]


def receipt(
    registration_id: str, seq: int, action: receipt_pb2.ReceiptAction.ValueType
) -> receipt_pb2.Receipt:
    return receipt_pb2.Receipt(
        registration_id=registration_id,
        sitting_id=w.OPEN_SITTING,
        seq=seq,
        action=action,
        receipt_time=w.moment("2026-10-20T12:30:00+02:00"),
        matriculation_number="3012345",
        exam_number="1010101",
        exam_name=STATISTICS,
        signed=RECEIPT,
    )


def result(number: str, **changed: object) -> result_pb2.Result:
    made = result_pb2.Result(
        registration_id="019aa000-0000-7000-8000-0000000000b1",
        person_id=w.STUDENT,
        enrolment_id=w.ENROLMENT,
        exam_number=number,
        exam_name=w.both("Wirtschaftsrecht", "Business law"),
        module_code="RECHT",
        module_name=w.both("Recht der Wirtschaft", "Law of business"),
        sitting=_held_sitting(DRAWN_SITTING, number),
        grade="1.3",
        status=status_pb2.REGISTRATION_STATUS_PASSED,
        status_code="BE",
        credits_tenths=50,
        attempt=2,
        counts_as_attempt=True,
        exam_date=Date(year=2026, month=7, day=21),
        release_time=w.moment("2026-08-10T09:00:00+02:00"),
        examiner_name="Prof. Dr. Anna Meier",
    )
    made.MergeFrom(result_pb2.Result(**changed))  # type: ignore[arg-type]  # tests name fields
    return made


def results() -> list[result_pb2.Result]:
    failed = result("1010211", attempt=1, status=status_pb2.REGISTRATION_STATUS_FAILED)
    failed.grade, failed.status_code = "5.0", "NB"
    failed.sitting.CopyFrom(_held_sitting(FEW_SITTING, "1010211"))
    recognised = result_pb2.Result(
        recognition_id="019aa000-0000-7000-8000-0000000000b9",
        person_id=w.STUDENT,
        enrolment_id=w.ENROLMENT,
        module_code="SPRA",
        module_name=w.both("Fremdsprachen", "Foreign languages"),
        status=status_pb2.REGISTRATION_STATUS_PASSED,
        status_code="BE",
        credits_tenths=75,
        institution="Universidad de Sevilla",
        exam_date=Date(year=2025, month=2, day=11),
    )
    return [result("1010211"), failed, recognised]


def _held_sitting(sitting_id: str, number: str) -> sitting_pb2.Sitting:
    made = sitting(sitting_id, number, w.both("Wirtschaftsrecht", "Business law"))
    made.semester.CopyFrom(Semester(code="2026S"))
    made.start_time.CopyFrom(w.moment("2026-07-21T10:00:00+02:00"))
    return made


def progress(planned: dict[str, str] | None = None) -> study_progress_pb2.StudyProgress:
    grades = planned or {}
    open_, complete = (
        study_progress_pb2.PROGRESS_STATE_OPEN,
        study_progress_pb2.PROGRESS_STATE_COMPLETE,
    )

    def module(code: str, number: str, state: int, grade: str) -> study_progress_pb2.ModuleProgress:
        name = w.both(f"Modul {code}", f"Module {code}")
        return study_progress_pb2.ModuleProgress(
            module_code=code,
            name=name,
            state=state,  # type: ignore[arg-type]  # an enum's value
            credits_tenths=50,
            earned_tenths=50 if grade else 0,
            compulsory=True,
            grade=grade,
            recommended_semester=2,
            exams=[
                study_progress_pb2.ExamProgress(
                    exam_number=number,
                    name=name,
                    state=state,  # type: ignore[arg-type]  # an enum's value
                    grade=grade,
                    credits_tenths=50,
                    attempts_used=1 if grade else 0,
                    attempts_allowed=3,
                    planned=number in grades,
                )
            ],
        )

    return study_progress_pb2.StudyProgress(
        enrolment_id=w.ENROLMENT,
        person_id=w.STUDENT,
        programme_code="BWL-BSC",
        programme_name=w.both("Betriebswirtschaftslehre", "Business Administration"),
        regulations_version_code=VERSION,
        regulations_version_name=w.both("Prüfungsordnung 2023", "Examination regulations 2023"),
        degree_name=w.both("Bachelor of Science", "Bachelor of Science"),
        required_tenths=1800,
        earned_tenths=125,
        average=study_progress_pb2.Average(
            grade="1.4" if grades else "1.3",
            exact="1.3000000000",
            weight_sum="5",
            product_sum="6.5",
            policy=w.both(
                "nach der ersten Nachkommastelle abgeschnitten", "cut after the first decimal"
            ),
            lines=[
                study_progress_pb2.AverageLine(
                    module_code="RECHT",
                    name=w.both("Recht der Wirtschaft", "Law of business"),
                    grade="1.3",
                    weight="5",
                    product="6.5",
                    counted=True,
                    explanation=w.both("zählt mit seinen CP", "counts with its CP"),
                ),
                study_progress_pb2.AverageLine(
                    module_code="SPRA",
                    name=w.both("Fremdsprachen", "Foreign languages"),
                    explanation=w.both("ohne Note bestanden", "passed without a grade"),
                ),
            ],
        ),
        areas=[
            study_progress_pb2.AreaProgress(
                area_code="MAJOR",
                name=w.both("Major", "Major"),
                required_tenths=900,
                earned_tenths=50,
                state=study_progress_pb2.PROGRESS_STATE_STARTED,
                modules=[
                    module("RECHT", "1010211", complete, "1.3"),
                    module("STAT", "1010101", open_, ""),
                ],
            )
        ],
        missing=[w.both("Im Major fehlen 85 CP.", "85 CP are missing in the major.")],
    )


def sick_note(
    registration_id: str, request: sick_note_pb2.FileSickNoteRequest, world: w.World
) -> sick_note_pb2.SickNote:
    return sick_note_pb2.SickNote(
        sick_note_id="019aa000-0000-7000-8000-0000000000f1",
        registration=world.registrations[registration_id],
        ill_from_date=request.ill_from_date,
        ill_until_date=request.ill_until_date,
        remark=request.remark,
        file_name=request.file_name,
        file_time=w.moment("2026-11-21T10:00:00+01:00"),
        state=sick_note_pb2.SICK_NOTE_STATE_FILED,
    )


def thesis(
    title: str = "Über das Warten", state: int = thesis_pb2.THESIS_STATE_ADMITTED
) -> thesis_pb2.Thesis:
    made = thesis_pb2.Thesis(
        thesis_id="019aa000-0000-7000-8000-0000000000f2",
        person_id=w.STUDENT,
        enrolment_id=w.ENROLMENT,
        matriculation_number="3012345",
        exam_number=THESIS_EXAM,
        exam_name=w.both("Bachelorarbeit", "Bachelor’s thesis"),
        title=title,
        first_examiner_name="Prof. Dr. Anna Meier",
        second_examiner_user_name="bmueller",
        state=state,  # type: ignore[arg-type]  # an enum's value
        apply_time=w.moment("2026-11-21T10:00:00+01:00"),
    )
    if state == thesis_pb2.THESIS_STATE_ADMITTED:
        made.start_date.CopyFrom(Date(year=2026, month=12, day=1))
        made.due_date.CopyFrom(Date(year=2027, month=2, day=2))
    return made


def lottery(sitting_id: str) -> lottery_pb2.Lottery:
    made = lottery_pb2.Lottery(
        sitting=sitting(sitting_id, "1010101", STATISTICS),
        seed_commitment="ab" * 32,
        public_source="Lotto 6aus49, draw of 2026-11-21",
        public_time=w.moment("2026-11-21T20:00:00+01:00"),
        preselection_percent=20,
        create_time=w.moment("2026-10-01T08:00:00+02:00"),
    )
    if sitting_id == DRAWN_SITTING:
        made.draw_time.CopyFrom(w.moment("2026-11-22T08:00:00+01:00"))
        made.seed, made.public_value = "cd" * 32, "3,7,19,22,40,49"
        made.publication = '{"seats": 40}'
        made.request_count, made.drawn_count = 87, 40
    return made


def module(semester_code: str) -> regulations_pb2.GetModuleResponse:
    courses = [
        regulations_pb2.Course(
            course_number=number,
            name=w.both(de, en),
            type=w.both("Vorlesung", "lecture"),
            exam_numbers=exams,
        )
        for number, de, en, exams in (
            ("V1", "Statistik", "Statistics", ["1010101", "1010102"]),
            ("V2", "Übung zur Statistik", "Statistics, exercises", ["1010101", "1010102"]),
            ("V3", "Tutorium", "Tutorial", []),
        )
    ]
    exams = [
        regulations_pb2.Exam(
            exam_number=sitting.exam_number,
            name=sitting.exam_name,
            form=sitting.form,
            duration_minutes=90,
            credits_tenths=50,
            graded=True,
            attempts=3,
            repeatable=True,
            minimum_credits_tenths=300,
            prerequisites=w.both("Modul „Mathematik“", "Module “Mathematics”"),
            sittings=[sitting],
        )
        for sitting in (SITTINGS[w.OPEN_SITTING], SITTINGS[w.FULL_SITTING])
    ]
    return regulations_pb2.GetModuleResponse(
        module=regulations_pb2.Module(
            module_code="STAT",
            name=w.both("Statistik und Datenanalyse", "Statistics and data analysis"),
            area_name=w.both("Major", "Major"),
            credits_tenths=75,
            recommended_semester=2,
            compulsory=True,
            courses=courses,
            exams=exams,
        ),
        document_url="https://www.leuphana.example/rpo.pdf",
        semester=Semester(code=semester_code or "2026W"),
    )
