"""The tree in which a student finds exams."""

from uuid import UUID

from chassis.database import Transaction

from exams.app.terms import standing_of
from exams.domain.tree import EnrolmentNode, StudentFacts, exam_tree
from exams.store import registrations, regulations, sittings, students


def get_exam_tree(tx: Transaction, person_id: UUID) -> tuple[EnrolmentNode, ...]:
    """The tree of a student, in five queries whatever its size. Raises TERMS_NOT_LOADED."""
    student = StudentFacts(
        terms=standing_of(tx, person_id),
        enrolments=students.enrolments_of(tx, person_id),
        live_registrations=registrations.live_registrations(tx, person_id),
    )
    modules = regulations.modules_of_student(tx, person_id)
    open_sittings = sittings.sittings_with_open_window(tx, person_id, tx.now)
    return exam_tree(student, modules, open_sittings, tx.now)
