"""The tree in which a student finds exams."""

from uuid import UUID

from chassis.database import Transaction

from exams.domain.tree import EnrolmentNode, exam_tree
from exams.store.sittings import sittings_with_open_window
from exams.store.standing import standings_of


def get_exam_tree(tx: Transaction, person_id: UUID) -> tuple[EnrolmentNode, ...]:
    """The tree of a student, in five queries whatever its size. Raises TERMS_NOT_LOADED.

    A sixth one reads a regulations version that this process has not met yet.
    """
    standing = standings_of(tx, [person_id], with_waiting_places=True)[person_id]
    exam_numbers = {
        number
        for version in standing.versions.values()
        if version.published
        for number in version.exams
    }
    return exam_tree(standing, sittings_with_open_window(tx, exam_numbers, tx.now), tx.now)
