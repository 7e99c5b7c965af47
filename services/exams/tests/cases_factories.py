"""What the tests of sick notes, theses and the office's registrations set up."""

from datetime import date
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from chassis.values import LocalizedText, Semester
from exams.app.sick_notes import FiledNote, file_sick_note
from exams.app.theses import apply_for_thesis
from exams.app.thesis_admission import admit_thesis
from exams.domain.examinations import Registration
from exams.domain.rules import ExamRules, ThesisRule
from exams.domain.sick_notes import Illness
from exams.domain.theses import Thesis
from exams.store import registrations, tables
from exams.store.rules import exam_rules_as_json
from sqlalchemy import insert

from services.exams.tests.rules_factories import KUWI, set_rules, studying

OFFICE = UUID(int=0xF1CE)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(20)
JPEG = b"\xff\xd8\xff\xe0" + bytes(40) + b"\xff\xd9"
THESIS = "9001"
EXAMINERS = ("ameier", "bschulz")


def ill(first: date, last: date | None = None) -> Illness:
    """A period of illness; one day where no last one is named."""
    return Illness(first, last or first)


def file_note(
    campus: Any,
    registration: Registration,
    illness: Illness,
    *,
    content: bytes = PDF,
    file_name: str = "Attest.pdf",
) -> Any:
    """Files a sick note; returns it, or why it was refused."""
    return campus.run(
        file_sick_note,
        campus.signer,
        registration_id=registration.registration_id,
        illness=illness,
        remark="Grippe",
        content=content,
        file_name=file_name,
    )


def filed_note(campus: Any, registration: Registration, illness: Illness) -> FiledNote:
    """Files a sick note and expects that it is taken."""
    outcome = file_note(campus, registration, illness)
    assert isinstance(outcome, FiledNote), outcome
    return outcome


def status_of(campus: Any, registration: Registration) -> Any:
    """How a registration stands now."""
    return campus.run(registrations.get_registration, registration.registration_id).status


def sitting_row(campus: Any, sitting_id: UUID) -> Any:
    """The row of a sitting."""
    [row] = [one for one in campus.rows(tables.sittings) if one.sitting_id == sitting_id]
    return row


def with_thesis(campus: Any, rule: ThesisRule | None = None, *, graded: bool = True) -> None:
    """Adds a thesis to the small regulations, and the two examiners."""

    def add(tx: Transaction) -> None:
        tx.execute(
            insert(tables.exams).values(
                exam_number=THESIS,
                name=LocalizedText(de="Bachelorarbeit", en="Bachelor's thesis"),
                form="thesis",
                duration_minutes=0,
            )
        )
        module = next(row._mapping for row in tx.execute(tables.modules.select()))
        tx.execute(
            insert(tables.modules).values(
                {
                    **module,
                    "regulations_version_code": KUWI,
                    "module_code": "KUWI-BA",
                    "position": 9,
                    "credits_tenths": 150,
                }
            )
        )
        tx.execute(
            insert(tables.module_exams).values(
                regulations_version_code=KUWI,
                exam_number=THESIS,
                module_code="KUWI-BA",
                position=0,
                rules=exam_rules_as_json(ExamRules(credits_tenths=150, graded=graded)),
            )
        )

    campus.run(add)
    set_rules(campus, thesis=rule or ThesisRule(0, working_weeks=9, extension_weeks=3, attempts=2))
    for number, user_name in enumerate(EXAMINERS, start=1):
        campus.account(UUID(int=number), user_name, f"{user_name}@leuphana.example")


def applied(campus: Any, student: Any = None) -> Thesis:
    """A thesis that was applied for."""
    chosen = student or studying(campus)
    outcome = campus.run(
        apply_for_thesis,
        person_id=chosen.person_id,
        enrolment_id=chosen.enrolment_id,
        exam_number="",
        title="Über das Warten",
        examiners=EXAMINERS,
    )
    assert isinstance(outcome, Thesis), outcome
    return outcome


def admitted(campus: Any, student: Any = None, *, start: date = date(2026, 11, 2)) -> Thesis:
    """A thesis under way since 2 November 2026."""
    outcome = campus.run(
        admit_thesis,
        campus.signer,
        thesis_id=applied(campus, student).thesis_id,
        title="Über das Warten in Schlangen",
        examiners=EXAMINERS,
        start_date=start,
        semester=Semester.parse("2026W"),
        by=OFFICE,
    )
    assert isinstance(outcome, Thesis), outcome
    return outcome
