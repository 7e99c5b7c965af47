"""What there is to ask exams about besides a registration: results, cases, recognitions."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from chassis.database import Transaction
from chassis.documents import store_document
from chassis.values import UNIVERSITY_ZONE, Semester
from exams.app.calendar_feeds import create_calendar_feed
from exams.app.corrections import propose_correction
from exams.app.lottery import create_lottery
from exams.app.release import release_results
from exams.app.results import RequestedEntry, enter_results, list_sitting_results
from exams.domain.profile import sitting_id_of
from exams.domain.recognition import RecognitionWish
from exams.domain.results import Entry
from exams.domain.sick_notes import Illness
from exams.domain.statuses import Status
from exams.store import recognitions, registrations, sick_notes, theses

from tests.requests import SMALL_PDF, Named

VERSION = "KUWI-BA-2024"
# Examined by ameier, in the semester before.
EXAM_NUMBER = "1020101"
ATTENDED = sitting_id_of(EXAM_NUMBER, Semester.parse("2026S"), 1, "")
# Modules of the version that the owner takes no exam of: one is recognised already.
RECOGNISED_MODULE = "KUWI24-07"
OPEN_MODULE = "KUWI24-09"
THESIS_NUMBER = "1021901"
# Its seats are drawn, in the semester that follows.
DRAWN = sitting_id_of("1020502", Semester.parse("2027S"), 1, "")
EXAMINERS = ("ameier", "bschulz")


@dataclass(frozen=True)
class CasePeople:
    """Whose cases they are, and who decides."""

    owner: UUID
    other_student: UUID
    examiner: UUID


def add_cases(tx: Transaction, people: CasePeople, named: Named) -> Named:
    """One case of each kind, all of them the owner's."""
    office = uuid4()
    create_lottery(
        tx,
        DRAWN,
        public_source="Lotto 6aus49",
        public_time=datetime(2027, 5, 22, 19, 25, tzinfo=UNIVERSITY_ZONE),
        preselection_percent=20,
        created_by=office,
    )
    attended = seat(tx, people.owner, UUID(named.enrolment_id), EXAM_NUMBER, ATTENDED)
    enter_grade(tx, attended, people.examiner)
    release_entered(tx, office)
    correction = propose_correction(
        tx,
        attended,
        grade=Decimal("1.7"),
        status=None,
        reason="Punkte verrechnet",
        version=2,
        by=people.examiner,
    )
    return replace(
        named,
        attended_sitting_id=str(ATTENDED),
        lottery_sitting_id=str(DRAWN),
        module_code=OPEN_MODULE,
        # Of a student whose address nothing else is asked about.
        calendar_secret=create_calendar_feed(tx, people.other_student).secret,
        examined_registration_id=str(attended),
        correction_id=str(correction.correction_id),
        sick_note_id=str(_file_sick_note(tx, people.owner, UUID(named.registration_id))),
        thesis_id=str(_begin_thesis(tx, people.owner, UUID(named.enrolment_id), office)),
        recognition_id=str(_recognise(tx, people.owner, UUID(named.enrolment_id), office)),
    )


def enter_grade(tx: Transaction, registration_id: UUID, examiner: UUID) -> None:
    """Enters 2.3 for a registration of the attended sitting."""
    entry = Entry(None, Decimal("2.3"), date(2026, 7, 20), "", 0)
    enter_results(tx, ATTENDED, [RequestedEntry(registration_id, entry)], examiner)


def release_entered(tx: Transaction, office: UUID) -> None:
    """Releases what is entered for the attended sitting."""
    release_results(tx, ATTENDED, list_sitting_results(tx, ATTENDED, None, 1).etag, office)


def seat(
    tx: Transaction, person_id: UUID, enrolment_id: UUID, exam_number: str, sitting_id: UUID
) -> UUID:
    """A registration without its past."""
    return registrations.add_registration(
        tx,
        sitting_id=sitting_id,
        exam_number=exam_number,
        person_id=person_id,
        enrolment_id=enrolment_id,
        regulations_version_code=VERSION,
        seq=1,
        status=Status.REGISTERED,
    )


def _file_sick_note(tx: Transaction, person_id: UUID, registration_id: UUID) -> UUID:
    day = date(2026, 11, 2)
    return sick_notes.add_sick_note(
        tx,
        registration_id=registration_id,
        person_id=person_id,
        document_id=store_document(tx, SMALL_PDF, "application/pdf", "Attest.pdf"),
        illness=Illness(day, day),
        remark="",
    )


def _begin_thesis(tx: Transaction, person_id: UUID, enrolment_id: UUID, office: UUID) -> UUID:
    """A thesis under way: its examiners see it from its admission on."""
    thesis_id = theses.add_thesis(
        tx,
        person_id=person_id,
        enrolment_id=enrolment_id,
        exam_number=THESIS_NUMBER,
        title="Über das Warten",
        examiners=EXAMINERS,
    )
    sitting_id = sitting_id_of(THESIS_NUMBER, Semester.parse("2026W"), 1, "")
    theses.note_admission(
        tx,
        thesis_id,
        registration_id=seat(tx, person_id, enrolment_id, THESIS_NUMBER, sitting_id),
        title="Über das Warten",
        examiners=EXAMINERS,
        start_date=date(2026, 10, 12),
        due_date=date(2026, 12, 14),
        decided_by=office,
    )
    return thesis_id


def _recognise(tx: Transaction, person_id: UUID, enrolment_id: UUID, office: UUID) -> UUID:
    return recognitions.add_recognition(
        tx,
        person_id=person_id,
        enrolment_id=enrolment_id,
        regulations_version_code=VERSION,
        wish=RecognitionWish(
            module_code=RECOGNISED_MODULE,
            exam_number="",
            credits_tenths=0,
            grade=None,
            achieve_date=date(2025, 7, 15),
            institution="Göteborgs universitet",
            original_title="Marketing II",
            reason="Learning Agreement",
        ),
        credits_tenths=100,
        by=office,
    )
